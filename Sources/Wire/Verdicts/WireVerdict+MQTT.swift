import MQTT

extension WireVerdict {
    /// A rule with its section in the version that is spoken.
    private static func verdict(
        _ weight: Weight, _ words: String, _ rule: String, _ v5: String, _ version: ProtocolVersion,
        _ v3: String? = nil
    ) -> WireVerdict {
        let section = version == .v5 ? "MQTT 5 \(v5)" : "MQTT \(version.label) \(v3 ?? v5)"
        return WireVerdict(weight, words, rule: rule, section: section)
    }

    /// What is wrong with a packet in its handshake.
    static func of(_ fault: Handshakes.Fault, _ packet: PacketHead, _ version: ProtocolVersion) -> WireVerdict {
        switch fault {
        case .identifierInUse:
            verdict(
                .breach, "#\(packet.id) is in use",
                "A new packet has an identifier that no open handshake has", "2.2.1", version, "2.3.1")
        case .wrongAcknowledgement:
            verdict(
                .breach, "wrong answer to #\(packet.id)",
                "QoS 1 is answered by PUBACK; QoS 2 by PUBREC, PUBREL and PUBCOMP", "4.3", version)
        case .unknownIdentifier:
            verdict(
                .breach, packet.id == 0 ? "answers nothing" : "#\(packet.id) answers nothing",
                "An acknowledgement answers a packet that was sent", "4.3", version)
        case .neverSeen:
            verdict(
                .remark, "DUP, first one not seen", "DUP is set when a message is sent again",
                "3.3.1.1", version)
        case .pingUnanswered:
            verdict(
                .breach, "the ping before is unanswered", "A server answers PINGREQ with PINGRESP", "3.12.4", version)
        }
    }

    // MARK: - What CONNACK allows

    static func window(_ count: Int, of most: Int, bySender: Bool, _ version: ProtocolVersion) -> WireVerdict {
        verdict(
            .breach, "\(count) under way, \(most) allowed",
            "No more messages of QoS 1 and 2 are under way than Receive Maximum says", "3.3.4", version)
    }

    static func qos(_ qos: Int, above most: Int) -> WireVerdict {
        verdict(
            .breach, "QoS \(qos), at most \(most)", "No message has a QoS above the server's Maximum QoS",
            "3.2.2.3.4", .v5)
    }

    static let retain = verdict(
        .breach, "RETAIN is not available", "Nothing is retained where Retain Available is 0", "3.2.2.3.5", .v5)

    static func unaskedRetain(_ version: ProtocolVersion) -> WireVerdict {
        verdict(
            .breach, "retained, and not asked for",
            "RETAIN is set on what a SUBSCRIBE asks for; what is forwarded as it is published has it not", "3.3.1.3",
            version)
    }

    static func size(_ size: Int, above most: Int, isSent: Bool) -> WireVerdict {
        verdict(
            .breach, "\(size) B, at most \(most)", "No packet is larger than the other side's Maximum Packet Size",
            isSent ? "3.2.2.3.6" : "3.1.2.11.4", .v5)
    }

    static func alias(_ alias: Int, above most: Int, isSent: Bool) -> WireVerdict {
        verdict(
            .breach, "alias \(alias), at most \(most)",
            "A topic alias is 1 to the other side's Topic Alias Maximum",
            isSent ? "3.2.2.3.8" : "3.1.2.11.5", .v5)
    }

    // MARK: - Answers

    static func answers(_ count: Int, to filters: Int, isSubscribe: Bool, _ version: ProtocolVersion) -> WireVerdict {
        verdict(
            .breach, "\(count) codes for \(filters) filters", "There is one code for each filter, in their order",
            isSubscribe ? "3.9.3" : "3.11.3", version)
    }

    /// The broker granted less than was asked for: allowed, and every message comes with less from there on.
    static func granted(_ granted: Int, of asked: Int, _ filter: String, _ version: ProtocolVersion) -> WireVerdict {
        verdict(
            .remark, "QoS \(asked) asked, \(granted) granted: \(filter)",
            "A server may grant less than was asked for", "3.8.4", version)
    }

    static func sessionPresent(_ version: ProtocolVersion) -> WireVerdict {
        verdict(
            .breach, "session present after clean start", "With clean start the session is new",
            "3.2.2.1.1", version, "3.2.2.2")
    }

    static func keepAlive(_ told: Int, asked: Int) -> WireVerdict {
        verdict(
            .remark, "keep alive \(told) s, \(asked) asked", "The client uses the server's keep alive",
            "3.2.2.3.14", .v5)
    }

    static func emptyClientID(_ version: ProtocolVersion) -> WireVerdict {
        verdict(
            .breach, "no client id and clean session 0", "A client without an identifier has a clean session",
            "3.1.3.1", version)
    }
}
