import NIOCore
import TestSupport
import Testing

@testable import MQTT

/// Bytes that break one rule, who reads them, and the reason code that MQTT 5 has for it.
struct Malformed: Sendable, CustomTestStringConvertible {
    var what: String
    var version: ProtocolVersion = .v5
    var receiver: Receiver = .client
    var bytes: [UInt8]
    var reason: ReasonCode

    init(
        _ what: String, _ bytes: [UInt8], _ reason: ReasonCode, version: ProtocolVersion = .v5,
        at receiver: Receiver = .client
    ) {
        self.what = what
        self.bytes = bytes
        self.reason = reason
        self.version = version
        self.receiver = receiver
    }

    var testDescription: String { what }

    /// Fills in the remaining length.
    static func packet(_ first: UInt8, _ body: [UInt8]) -> [UInt8] { [first, UInt8(body.count)] + body }

    /// CONNECT of MQTT 5 with connect flags, properties and what follows the client identifier.
    static func connect(flags: UInt8, properties: [UInt8] = [], level: UInt8 = 5, tail: [UInt8] = []) -> [UInt8] {
        let list = level == 5 ? [UInt8(properties.count)] + properties : []
        return packet(0x10, [0, 4, 0x4D, 0x51, 0x54, 0x54, level, flags, 0, 60] + list + [0, 0] + tail)
    }

    /// PUBLISH to "t" with QoS 0 and properties.
    static func publish(_ properties: [UInt8]) -> [UInt8] {
        packet(0x30, [0, 1, 0x74, UInt8(properties.count)] + properties)
    }
}

@Suite("Every malformed packet ends in its reason code")
struct MalformedTests {
    static let header: [Malformed] = [
        Malformed("packet type 0", [0x00, 0], .malformedPacket),
        Malformed("type 15 before MQTT 5", [0xF0, 0], .malformedPacket, version: .v311),
        Malformed("length of five bytes", [0x30, 0xFF, 0xFF, 0xFF, 0xFF], .malformedPacket),
        Malformed("reserved flags of PUBACK", [0x41, 2, 0, 1], .malformedPacket),
        Malformed("reserved flags of PUBREL", [0x60, 2, 0, 1], .malformedPacket),
        Malformed("reserved flags of SUBSCRIBE", [0x80], .malformedPacket, at: .server),
        Malformed("SUBSCRIBE of MQTT 3.1 without QoS 1", [0x80], .malformedPacket, version: .v31, at: .server),
        Malformed("reserved flags of UNSUBSCRIBE", [0xA3], .malformedPacket, at: .server),
        Malformed("reserved flags of PINGRESP", [0xD8], .malformedPacket),
        Malformed("QoS 3", [0x36], .malformedPacket),
        Malformed("DUP with QoS 0", [0x38], .protocolError),
        Malformed("CONNECT to a client", [0x10], .protocolError),
        Malformed("SUBSCRIBE to a client", [0x82], .protocolError),
        Malformed("UNSUBSCRIBE to a client", [0xA2], .protocolError),
        Malformed("PINGREQ to a client", [0xC0], .protocolError),
        Malformed("DISCONNECT to a client before MQTT 5", [0xE0], .protocolError, version: .v311),
        Malformed("CONNACK to a server", [0x20], .protocolError, at: .server),
        Malformed("SUBACK to a server", [0x90], .protocolError, at: .server),
        Malformed("UNSUBACK to a server", [0xB0], .protocolError, at: .server),
        Malformed("PINGRESP to a server", [0xD0], .protocolError, at: .server),
        Malformed("PINGRESP with a body", [0xD0, 1, 0], .malformedPacket),
        Malformed("DISCONNECT with a body before MQTT 5", [0xE0, 1, 0], .malformedPacket, version: .v311, at: .server),
    ]

    static let publish: [Malformed] = [
        Malformed("no topic length", [0x30, 1, 0], .malformedPacket),
        Malformed("topic beyond the end", [0x30, 4, 0, 9, 0x61, 0], .malformedPacket),
        Malformed("topic with U+0000", [0x30, 4, 0, 1, 0, 0], .malformedPacket),
        Malformed("topic with a surrogate", [0x30, 6, 0, 3, 0xED, 0xA0, 0x80, 0], .malformedPacket),
        Malformed("topic with an overlong form", [0x30, 5, 0, 2, 0xC0, 0xAF, 0], .malformedPacket),
        Malformed("topic cut in a character", [0x30, 4, 0, 1, 0xC3, 0], .malformedPacket),
        Malformed("topic beyond U+10FFFF", [0x30, 7, 0, 4, 0xF4, 0x90, 0x80, 0x80, 0], .malformedPacket),
        Malformed("topic with +", [0x30, 6, 0, 3, 0x61, 0x2F, 0x2B, 0], .malformedPacket),
        Malformed(
            "topic with # late", Malformed.packet(0x30, [0, 9] + Array("abcdefgh#".utf8) + [0]), .malformedPacket),
        Malformed("empty topic before MQTT 5", [0x30, 2, 0, 0], .malformedPacket, version: .v311),
        Malformed("neither topic nor alias", [0x30, 3, 0, 0, 0], .protocolError),
        Malformed("packet identifier 0", [0x32, 6, 0, 1, 0x74, 0, 0, 0], .protocolError),
        Malformed("packet identifier cut", [0x32, 4, 0, 1, 0x74, 0], .malformedPacket),
        Malformed("no property length", [0x30, 3, 0, 1, 0x74], .malformedPacket),
        Malformed("properties beyond the end", [0x30, 4, 0, 1, 0x74, 5], .malformedPacket),
        Malformed("unknown property", Malformed.publish([0x7F, 0]), .malformedPacket),
        Malformed("property of another packet", Malformed.publish([0x21, 0, 1]), .malformedPacket),
        Malformed("property twice", Malformed.publish([0x01, 0, 0x01, 0]), .protocolError),
        Malformed("payload format 2", Malformed.publish([0x01, 2]), .protocolError),
        Malformed("property value cut", Malformed.publish([0x02, 0, 0, 0]), .malformedPacket),
        Malformed("subscription identifier 0", Malformed.publish([0x0B, 0]), .protocolError),
        Malformed(
            "subscription identifier of five bytes", Malformed.publish([0x0B, 128, 128, 128, 128, 1]), .malformedPacket),
        Malformed("subscription identifier, a byte too many", Malformed.publish([0x0B, 0x81, 0]), .malformedPacket),
        Malformed("message length with a byte too many", [0x30, 0x84, 0, 0, 1, 0x74, 0], .malformedPacket),
        Malformed("response topic with wildcard", Malformed.publish([0x08, 0, 1, 0x23]), .protocolError),
        Malformed("empty response topic", Malformed.publish([0x08, 0, 0]), .protocolError),
        Malformed("content type not UTF-8", Malformed.publish([0x03, 0, 1, 0xFF]), .malformedPacket),
        Malformed("user property with U+0000", Malformed.publish([0x26, 0, 1, 0x61, 0, 1, 0]), .malformedPacket),
        Malformed("topic alias 0", Malformed.publish([0x23, 0, 0]), .topicAliasInvalid),
        Malformed("topic alias above the maximum", Malformed.publish([0x23, 0, 11]), .topicAliasInvalid),
        Malformed("topic alias never set", Malformed.packet(0x30, [0, 0, 3, 0x23, 0, 1]), .protocolError),
        Malformed(
            "subscription identifier from a client", Malformed.publish([0x0B, 1]), .protocolError, at: .server),
    ]

    static let answers: [Malformed] = [
        Malformed("CONNACK cut", [0x20, 1, 0], .malformedPacket),
        Malformed("CONNACK flags", [0x20, 3, 2, 0, 0], .malformedPacket),
        Malformed("CONNACK flags of MQTT 3.1.1", [0x20, 2, 2, 0], .malformedPacket, version: .v311),
        Malformed("session present with an error", [0x20, 3, 1, 0x87, 0], .protocolError),
        Malformed("session present with a return code", [0x20, 2, 1, 5], .protocolError, version: .v311),
        Malformed("CONNACK with an unknown reason", [0x20, 3, 0, 0x7F, 0], .protocolError),
        Malformed("CONNACK without properties", [0x20, 2, 0, 0], .malformedPacket),
        Malformed("CONNACK too long", [0x20, 3, 0, 0, 0], .malformedPacket, version: .v311),
        Malformed("receive maximum 0", [0x20, 6, 0, 0, 3, 0x21, 0, 0], .protocolError),
        Malformed("maximum packet size 0", [0x20, 8, 0, 0, 5, 0x27, 0, 0, 0, 0], .protocolError),
        Malformed("maximum QoS 2", [0x20, 5, 0, 0, 2, 0x24, 2], .protocolError),
        Malformed("retain available 2", [0x20, 5, 0, 0, 2, 0x25, 2], .protocolError),
        Malformed("authentication data without method", [0xF0, 5, 0x18, 3, 0x16, 0, 0], .protocolError),
        Malformed("a length with a byte too many", [0x40, 0x82, 0, 0, 1], .malformedPacket),
        Malformed("a property length with a byte too many", [0x20, 4, 0, 0, 0x80, 0], .malformedPacket),
        Malformed("PUBACK cut", [0x40, 1, 0], .malformedPacket),
        Malformed("PUBACK of packet 0", [0x40, 2, 0, 0], .protocolError),
        Malformed("PUBACK with the reason of another packet", [0x40, 3, 0, 1, 0x8E], .protocolError),
        Malformed("PUBACK with an unknown reason", [0x40, 3, 0, 1, 0x33], .protocolError),
        Malformed("PUBACK too long", [0x40, 3, 0, 1, 0], .malformedPacket, version: .v311),
        Malformed("PUBACK with bytes left over", [0x40, 5, 0, 1, 0, 0, 0], .malformedPacket),
        Malformed("PUBREL of packet 0", [0x62, 2, 0, 0], .protocolError),
        Malformed("PUBREL with a wrong reason", [0x62, 3, 0, 1, 0x80], .protocolError),
        Malformed("SUBACK of packet 0", [0x90, 4, 0, 0, 0, 0], .protocolError),
        Malformed("SUBACK without reasons", [0x90, 3, 0, 1, 0], .protocolError),
        Malformed("SUBACK with code 3 before MQTT 5", [0x90, 3, 0, 1, 3], .malformedPacket, version: .v311),
        Malformed("SUBACK with a wrong reason", [0x90, 4, 0, 1, 0, 0x11], .protocolError),
        Malformed("UNSUBACK without reasons", [0xB0, 3, 0, 1, 0], .protocolError),
        Malformed("UNSUBACK too long before MQTT 5", [0xB0, 3, 0, 1, 0], .malformedPacket, version: .v311),
        Malformed("DISCONNECT with a reason of clients", [0xE0, 1, 4], .protocolError),
        Malformed("session expiry from a server", [0xE0, 7, 0, 5, 0x11, 0, 0, 0, 1], .protocolError),
        Malformed("AUTH with a wrong reason", [0xF0, 2, 0x87, 0], .protocolError),
        Malformed("AUTH re-authenticate from a server", [0xF0, 2, 0x19, 0], .protocolError),
    ]

    static let requests: [Malformed] = [
        Malformed(
            "protocol name", Malformed.packet(0x10, [0, 4, 0x48, 0x54, 0x54, 0x50, 5, 2, 0, 0, 0, 0, 0]),
            .unsupportedProtocolVersion, at: .server),
        Malformed("protocol level 6", Malformed.connect(flags: 2, level: 6), .unsupportedProtocolVersion, at: .server),
        Malformed(
            "protocol level 3 of MQTT", Malformed.connect(flags: 2, level: 3), .unsupportedProtocolVersion, at: .server),
        Malformed("reserved connect flag", Malformed.connect(flags: 3), .malformedPacket, at: .server),
        Malformed("will of QoS 3", Malformed.connect(flags: 0b1_1110), .malformedPacket, at: .server),
        Malformed("will QoS without will", Malformed.connect(flags: 0b1010), .malformedPacket, at: .server),
        Malformed("will retain without will", Malformed.connect(flags: 0b10_0010), .malformedPacket, at: .server),
        Malformed(
            "will topic with wildcard", Malformed.connect(flags: 0b110, tail: [0, 0, 1, 0x23, 0, 0]), .malformedPacket,
            at: .server),
        Malformed(
            "will topic empty", Malformed.connect(flags: 0b110, tail: [0, 0, 0, 0, 0]), .malformedPacket, at: .server),
        Malformed(
            "password without user name", Malformed.connect(flags: 0x42, level: 4, tail: [0, 0]), .malformedPacket,
            version: .v311, at: .server),
        Malformed("user name missing", Malformed.connect(flags: 0x82), .malformedPacket, at: .server),
        Malformed("connect too long", Malformed.connect(flags: 2, tail: [0]), .malformedPacket, at: .server),
        Malformed(
            "receive maximum 0 of a client", Malformed.connect(flags: 2, properties: [0x21, 0, 0]), .protocolError,
            at: .server),
        Malformed("SUBSCRIBE of packet 0", [0x82, 7, 0, 0, 0, 0, 1, 0x61, 0], .protocolError, at: .server),
        Malformed("empty SUBSCRIBE", [0x82, 3, 0, 1, 0], .protocolError, at: .server),
        Malformed("empty SUBSCRIBE of MQTT 3.1.1", [0x82, 2, 0, 1], .protocolError, version: .v311, at: .server),
        Malformed("SUBSCRIBE without options", [0x82, 6, 0, 1, 0, 0, 1, 0x61], .malformedPacket, at: .server),
        Malformed("SUBSCRIBE with QoS 3", [0x82, 7, 0, 1, 0, 0, 1, 0x61, 3], .protocolError, at: .server),
        Malformed("retain handling 3", [0x82, 7, 0, 1, 0, 0, 1, 0x61, 0x30], .protocolError, at: .server),
        Malformed("reserved options", [0x82, 7, 0, 1, 0, 0, 1, 0x61, 0x40], .malformedPacket, at: .server),
        Malformed(
            "options of MQTT 5 before", [0x82, 6, 0, 1, 0, 1, 0x61, 4], .malformedPacket, version: .v311, at: .server),
        Malformed("empty filter", [0x82, 6, 0, 1, 0, 0, 0, 0], .malformedPacket, at: .server),
        Malformed("filter a+", [0x82, 8, 0, 1, 0, 0, 2, 0x61, 0x2B, 0], .malformedPacket, at: .server),
        Malformed("filter #/a", [0x82, 9, 0, 1, 0, 0, 3, 0x23, 0x2F, 0x61, 0], .malformedPacket, at: .server),
        Malformed(
            "No Local on a shared subscription",
            Malformed.packet(0x82, [0, 1, 0, 0, 10] + Array("$share/g/a".utf8) + [4]), .protocolError, at: .server),
        Malformed(
            "two subscription identifiers", [0x82, 11, 0, 1, 4, 0x0B, 1, 0x0B, 2, 0, 1, 0x61, 0], .protocolError,
            at: .server),
        Malformed("empty UNSUBSCRIBE", [0xA2, 3, 0, 1, 0], .protocolError, at: .server),
        Malformed("UNSUBSCRIBE of packet 0", [0xA2, 6, 0, 0, 0, 0, 1, 0x61], .protocolError, at: .server),
    ]

    @Test(arguments: header + publish + answers + requests)
    func packetDecoder(_ malformed: Malformed) {
        var buffer = ByteBuffer(bytes: malformed.bytes)
        var decoder = PacketDecoder(
            version: malformed.version, receiver: malformed.receiver, topicAliasMaximum: 10)
        #expect(throws: ProtocolViolation.self) { try decoder.decode(&buffer) }
        buffer = ByteBuffer(bytes: malformed.bytes)
        do {
            let packet = try decoder.decode(&buffer)
            Issue.record("\(malformed.what): \(String(describing: packet))")
        } catch {
            #expect(error.reason == malformed.reason, "\(malformed.what): \(error)")
            #expect(!error.text.isEmpty)
        }
    }

    /// The fast path judges as the slow one does, and hands out what came before.
    @Test(arguments: (header + publish + answers).filter { $0.receiver == .client })
    func streamDecoder(_ malformed: Malformed) {
        let good: [UInt8] = malformed.version == .v5 ? [0x30, 4, 0, 1, 0x74, 0] : [0x30, 3, 0, 1, 0x74]
        var decoder = StreamDecoder(version: malformed.version, topicAliasMaximum: 10)
        for chunk in [malformed.bytes.count + good.count, 1, 3] {
            decoder = StreamDecoder(version: malformed.version, topicAliasMaximum: 10)
            let log = StreamLog(&decoder, good + malformed.bytes, chunk: chunk)
            #expect(log.packets.count == 1)
            #expect(log.failure?.reason == malformed.reason, "\(malformed.what): \(String(describing: log.failure))")
            // What comes after is refused with the same words.
            let again = StreamLog(&decoder, good, chunk: 100)
            #expect(again.failure == log.failure)
            #expect(again.packets.isEmpty)
        }
    }

    @Test func tooLargeIsRefusedBeforeItIsReceived() {
        // 268,435,455 bytes announced, five arrived.
        var buffer = ByteBuffer(bytes: [0x30, 0xFF, 0xFF, 0xFF, 0x7F])
        var decoder = PacketDecoder(version: .v5, receiver: .client, maximumPacketSize: 1000)
        #expect { try decoder.decode(&buffer) } throws: { ($0 as? ProtocolViolation)?.reason == .packetTooLarge }
        var stream = StreamDecoder(version: .v5, maximumPacketSize: 1000)
        let log = StreamLog(&stream, [0x30, 0xFF, 0xFF, 0xFF, 0x7F], chunk: 1)
        #expect(log.failure?.reason == .packetTooLarge)
    }

    /// Only a PUBLISH may be as large as MQTT allows: what else comes is taken apart and grows with it.
    @Test func aHugePacketWithoutAMessageIsRefused() {
        for first in [0x20, 0x40, 0x90, 0xB0, 0xE0, 0xF0] as [UInt8] {
            var decoder = StreamDecoder(version: .v5)
            let log = StreamLog(&decoder, [first, 0x80, 0x80, 0x80, 0x01], chunk: 5)
            #expect(log.failure?.reason == .packetTooLarge)
        }
    }

    @Test func exactlyTheMaximumIsAccepted() throws {
        let packet = Packet.publish(Publish(topic: "t", payload: ByteBuffer(repeating: 0, count: 994)))
        let bytes = try PacketSamples.bytes(packet, .v311)
        #expect(bytes.count == 1000)
        var buffer = ByteBuffer(bytes: bytes)
        var decoder = PacketDecoder(version: .v311, receiver: .client, maximumPacketSize: 1000)
        #expect(try decoder.decode(&buffer) == packet)
        buffer = ByteBuffer(bytes: bytes)
        decoder.maximumPacketSize = 999
        #expect { try decoder.decode(&buffer) } throws: { ($0 as? ProtocolViolation)?.reason == .packetTooLarge }
    }

    @Test func aRefusalInTheOldFormIsRead() throws {
        var decoder = PacketDecoder(version: .v5, receiver: .client)
        for (code, reason) in [
            (1, .unsupportedProtocolVersion), (2, .clientIdentifierNotValid), (3, .serverUnavailable),
            (4, .badUserNameOrPassword), (5, .notAuthorized), (9, .unspecifiedError),
            (0x84, .unsupportedProtocolVersion),
        ] as [(UInt8, ReasonCode)] {
            var buffer = ByteBuffer(bytes: [0x20, 2, 0, code])
            let expected = ConnectAck(sessionPresent: false, reason: reason, code: code)
            #expect(try decoder.decode(&buffer) == .connectAck(expected))
        }
    }

    @Test func everyReasonHasWords() {
        for reason in ReasonCode.allCases {
            #expect(!reason.name.isEmpty)
            #expect(!reason.meaning.isEmpty)
            #expect(!reason.isError || !reason.advice.isEmpty)
        }
        #expect(ReasonCode.success.name(in: .subscribeAck) == "Granted QoS 0")
        #expect(ReasonCode.success.name(in: .disconnect) == "Normal disconnection")
        #expect("\(ReasonCode.notAuthorized)" == "Not authorized (0x87)")
        #expect(ReasonCode.allCases.count == 43)
    }
}
