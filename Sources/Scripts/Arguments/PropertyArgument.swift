public import MQTT

/// One `-D PACKET PROPERTY VALUE`, or `-D PACKET user-property NAME VALUE`.
public struct PropertyArgument: Equatable, Sendable {
    /// The packet that carries it.
    public enum Packet: String, CaseIterable, Sendable {
        /// CONNECT.
        case connect
        /// PUBLISH.
        case publish
        /// SUBSCRIBE.
        case subscribe
        /// UNSUBSCRIBE.
        case unsubscribe
        /// DISCONNECT.
        case disconnect
        /// The will within CONNECT.
        case will
    }

    /// The packet that carries it.
    public let packet: Packet
    /// What it carries.
    public let property: Property

    /// Reads the words as ``ScriptArguments`` has joined them.
    ///
    /// - Throws: ``ScriptError``, what is wrong with them.
    public init(joined: String) throws(ScriptError) {
        try self.init(
            joined.split(separator: ScriptArguments.separator, omittingEmptySubsequences: false).map(String.init))
    }

    /// Words as ``init(joined:)`` reads them.
    public static func joined(_ words: String...) -> String {
        words.joined(separator: String(ScriptArguments.separator))
    }

    init(_ words: [String]) throws(ScriptError) {
        guard words.count >= 3 else { throw ScriptError("-D needs a packet, a property and its value") }
        let packets = Packet.allCases.map(\.rawValue).joined(separator: " ")
        guard let packet = Packet(rawValue: words[0].lowercased()) else {
            throw ScriptError("-D \(words[0]): no properties can be given for that packet; there are \(packets)")
        }
        guard let id = PropertyID.allCases.first(where: { $0.argumentName == words[1] }) else {
            throw ScriptError(
                "-D \(words[0]) \(words[1]): MQTT 5 has no such property; names are written like content-type")
        }
        guard Self.allowed(in: packet).contains(id) else {
            let names = Self.allowed(in: packet).map(\.argumentName).joined(separator: " ")
            throw ScriptError("-D \(words[0]) \(words[1]): that packet cannot have it; it can have \(names)")
        }
        self.packet = packet
        property = try Self.property(id, Array(words[2...]))
    }

    /// What mosquitto's programs let one give; a subscription identifier in PUBLISH is the broker's.
    private static func allowed(in packet: Packet) -> [PropertyID] {
        switch packet {
        case .connect:
            [
                .authenticationData, .authenticationMethod, .maximumPacketSize, .receiveMaximum,
                .requestProblemInformation, .requestResponseInformation, .sessionExpiryInterval, .topicAliasMaximum,
                .userProperty,
            ]
        case .publish:
            [
                .contentType, .correlationData, .messageExpiryInterval, .payloadFormatIndicator, .responseTopic,
                .topicAlias, .userProperty,
            ]
        case .subscribe: [.subscriptionIdentifier, .userProperty]
        case .unsubscribe: [.userProperty]
        case .disconnect: [.reasonString, .sessionExpiryInterval, .userProperty]
        case .will:
            [
                .contentType, .correlationData, .messageExpiryInterval, .payloadFormatIndicator, .responseTopic,
                .userProperty, .willDelayInterval,
            ]
        }
    }

    private static func property(_ id: PropertyID, _ values: [String]) throws(ScriptError) -> Property {
        let text = values[0]
        func number<Value: FixedWidthInteger>(_ range: ClosedRange<Value>) throws(ScriptError) -> Value {
            guard let value = Value(text), range.contains(value) else {
                throw ScriptError(
                    "-D \(id.argumentName) \(text): a number from \(range.lowerBound) to \(range.upperBound) is needed")
            }
            return value
        }
        switch id {
        case .payloadFormatIndicator, .requestProblemInformation, .requestResponseInformation:
            return Property(id, .byte(try number(0...1)))
        // 0 is a protocol error for both (MQTT 5 3.1.2.11.3, 3.3.2.3.4).
        case .receiveMaximum, .topicAlias: return Property(id, .twoBytes(try number(1...UInt16.max)))
        case .topicAliasMaximum: return Property(id, .twoBytes(try number(0...UInt16.max)))
        // So is a largest packet of no bytes (MQTT 5 3.1.2.11.4).
        case .maximumPacketSize: return Property(id, .fourBytes(try number(1...UInt32.max)))
        case .messageExpiryInterval, .sessionExpiryInterval, .willDelayInterval:
            return Property(id, .fourBytes(try number(0...UInt32.max)))
        // What a variable byte integer of four bytes holds, and not 0 (MQTT 5 3.8.2.1.2).
        case .subscriptionIdentifier: return Property(id, .variable(try number(1...268_435_455)))
        case .userProperty:
            guard values.count == 2 else { throw ScriptError("-D user-property needs a name and a value") }
            return Property(id, .pair(values[0], values[1]))
        case .correlationData, .authenticationData:
            let bytes = Array(text.utf8)
            // Its length stands in two bytes before it (MQTT 5 1.5.6).
            guard bytes.count <= 65_535 else { throw ScriptError("-D \(id.argumentName): at most 65535 bytes") }
            return Property(id, .binary(bytes))
        case .responseTopic:
            do {
                try Topic.validate(text)
            } catch {
                throw ScriptError("-D response-topic \(text): \(error)")
            }
            return Property(id, .string(text))
        default:
            guard text.utf8.count <= 65_535 else { throw ScriptError("-D \(id.argumentName): at most 65535 bytes") }
            return Property(id, .string(text))
        }
    }
}

extension PropertyID {
    /// The standard's name as mosquitto's programs write it: `content-type`.
    var argumentName: String { name.lowercased().replacing(" ", with: "-") }
}
