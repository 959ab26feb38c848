import NIOCore
import TestSupport
import Testing

@testable import MQTT

@Suite("Reads become batches")
struct StreamDecoderTests {
    private func stream(_ version: ProtocolVersion) throws -> [UInt8] {
        try PacketSamples.fromServer(version).flatMap { try PacketSamples.bytes($0, version) }
    }

    /// The same stream split at every boundary gives the same packets.
    @Test(arguments: ProtocolVersion.allCases)
    func splittingChangesNothing(_ version: ProtocolVersion) throws {
        let bytes = try stream(version)
        var decoder = StreamDecoder(version: version)
        decoder.keepsOrder = true
        let whole = StreamLog(&decoder, [bytes])
        #expect(whole.failure == nil)
        #expect(decoder.pendingBytes == 0)
        #expect(whole.tapped.flatMap { $0 } == bytes)
        for split in 0...bytes.count {
            decoder = StreamDecoder(version: version)
            decoder.keepsOrder = true
            let log = StreamLog(&decoder, [Array(bytes[..<split]), Array(bytes[split...])])
            #expect(log.packets == whole.packets)
            #expect(log.tapped == whole.tapped)
        }
        for chunk in 1...17 {
            decoder = StreamDecoder(version: version)
            decoder.keepsOrder = true
            let log = StreamLog(&decoder, bytes, chunk: chunk)
            #expect(log.packets == whole.packets)
        }
    }

    /// The fast path sees what the slow one sees.
    @Test(arguments: ProtocolVersion.allCases)
    func agreesWithThePacketDecoder(_ version: ProtocolVersion) throws {
        let bytes = try stream(version)
        var decoder = StreamDecoder(version: version)
        decoder.keepsOrder = true
        let log = StreamLog(&decoder, [bytes])
        var slow = PacketDecoder(version: version, receiver: .client)
        var buffer = ByteBuffer(bytes: bytes)
        var expected: [Seen] = []
        while let packet = try slow.decode(&buffer) {
            switch packet {
            case .publish(let publish):
                expected.append(
                    .message(
                        topic: Array(publish.topic.utf8), payload: Array(publish.payload.readableBytesView),
                        properties: [], id: publish.packetID,
                        flags: publish.qos.rawValue << 1 | (publish.retain ? 1 : 0) | (publish.duplicate ? 8 : 0)))
            case .publishRelease(let release) where release.reason == .success && release.properties.isEmpty: break
            default: expected.append(.packet(packet))
            }
        }
        let seen = log.packets.map { seen -> Seen in
            guard case .message(let topic, let payload, _, let id, let flags) = seen else { return seen }
            return .message(topic: topic, payload: payload, properties: [], id: id, flags: flags)
        }
        #expect(seen == expected)
    }

    @Test func oneReadIsOneBatchEvenWithAcknowledgementsBetween() throws {
        let message = try PacketSamples.bytes(.publish(Publish(topic: "t")), .v311)
        let ack = try PacketSamples.bytes(.publishAck(Acknowledgement(packetID: 1)), .v311)
        var decoder = StreamDecoder(version: .v311)
        let log = StreamLog(&decoder, [Array(repeating: message + ack, count: 50).flatMap { $0 }])
        #expect(log.batches == 1)
        #expect(log.packets.count == 100)
        #expect(log.byteCount == 50 * message.count)
    }

    @Test func aSubackCutsTheBatch() throws {
        let message = try PacketSamples.bytes(.publish(Publish(topic: "t")), .v311)
        let ack = try PacketSamples.bytes(.subscribeAck(SubscribeAck(packetID: 1, reasons: [.success])), .v311)
        var decoder = StreamDecoder(version: .v311)
        let log = StreamLog(&decoder, [message + ack + message])
        #expect(log.batches == 2)
        guard case .packet(.subscribeAck)? = log.packets.dropFirst().first else {
            return #expect(Bool(false), "SUBACK is not in its place")
        }
    }

    @Test func topicAliasesAreResolved() throws {
        func bytes(_ topic: String, _ alias: UInt16, _ payload: String) throws -> [UInt8] {
            try PacketSamples.bytes(
                .publish(
                    Publish(
                        topic: topic, payload: ByteBuffer(string: payload),
                        properties: [Property(.topicAlias, .twoBytes(alias))])), .v5)
        }
        let all =
            try bytes("first", 1, "a") + bytes("second", 2, "b") + bytes("", 1, "c") + bytes("", 2, "d")
            + bytes("changed", 1, "e") + bytes("", 1, "f") + bytes("", 1, "g")
        let expected = ["first a", "second b", "first c", "second d", "changed e", "changed f", "changed g"]
        for chunk in 1...all.count {
            var decoder = StreamDecoder(version: .v5, topicAliasMaximum: 2)
            let log = StreamLog(&decoder, all, chunk: chunk)
            #expect(log.failure == nil)
            let seen = try log.packets.map { seen in
                guard case .message(let topic, let payload, _, _, _) = seen else { throw TestFailure("\(seen)") }
                return String(decoding: topic, as: UTF8.self) + " " + String(decoding: payload, as: UTF8.self)
            }
            #expect(seen == expected)
            #expect(log.violations.isEmpty && decoder.pendingBytes == 0)
        }
    }

    /// 65,535 aliases of topics of 65,535 bytes would be 4 GB.
    @Test func topicsOfAliasesAreBoundedInBytes() throws {
        let topic = String(repeating: "t", count: 65_000)
        var decoder = StreamDecoder(version: .v5, topicAliasMaximum: .max)
        decoder.packets.isTolerant = true
        var rules = 0
        for alias in 1...300 as ClosedRange<UInt16> {
            let bytes = try PacketSamples.bytes(
                .publish(Publish(topic: topic, properties: [Property(.topicAlias, .twoBytes(alias))])), .v5)
            try decoder.receive(ByteBuffer(bytes: bytes)) { element in
                guard case .messages(let batch) = element else { return }
                batch.forEach { message in
                    #expect(message.topic.count == 65_000)
                    if message.rule == .topicAliasIsAllowed { rules += 1 }
                }
            }
        }
        #expect(rules == 300 - TopicAliases.mostBytes / 65_000)
    }

    @Test func anAnnouncedLengthAllocatesNothing() {
        var decoder = StreamDecoder(version: .v311)
        // A PUBLISH of 256 MB is announced, a few bytes of it come.
        let log = StreamLog(&decoder, [0x30, 0xFF, 0xFF, 0xFF, 0x7F, 0, 1, 0x74, 1, 2, 3], chunk: 1)
        #expect(log.failure == nil)
        #expect(log.packets.isEmpty)
        #expect(decoder.pendingBytes == 11)
    }

    @Test func aLargePacketOverManyReadsIsOneBatch() throws {
        let payload = ByteBuffer(bytes: (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let packet = Packet.publish(Publish(topic: "big", payload: payload))
        let bytes = try PacketSamples.bytes(packet, .v311)
        let small = try PacketSamples.bytes(.publish(Publish(topic: "small")), .v311)
        var decoder = StreamDecoder(version: .v311)
        let log = StreamLog(&decoder, small + bytes + small, chunk: 65_536)
        #expect(log.packets.count == 3)
        guard case .message(_, let seen, _, _, _) = log.packets[1] else { return #expect(Bool(false)) }
        #expect(seen == Array(payload.readableBytesView))
    }

    @Test func thePropertiesAreThoseOnTheWire() throws {
        let bytes = try PacketSamples.bytes(
            .publish(Publish(topic: "t", properties: PacketSamples.publishProperties)), .v5)
        var decoder = StreamDecoder(version: .v5)
        var messages: [[String]] = []
        var others: [StreamElement] = []
        try decoder.receive(ByteBuffer(bytes: bytes)) { element in
            guard case .messages(let batch) = element else { return others.append(element) }
            batch.forEach { message in
                messages.append(Properties.describe(message.properties).map { "\($0.name): \($0.value)" })
            }
        }
        #expect(others.isEmpty)
        #expect(
            messages == [PacketSamples.publishProperties.list.map { "\($0.described.name): \($0.described.value)" }])
        #expect(messages.first?.last == "Content Type: application/json")
    }
}
