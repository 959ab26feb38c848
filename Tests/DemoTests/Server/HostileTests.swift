import Demo
import MQTT
import NIOCore
import NIOPosix
import TestSupport
import Testing
import Text

/// Bytes that are not MQTT, or not now, or not so many: the broker answers or closes, and goes on serving others.
@Suite struct HostileTests {
    /// A bare socket: sends bytes, collects what comes.
    private struct Wire {
        let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

        static func open(_ demo: Demo) async throws -> Wire {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: demo.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                            wrappingChannelSynchronously: channel,
                            configuration: .init(isOutboundHalfClosureEnabled: true))
                    }
                }
            return Wire(channel: channel)
        }

        /// Sends everything, then reads until the broker closes.
        static func answer(_ demo: Demo, to bytes: [ByteBuffer], closes: Bool = false) async throws -> ByteBuffer {
            let wire = try await open(demo)
            return try await wire.channel.executeThenClose { inbound, outbound in
                // The broker may close before it has read all.
                for part in bytes { try? await outbound.write(part) }
                if closes { outbound.finish() }
                var answer = ByteBuffer()
                do {
                    for try await var part in inbound { answer.writeBuffer(&part) }
                } catch {
                    // A reset is a close too.
                }
                return answer
            }
        }
    }

    private func encoded(_ packets: [Packet], _ version: ProtocolVersion = .v5) throws -> ByteBuffer {
        var bytes = ByteBuffer()
        for packet in packets { try PacketEncoder(version: version).encode(packet, into: &bytes) }
        return bytes
    }

    private func packets(_ bytes: ByteBuffer, _ version: ProtocolVersion = .v5) throws -> [Packet] {
        var bytes = bytes
        var decoder = PacketDecoder(version: version, receiver: .client)
        var packets: [Packet] = []
        while let packet = try decoder.decode(&bytes) { packets.append(packet) }
        return packets
    }

    private func withDemo(_ body: (Demo) async throws -> Void) async throws {
        let demo = try await Demo.start(sysInterval: nil, hasDevices: false)
        do {
            try await body(demo)
            // Whatever was said to it, it still serves.
            let port = ["-h", "127.0.0.1", "-p", "\(demo.port)", "-t", "alive"]
            try await Command.run(.mosquittoPub, port + ["-m", "yes", "-r", "-q", "1"])
            #expect(try await Command.run(.mosquittoSub, port + ["-C", "1", "-W", "5"]).output == "yes\n")
        } catch {
            await demo.stop()
            throw error
        }
        await demo.stop()
    }

    private let hello = Packet.connect(Connect(clientID: "eve"))

    /// What breaks the rules after a good CONNECT, and the reason that an MQTT 5 client is told.
    static let violations: [(name: String, bytes: [UInt8], reason: ReasonCode)] = [
        ("QoS 3", [0x36, 5, 0, 1, 0x61, 0, 1], .malformedPacket),
        ("packet type 0", [0x00, 0], .malformedPacket),
        ("a length of five bytes", [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], .malformedPacket),
        ("SUBSCRIBE with wrong flags", [0x80, 6, 0, 1, 0, 0, 1, 0x61], .malformedPacket),
        ("a topic with a wildcard", [0x30, 4, 0, 1, 0x23, 0], .topicNameInvalid),
        ("a topic that is not UTF-8", [0x30, 4, 0, 1, 0xFF, 0], .malformedPacket),
        ("a packet identifier of 0", [0x32, 6, 0, 1, 0x61, 0, 0, 0], .protocolError),
        ("a property twice", [0x30, 8, 0, 1, 0x61, 4, 1, 1, 1, 1], .protocolError),
        ("CONNACK to a server", [0x20, 3, 0, 0, 0], .protocolError),
        ("PINGRESP to a server", [0xD0, 0], .protocolError),
        ("AUTH without a method agreed on", [0xF0, 0], .protocolError),
    ]

    @Test(arguments: violations.indices) func violationsAreAnsweredAndClosed(index: Int) async throws {
        let violation = Self.violations[index]
        try await withDemo { demo in
            let answer = try await Wire.answer(
                demo, to: [try encoded([hello]), ByteBuffer(bytes: violation.bytes)])
            guard case .disconnect(let disconnect)? = try packets(answer).last else {
                Issue.record("\(violation.name): no DISCONNECT in \(try packets(answer))")
                return
            }
            #expect(
                disconnect.reason == violation.reason || disconnect.reason == .malformedPacket
                    || disconnect.reason == .protocolError, "\(violation.name)")
        }
    }

    @Test func anUnknownVersionIsRefused() async throws {
        try await withDemo { demo in
            let connect: [UInt8] = [0x10, 13, 0, 4, 0x4D, 0x51, 0x54, 0x54, 9, 2, 0, 10, 0, 1, 0x61]
            let answer = try await Wire.answer(demo, to: [ByteBuffer(bytes: connect)])
            #expect(answer.readableBytesView.first == 0x20)
            #expect([1, 0x84].contains(answer.readableBytesView.dropFirst(3).first))
        }
    }

    @Test func otherProtocolsAreClosed() async throws {
        try await withDemo { demo in
            for text in ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", "SSH-2.0-x\r\n"] {
                let answer = try await Wire.answer(demo, to: [ByteBuffer(string: text)], closes: true)
                #expect(answer.readableBytes == 0)
            }
        }
    }

    @Test func aPacketInSingleBytes() async throws {
        try await withDemo { demo in
            let bytes = try encoded([hello, .pingRequest, .disconnect(Disconnect())])
            let parts = bytes.readableBytesView.map { ByteBuffer(bytes: [$0]) }
            let answer = try packets(try await Wire.answer(demo, to: parts))
            #expect(answer.map(\.type) == [.connectAck, .pingResponse])
        }
    }

    @Test func topicAliasesAreResolved() async throws {
        func publish(_ topic: String, _ alias: UInt16) -> Packet {
            .publish(Publish(topic: topic, retain: true, properties: [Property(.topicAlias, .twoBytes(alias))]))
        }
        try await withDemo { demo in
            let own = Subscribe(packetID: 1, subscriptions: [Subscription(filter: "#")])
            let bytes = try encoded([
                hello, .subscribe(own), publish("long/topic", 3), publish("", 3), publish("other", 3), publish("", 3),
                publish("", 4),
            ])
            let answer = try packets(try await Wire.answer(demo, to: [bytes]))
            let topics = answer.compactMap { if case .publish(let publish) = $0 { publish.topic } else { nil } }
            #expect(topics == ["long/topic", "long/topic", "other", "other"])
            #expect(answer.last?.type == .disconnect)
            let above = try await Wire.answer(demo, to: [try encoded([hello, publish("a", 21)])])
            #expect(
                try packets(above).last == .disconnect(Disconnect(reason: .topicAliasInvalid)))
        }
    }

    @Test func aBrokenEndPublishesTheWill() async throws {
        try await withDemo { demo in
            let will = Will(topic: "wills/eve", payload: Array("gone".utf8), retain: true)
            var bytes = try encoded([.connect(Connect(clientID: "eve", will: will))])
            bytes.writeBytes([0x30, 100, 0])
            _ = try await Wire.answer(demo, to: [bytes], closes: true)
            let answer = try await Command.run(
                .mosquittoSub, ["-h", "127.0.0.1", "-p", "\(demo.port)", "-t", "wills/#", "-C", "1", "-W", "5"])
            #expect(answer.output == "gone\n")
        }
    }

    /// Good packets with random damage, from a fixed seed.
    @Test func damagedPackets() async throws {
        var random = SplitMix64(seed: 20_261_124)
        let good = try encoded([
            .connect(Connect(clientID: "eve", username: "u", password: [1], will: Will(topic: "w", payload: [1, 2]))),
            .subscribe(Subscribe(packetID: 1, subscriptions: [Subscription(filter: "a/#", qos: .exactlyOnce)])),
            .publish(
                Publish(
                    topic: "a/b", payload: ByteBuffer(string: "xyz"), qos: .exactlyOnce, packetID: 7,
                    properties: [
                        Property(.contentType, .string("text/plain")), Property(.userProperty, .pair("a", "b")),
                    ])),
            .publishRelease(Acknowledgement(packetID: 7)), .pingRequest,
            .unsubscribe(Unsubscribe(packetID: 2, filters: ["a/#"])), .disconnect(Disconnect()),
        ])
        try await withDemo { demo in
            for _ in 0..<300 {
                var bytes = Array(good.readableBytesView)
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    let place = Int.random(in: bytes.indices, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
                    case 2: bytes.remove(at: place)
                    default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                    }
                }
                _ = try await Wire.answer(demo, to: [ByteBuffer(bytes: bytes)], closes: true)
            }
        }
    }
}
