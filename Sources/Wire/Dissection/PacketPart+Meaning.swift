import MQTT

/// What the value of a part means.
extension PacketPart {
    /// The standard's name of it in a packet of a version.
    func name(in packet: PacketType, _ version: ProtocolVersion) -> String {
        switch self {
        case .cleanStart where version < .v5: "Clean Session"
        case .protocolVersion where version < .v5: "Protocol Level"
        case .willPayload where version < .v5: "Will Message"
        case .willPayloadLength where version < .v5: "Will Message Length"
        case .retain where packet != .publish: "Reserved"
        case .reasonCode where packet == .connectAck: "Connect Reason Code"
        case .reasonCode where packet == .disconnect: "Disconnect Reason Code"
        case .reasonCode where packet == .auth: "Authenticate Reason Code"
        case .packetType where version < .v5: "MQTT Control Packet type"
        default: Self.facts[Int(rawValue)].name
        }
    }

    /// What a number, a code or a flag means; empty where it says it all.
    func meaning(_ number: UInt32, in packet: PacketType) -> String {
        let byte = UInt8(truncatingIfNeeded: number)
        switch self {
        case .header, .packetType: return PacketType(rawValue: self == .header ? byte >> 4 : byte)?.name ?? "Reserved"
        case .duplicate: return number == 1 ? "Sent again" : "First attempt"
        case .qos, .willQoS, .optionQoS, .requestedQoS: return Self.words(ofQoS: byte)
        case .retain where packet != .publish: return ""
        case .retain: return number == 1 ? "Retained" : "Not retained"
        case .remainingLength: return "\(number) B follow"
        case .protocolVersion:
            // Mosquitto and others set the highest bit of the level where a bridge connects.
            let bridge = byte & 0x80 != 0 ? ", a bridge" : ""
            return ProtocolVersion(rawValue: byte & 0x7F).map { "MQTT \($0.label)\(bridge)" } ?? "Not known"
        case .userNameFlag: return number == 1 ? "A user name follows" : "No user name"
        case .passwordFlag: return number == 1 ? "A password follows" : "No password"
        case .willFlag: return number == 1 ? "A will follows" : "No will"
        case .willRetain: return number == 1 ? "The will is retained" : "The will is not retained"
        case .cleanStart: return number == 1 ? "A new session" : "The session there is, if any"
        case .keepAlive: return number == 0 ? "Turned off" : "\(number) s"
        case .sessionPresent: return number == 1 ? "The server has a session" : "The server has no session"
        case .returnCode: return ReasonCode(returnCode: byte).map(\.name) ?? "Reserved"
        case .reasonCode: return ReasonCode(rawValue: byte)?.name(in: packet) ?? "Not known"
        case .grantedQoS:
            // SUBACK before MQTT 5 has this one code for every failure (3.1.1 3.9.3).
            if byte == 0x80 { return "Failure" }
            return byte <= 2 ? ReasonCode(rawValue: byte)?.name(in: packet) ?? "" : "Reserved"
        case .noLocal: return number == 1 ? "Not what this client publishes" : "Also what this client publishes"
        case .retainAsPublished: return number == 1 ? "RETAIN as it was published" : "RETAIN only for what was kept"
        case .retainHandling:
            return switch Subscription.RetainHandling(rawValue: byte) {
            case .send: "Retained messages are sent"
            case .sendIfNew: "Retained messages are sent if the subscription is new"
            case .doNotSend: "No retained messages"
            case nil: "Reserved"
            }
        default: return ""
        }
    }

    private static func words(ofQoS value: UInt8) -> String {
        switch QoS(rawValue: value) {
        case .atMostOnce: "At most once"
        case .atLeastOnce: "At least once"
        case .exactlyOnce: "Exactly once"
        case nil: "Reserved"
        }
    }
}
