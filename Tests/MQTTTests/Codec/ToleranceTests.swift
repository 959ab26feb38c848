import NIOCore
import Testing

@testable import MQTT

/// A breach that leaves the stream readable, and what is made of it.
struct Breach: CustomTestStringConvertible, Sendable {
    var version: ProtocolVersion
    var bytes: [UInt8]
    var rule: ProtocolRule
    /// The topic of the message; nil for another packet.
    var topic: [UInt8]?
    /// Whether the packet is handed out.
    var isOfUse = true

    var testDescription: String { "\(version): \(rule) \(bytes)" }

    init(
        _ version: ProtocolVersion, _ bytes: [UInt8], _ rule: ProtocolRule, topic: [UInt8]? = nil, isOfUse: Bool = true
    ) {
        (self.version, self.bytes, self.rule, self.topic, self.isOfUse) = (version, bytes, rule, topic, isOfUse)
    }

    static let messages = [
        Breach(.v311, [0x30, 4, 0, 2, 0x61, 0xFC], .topicIsUTF8, topic: [0x61, 0xFC]),
        Breach(.v311, [0x30, 4, 0, 2, 0x61, 0], .topicHasNoNull, topic: [0x61, 0]),
        Breach(.v5, [0x30, 6, 0, 3, 0x61, 0x2F, 0x23, 0], .topicHasNoWildcard, topic: [0x61, 0x2F, 0x23]),
        Breach(.v311, [0x38, 4, 0, 1, 0x78, 0x68], .duplicateNeedsQoS, topic: [0x78]),
        Breach(.v311, [0x32, 5, 0, 1, 0x78, 0, 0], .messageHasIdentifier, topic: [0x78]),
        Breach(.v311, [0x30, 2, 0, 0], .topicIsThere, topic: []),
        Breach(.v5, [0x30, 3, 0, 0, 0], .topicIsThere, topic: []),
        // Topic alias 11 where 10 are allowed, with and without a topic; one that was never set; alias 0.
        Breach(.v5, [0x30, 7, 0, 1, 0x78, 3, 0x23, 0, 11], .topicAliasIsAllowed, topic: [0x78]),
        Breach(.v5, [0x30, 6, 0, 0, 3, 0x23, 0, 9], .topicAliasIsAllowed, topic: []),
        Breach(.v5, [0x30, 7, 0, 1, 0x78, 3, 0x23, 0, 0], .topicAliasIsAllowed, topic: [0x78]),
        // A property that does not exist, one of CONNECT, one twice, one out of range, one that is no text.
        Breach(.v5, [0x30, 6, 0, 1, 0x78, 2, 0x7F, 1], .messagePropertiesAreValid, topic: [0x78]),
        Breach(.v5, [0x30, 7, 0, 1, 0x78, 3, 0x21, 0, 1], .messagePropertiesAreValid, topic: [0x78]),
        Breach(.v5, [0x30, 8, 0, 1, 0x78, 4, 1, 0, 1, 0], .messagePropertiesAreValid, topic: [0x78]),
        Breach(.v5, [0x30, 6, 0, 1, 0x78, 2, 1, 2], .messagePropertiesAreValid, topic: [0x78]),
        Breach(.v5, [0x30, 8, 0, 1, 0x78, 4, 3, 0, 1, 0xFF], .messagePropertiesAreValid, topic: [0x78]),
        // A byte more than needed: for a subscription identifier, the length of the properties, that of the packet.
        Breach(.v5, [0x30, 7, 0, 1, 0x78, 3, 0x0B, 0x81, 0], .messagePropertiesAreValid, topic: [0x78]),
        Breach(.v5, [0x30, 5, 0, 1, 0x78, 0x80, 0], .messagePropertiesAreValid, topic: [0x78]),
        Breach(.v5, [0x30, 0x84, 0, 0, 1, 0x78, 0], .messageLengthIsShort, topic: [0x78]),
        // More properties than bytes, and not even their length.
        Breach(.v5, [0x30, 5, 0, 1, 0x78, 9, 1], .messagePropertiesAreValid, topic: [0x78]),
        Breach(.v5, [0x30, 3, 0, 1, 0x78], .messagePropertiesAreValid, topic: [0x78]),
        // The length of the topic in characters: "ü" is cut, and its second byte begins the length of the properties.
        Breach(.v5, [0x30, 7, 0, 1, 0xC3, 0xBC, 0, 0x68, 0x69], .topicIsUTF8, topic: [0xC3]),
    ]

    static let packets = [
        Breach(.v311, [0x92, 3, 0, 1, 0], .flagsAreReserved),
        Breach(.v311, [0xC0, 0], .serverMaySend, isOfUse: false),
        Breach(.v311, [0xE0, 0], .serverMaySend, isOfUse: false),
        Breach(.v5, [0x82, 3, 0, 1, 0], .serverMaySend, isOfUse: false),
        Breach(.v311, [0x40, 2, 0, 0], .packetHasIdentifier),
        Breach(.v311, [0x90, 3, 0, 1, 7], .reasonCodeExists),
        Breach(.v5, [0x40, 3, 0, 1, 0x50], .reasonCodeExists),
        Breach(.v311, [0x90, 2, 0, 1], .everyFilterIsAnswered),
        Breach(.v5, [0xB0, 3, 0, 1, 0], .everyFilterIsAnswered),
        Breach(.v5, [0x40, 6, 0, 1, 0, 2, 0x7F, 1], .propertiesAreValid),
        Breach(.v311, [0x50, 3, 0, 1, 0x80], .nothingIsLeftOver),
        Breach(.v5, [0xD0, 1, 0], .nothingIsLeftOver),
        Breach(.v5, [0x40, 0x82, 0, 0, 1], .packetLengthIsShort),
        Breach(.v5, [0x40, 5, 0, 1, 0, 0x80, 0], .propertiesAreValid),
        // Acknowledgements of MQTT 3.1.1 in MQTT 5.
        Breach(.v5, [0xB0, 2, 0, 1], .propertiesAreValid),
        Breach(.v5, [0x90, 2, 0, 1], .propertiesAreValid),
    ]

    /// What makes the stream unreadable, also after CONNACK.
    static let unreadable: [Breach] = [
        Breach(.v311, [0x36, 5, 0, 1, 0x78, 0, 1], .topicIsThere), Breach(.v311, [0, 0], .topicIsThere),
        Breach(.v311, [0xF0, 0], .topicIsThere), Breach(.v311, [0x30, 3, 0, 2, 0x78], .topicIsThere),
        Breach(.v5, [0x30, 5, 0, 9, 0x78, 0, 1], .topicIsThere), Breach(.v311, [0x40, 1, 0], .topicIsThere),
        Breach(.v311, [0x30, 0x80, 0x80, 0x80, 0x80, 1], .topicIsThere),
        Breach(.v5, [0x30, 7, 0, 1, 0x78, 0xFF, 0xFF, 0xFF, 0xFF], .topicIsThere),
    ]
}

@Suite("What breaks a rule and can be read is let pass")
struct ToleranceTests {
    private func accepted(_ version: ProtocolVersion) -> [UInt8] {
        version == .v5 ? [0x20, 3, 0, 0, 0] : [0x20, 2, 0, 0]
    }

    private func good(_ version: ProtocolVersion) -> [UInt8] {
        version == .v5 ? [0x30, 5, 0, 1, 0x74, 0, 0x21] : [0x30, 4, 0, 1, 0x74, 0x21]
    }

    private func decoder(_ version: ProtocolVersion) -> StreamDecoder {
        var decoder = StreamDecoder(version: version, topicAliasMaximum: 10)
        decoder.toleratesBreaches = true
        return decoder
    }

    @Test(arguments: Breach.messages, [1, 3, 1000])
    func messages(_ breach: Breach, chunk: Int) throws {
        var decoder = decoder(breach.version)
        let stream = accepted(breach.version) + good(breach.version) + breach.bytes + good(breach.version)
        let log = StreamLog(&decoder, stream, chunk: chunk)
        #expect(log.failure == nil)
        try #require(log.packets.count == 4)
        guard case .message(let topic, _, _, _, let flags) = log.packets[2] else { return #expect(Bool(false)) }
        #expect(topic == breach.topic)
        #expect(flags >> 4 == breach.rule.rawValue)
        #expect(flags & 0b1111 == breach.bytes[0] & 0b1111)
        for place in [1, 3] {
            guard case .message(let topic, _, _, _, let flags) = log.packets[place] else { return #expect(Bool(false)) }
            #expect(topic == [0x74] && flags == 0)
        }
    }

    @Test(arguments: Breach.packets, [1, 3, 1000])
    func otherPackets(_ breach: Breach, chunk: Int) {
        var decoder = decoder(breach.version)
        let stream = accepted(breach.version) + breach.bytes + good(breach.version)
        let log = StreamLog(&decoder, stream, chunk: chunk)
        #expect(log.failure == nil)
        #expect(log.violations.map(\.rule) == [breach.rule])
        #expect(log.packets.count == (breach.isOfUse ? 3 : 2))
        // A tap sees everything.
        #expect(log.tapped.contains(breach.bytes))
    }

    /// Without tolerance, and before CONNACK, every one of them is the end.
    @Test(arguments: Breach.messages + Breach.packets)
    func strictly(_ breach: Breach) {
        var strict = StreamDecoder(version: breach.version, topicAliasMaximum: 10)
        let log = StreamLog(&strict, accepted(breach.version) + breach.bytes, chunk: 1000)
        #expect(log.failure != nil)
        #expect(log.failure?.rule != nil || breach.topic == [])
        var early = decoder(breach.version)
        #expect(StreamLog(&early, breach.bytes, chunk: 1000).failure?.reason == log.failure?.reason)
    }

    @Test(arguments: Breach.unreadable)
    func whatCannotBeReadIsTheEnd(_ breach: Breach) {
        var decoder = decoder(breach.version)
        let log = StreamLog(&decoder, accepted(breach.version) + breach.bytes, chunk: 1000)
        #expect(log.failure != nil)
        #expect(log.failure?.rule == nil)
    }

    /// Noise after CONNACK: every packet that is whole comes out or is told, and nothing crashes.
    @Test(arguments: ProtocolVersion.allCases)
    func noise(_ version: ProtocolVersion) {
        var numbers = SeededNumbers(state: 7)
        for _ in 0..<2000 {
            var stream = accepted(version)
            for _ in 0..<4 {
                let count = Int.random(in: 0...30, using: &numbers)
                stream += [UInt8.random(in: 0x10...0xFF, using: &numbers), UInt8(count)]
                stream += (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) % 48 }
            }
            for chunk in [1000, 7] {
                var decoder = decoder(version)
                _ = StreamLog(&decoder, stream, chunk: chunk)
            }
        }
    }

    /// A CONNACK that accepts is let pass with what it breaks; one that refuses, refuses.
    @Test(arguments: [
        Breach(.v311, [0x21, 2, 0, 0], .flagsAreReserved), Breach(.v311, [0x20, 2, 2, 0], .connectAckFlagsExist),
        Breach(.v311, [0x20, 2, 1, 5], .sessionIsAskedFor), Breach(.v5, [0x20, 3, 0x80, 0, 0], .connectAckFlagsExist),
        // Maximum QoS 2, Retain Available 7, twice, a property that does not exist, one of PUBLISH; reason code 1.
        Breach(.v5, [0x20, 5, 0, 0, 2, 0x24, 2], .maximumQoSExists),
        Breach(.v5, [0x20, 5, 0, 0, 2, 0x25, 7], .propertiesAreValid),
        Breach(.v5, [0x20, 7, 0, 0, 4, 0x25, 1, 0x25, 1], .propertiesAreValid),
        Breach(.v5, [0x20, 5, 0, 0, 2, 0x7F, 1], .propertiesAreValid),
        Breach(.v5, [0x20, 5, 0, 0, 2, 1, 1], .propertiesAreValid), Breach(.v5, [0x20, 3, 0, 7, 0], .reasonCodeExists),
        Breach(.v5, [0x20, 4, 0, 0, 0, 9], .nothingIsLeftOver),
    ])
    func connectAcks(_ breach: Breach) {
        var decoder = decoder(breach.version)
        let log = StreamLog(&decoder, breach.bytes + good(breach.version), chunk: 1000)
        #expect(log.failure == nil && log.violations.map(\.rule) == [breach.rule])
        #expect(log.packets.count == 2)
        var strict = StreamDecoder(version: breach.version)
        #expect(StreamLog(&strict, breach.bytes, chunk: 1000).failure?.rule == breach.rule)
    }

    @Test("MQTT 3.1.1 lets a length have more bytes than it needs, and MQTT 5 lets CONNACK have data without a method")
    func whatNoSentenceForbids() {
        var old = StreamDecoder(version: .v311)
        let padded: [UInt8] = [0x20, 0x82, 0, 0, 0, 0x30, 0x83, 0, 0, 1, 0x78]
        let log = StreamLog(&old, padded, chunk: 1000)
        #expect(log.failure == nil && log.violations.isEmpty && log.packets.count == 2)
        var new = StreamDecoder(version: .v5)
        let data = StreamLog(&new, [0x20, 7, 0, 0, 4, 0x16, 0, 1, 0x70], chunk: 1000)
        #expect(data.failure == nil && data.violations.isEmpty && data.packets.count == 1)
    }

    @Test("UNSUBACK has a sentence of its own for the answers that it lacks") func sections() {
        let words = [PacketType.subscribeAck, .unsubscribeAck].map {
            ProtocolViolation(.everyFilterIsAnswered, in: $0).words(in: .v5)
        }
        #expect(words[0] == "SUBACK: It does not answer every filter (MQTT 5, section 3.8.4)")
        #expect(words[1] == "UNSUBACK: It does not answer every filter (MQTT 5, section 3.11.3)")
    }

    @Test("A CONNACK of MQTT 3.1.1 is no answer in MQTT 5") func otherVersion() {
        var decoder = decoder(.v5)
        #expect(StreamLog(&decoder, [0x20, 2, 0, 0], chunk: 1000).failure != nil)
    }

    @Test func moreThanMaximumPacketSize() {
        let long = [UInt8](repeating: 0x68, count: 40)
        let stream =
            accepted(.v311) + [0x30, 43, 0, 1, 0x78] + long + [0x90, 22, 0, 1] + [UInt8](repeating: 0, count: 20)
        var decoder = StreamDecoder(version: .v311, maximumPacketSize: 20)
        decoder.toleratesBreaches = true
        let log = StreamLog(&decoder, stream + good(.v311), chunk: 7)
        #expect(log.failure == nil && log.packets.count == 4)
        guard case .message(let topic, _, _, _, let flags) = log.packets[1] else { return #expect(Bool(false)) }
        #expect(topic == [0x78] && flags >> 4 == ProtocolRule.messageSizeIsKept.rawValue)
        #expect(log.violations.map(\.rule) == [.packetSizeIsKept])
        var strict = StreamDecoder(version: .v311, maximumPacketSize: 20)
        #expect(StreamLog(&strict, stream, chunk: 7).failure?.reason == .packetTooLarge)
    }

    @Test func propertiesBehindABrokenOneAreShown() throws {
        // Content Type twice, then a user property, then a property that does not exist.
        let properties: [UInt8] = [3, 0, 1, 0x61, 3, 0, 1, 0x62, 0x26, 0, 1, 0x6B, 0, 1, 0x76, 0x7F, 9, 9]
        let rows = properties.withUnsafeBytes { Properties.describe($0) }
        #expect(rows.map(\.name) == ["Content Type", "Content Type", "user: k", "…"])
        #expect(rows.last?.value == "3 bytes that are no properties")
    }

    @Test func everyRuleSaysWhereItStands() {
        for rule in ProtocolRule.allCases {
            #expect(rule.section(in: .v5).hasPrefix("MQTT 5, section "))
            #expect(rule.section(in: .v311).hasPrefix("MQTT 3.1.1, section "))
            #expect(rule.text.hasSuffix("."))
        }
        #expect(Set(ProtocolRule.allCases.map(\.rawValue)).count == ProtocolRule.allCases.count)
        let violation = ProtocolViolation(.topicHasNoWildcard, in: .publish)
        #expect(
            violation.words(in: .v311)
                == "PUBLISH: The topic contains a wildcard, + or # (MQTT 3.1.1, section 3.3.2.1)")
    }
}
