import MQTT
import NIOCore
import TestSupport
import Testing

@Suite("The standard's own examples")
struct StandardExampleTests {
    /// MQTT 5 figure 3-6 (CONNECT variable header), completed by a client identifier.
    @Test func connect() throws {
        let bytes: [UInt8] =
            [0x10, 23, 0, 4, 0x4D, 0x51, 0x54, 0x54, 5, 0b1100_1110, 0, 10, 5, 17, 0, 0, 0, 10]
            + [0, 0, 0, 0, 1, 0x77, 0]
        // Will flag, QoS 1, user name and password follow: one byte each.
        let tail: [UInt8] = [0, 0, 1, 0x75, 0, 1, 0x70]
        var whole = bytes + tail
        whole[1] = UInt8(whole.count - 2)
        var buffer = ByteBuffer(bytes: whole)
        var decoder = PacketDecoder(version: .v311, receiver: .server)
        let packet = try #require(try decoder.decode(&buffer))
        guard case .connect(let connect) = packet else { return #expect(Bool(false)) }
        #expect(connect.version == .v5)
        #expect(connect.cleanStart)
        #expect(connect.keepAlive == 10)
        #expect(connect.properties.sessionExpiryInterval == 10)
        #expect(connect.will?.qos == .atLeastOnce)
        #expect(connect.will?.topic == "w")
        #expect(connect.username == "u")
        #expect(connect.password == [0x70])
        #expect(try PacketSamples.bytes(packet, .v5) == whole)
    }

    /// MQTT 3.1.1 figure 3.11: PUBLISH to a/b, packet identifier 10.
    @Test func publish() throws {
        let publish = Publish(topic: "a/b", qos: .atLeastOnce, packetID: 10)
        #expect(
            try PacketSamples.bytes(.publish(publish), .v311) == [0x32, 7, 0, 3, 0x61, 0x2F, 0x62, 0, 10])
        #expect(
            try PacketSamples.bytes(.publish(publish), .v5) == [0x32, 8, 0, 3, 0x61, 0x2F, 0x62, 0, 10, 0])
    }

    /// MQTT 3.1.1 figure 3.23: SUBSCRIBE to a/b with QoS 1 and c/d with QoS 2.
    @Test func subscribe() throws {
        let subscribe = Subscribe(
            packetID: 10,
            subscriptions: [
                Subscription(filter: "a/b", qos: .atLeastOnce), Subscription(filter: "c/d", qos: .exactlyOnce),
            ])
        #expect(
            try PacketSamples.bytes(.subscribe(subscribe), .v311)
                == [0x82, 14, 0, 10, 0, 3, 0x61, 0x2F, 0x62, 1, 0, 3, 0x63, 0x2F, 0x64, 2])
    }

    /// MQTT 3.1.1 figure 3.26: SUBACK with 0, 2 and a failure.
    @Test func subscribeAck() throws {
        let ack = SubscribeAck(packetID: 10, reasons: [.success, .grantedQoS2, .unspecifiedError])
        #expect(try PacketSamples.bytes(.subscribeAck(ack), .v311) == [0x90, 5, 0, 10, 0, 2, 0x80])
    }

    /// MQTT 3.1.1 figure 3.30: UNSUBSCRIBE from a/b and c/d.
    @Test func unsubscribe() throws {
        let unsubscribe = Unsubscribe(packetID: 10, filters: ["a/b", "c/d"])
        #expect(
            try PacketSamples.bytes(.unsubscribe(unsubscribe), .v311)
                == [0xA2, 12, 0, 10, 0, 3, 0x61, 0x2F, 0x62, 0, 3, 0x63, 0x2F, 0x64])
    }

    @Test func shortForms() throws {
        #expect(try PacketSamples.bytes(.pingRequest, .v5) == [0xC0, 0])
        #expect(try PacketSamples.bytes(.pingResponse, .v31) == [0xD0, 0])
        #expect(try PacketSamples.bytes(.disconnect(Disconnect()), .v5) == [0xE0, 0])
        #expect(try PacketSamples.bytes(.disconnect(Disconnect(reason: .packetTooLarge)), .v5) == [0xE0, 1, 0x95])
        #expect(try PacketSamples.bytes(.disconnect(Disconnect(reason: .packetTooLarge)), .v311) == [0xE0, 0])
        #expect(try PacketSamples.bytes(.publishAck(Acknowledgement(packetID: 258)), .v5) == [0x40, 2, 1, 2])
        #expect(try PacketSamples.bytes(.publishRelease(Acknowledgement(packetID: 1)), .v311) == [0x62, 2, 0, 1])
    }

    /// MQTT 5 table 1-1: the borders of the variable byte integer, as remaining lengths of a PUBLISH.
    @Test(
        arguments: [
            (127, [0x7F]), (128, [0x80, 0x01]), (16_383, [0xFF, 0x7F]), (16_384, [0x80, 0x80, 0x01]),
            (2_097_151, [0xFF, 0xFF, 0x7F]), (2_097_152, [0x80, 0x80, 0x80, 0x01]),
        ] as [(Int, [UInt8])])
    func remainingLength(_ length: Int, _ expected: [UInt8]) throws {
        let publish = Publish(topic: "t", payload: ByteBuffer(repeating: 0, count: length - 3))
        let bytes = try PacketSamples.bytes(.publish(publish), .v311)
        #expect(Array(bytes[1..<(1 + expected.count)]) == expected)
        var buffer = ByteBuffer(bytes: bytes)
        var decoder = PacketDecoder(version: .v311, receiver: .client)
        #expect(try decoder.decode(&buffer) == .publish(publish))
    }

    /// MQTT 5 1.5.4.1: "A" and U+2A6D4 in four bytes.
    @Test func string() throws {
        let bytes = try PacketSamples.bytes(.publish(Publish(topic: "A\u{2A6D4}")), .v311)
        #expect(bytes == [0x30, 7, 0, 5, 0x41, 0xF0, 0xAA, 0x9B, 0x94])
    }

    /// MQTT 3.1: protocol name MQIsdp and level 3.
    @Test func oldName() throws {
        let bytes = try PacketSamples.bytes(.connect(Connect(version: .v31, clientID: "c")), .v31)
        #expect(bytes == [0x10, 15, 0, 6, 0x4D, 0x51, 0x49, 0x73, 0x64, 0x70, 3, 2, 0, 60, 0, 1, 0x63])
    }
}
