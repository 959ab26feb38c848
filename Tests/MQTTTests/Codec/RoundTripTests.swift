import MQTT
import NIOCore
import TestSupport
import Testing

@Suite("Every packet comes back as it was")
struct RoundTripTests {
    @Test(arguments: ProtocolVersion.allCases)
    func serverPackets(_ version: ProtocolVersion) throws {
        try roundTrip(PacketSamples.fromServer(version), version, .client)
    }

    @Test(arguments: ProtocolVersion.allCases)
    func clientPackets(_ version: ProtocolVersion) throws {
        try roundTrip(PacketSamples.fromClient(version), version, .server)
    }

    private func roundTrip(_ packets: [Packet], _ version: ProtocolVersion, _ receiver: Receiver) throws {
        let encoder = PacketEncoder(version: version)
        for packet in packets {
            var buffer = ByteBuffer()
            try encoder.encode(packet, into: &buffer)
            #expect(try encoder.size(of: packet) == buffer.readableBytes)
            let bytes = buffer
            var decoder = PacketDecoder(version: version, receiver: receiver, topicAliasMaximum: 10)
            // Nothing is taken, and nothing thrown, before the packet is whole.
            for length in 0..<bytes.readableBytes {
                var part = try #require(bytes.getSlice(at: 0, length: length))
                #expect(try decoder.decode(&part) == nil)
                #expect(part.readableBytes == length)
            }
            let decoded = try #require(try decoder.decode(&buffer))
            #expect(decoded == packet.asReceived(version))
            #expect(buffer.readableBytes == 0)
        }
    }

    @Test func allPropertiesAreInTheSamples() {
        let lists = [
            PacketSamples.willProperties, PacketSamples.connectProperties, PacketSamples.connectAckProperties,
            PacketSamples.publishProperties,
        ]
        let seen = Set(lists.flatMap { $0.list.map(\.id) })
        #expect(Set(PropertyID.allCases).subtracting(seen) == [.topicAlias])
        #expect(PropertyID.allCases.count == 27)
    }

    @Test func typedAccessReadsAndWritesTheList() {
        var properties = PacketSamples.connectAckProperties
        #expect(properties.maximumQoS == .atLeastOnce)
        #expect(properties.retainAvailable == false)
        #expect(properties.serverKeepAlive == 10)
        #expect(properties.userProperties == [UserProperty("name", "värde"), UserProperty("name", "second")])
        properties.maximumQoS = nil
        properties.userProperties = [UserProperty("a", "b")]
        properties.serverKeepAlive = 11
        #expect(properties.maximumQoS == nil)
        #expect(properties.userProperties == [UserProperty("a", "b")])
        #expect(properties.serverKeepAlive == 11)
        #expect(properties.list.filter { $0.id == .serverKeepAlive }.count == 1)
        properties.subscriptionIdentifiers = [1, 2]
        #expect(properties.subscriptionIdentifiers == [1, 2])
    }

    @Test func rawPropertiesAreDescribedInOrder() throws {
        let packet = Packet.publish(Publish(topic: "t", properties: PacketSamples.publishProperties))
        let bytes = try PacketSamples.bytes(packet, .v5)
        // Two bytes of header, three of topic, one of length.
        let rows = bytes[6...].withUnsafeBytes { Properties.describe($0) }
        #expect(rows.map(\.name).first == "Payload Format Indicator")
        #expect(rows.map { "\($0.name): \($0.value)" }.contains("user: name: värde"))
        #expect(rows.map { "\($0.name): \($0.value)" }.contains("Message Expiry Interval: 5 s"))
        #expect(rows.map { "\($0.name): \($0.value)" }.contains("Correlation Data: 0x09"))
        #expect(rows.count == PacketSamples.publishProperties.list.count)
    }

    @Test func thousandsOfPropertiesAreCutWithAWord() {
        let bytes = Array(repeating: [0x26, 0, 0, 0, 0] as [UInt8], count: 3000).flatMap { $0 }
        let rows = bytes.withUnsafeBytes { Properties.describe($0, limit: 10) }
        #expect(rows.count == 11)
        #expect(rows.last?.value == "14950 bytes more")
    }

    @Test func headAndPayloadAreTheWholePacket() throws {
        let publish = Publish(
            topic: "t", payload: ByteBuffer(repeating: 1, count: 1000), qos: .atLeastOnce, packetID: 1)
        var buffer = ByteBuffer(string: "before")
        try PacketEncoder(version: .v311).encodeHead(of: publish, into: &buffer)
        buffer.writeImmutableBuffer(publish.payload)
        #expect(Array(buffer.readableBytesView.dropFirst(6)) == (try PacketSamples.bytes(.publish(publish), .v311)))
    }
}

extension Packet {
    /// Before MQTT 5 a CONNACK carries its return code.
    func asReceived(_ version: ProtocolVersion) -> Packet {
        guard version < .v5, case .connectAck(var ack) = self else { return self }
        ack.code = ack.reason.returnCode
        return .connectAck(ack)
    }
}
