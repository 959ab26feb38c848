import MQTT

extension PacketWalk {
    /// The fixed header (MQTT 5 2.1).
    mutating func header() throws(Stop) {
        // Type above, flags below (MQTT 5 2.1.1).
        let first = try byte(.header)
        guard let type = PacketType(rawValue: first >> 4) else {
            try show(.header, 0..<1, UInt32(first))
            try show(bits: .packetType, at: 0)
            malformed("packet type 0 does not exist", at: 0..<1)
            throw .damage
        }
        packet = type
        // Before anything is shown: names and sections depend on the version.
        if known == nil { version = guess }
        visitor.begins(type, in: version)
        try show(.header, 0..<1, UInt32(first))
        try show(bits: .packetType, at: 0)
        // In MQTT 3.1 what has QoS 1 may come again.
        let hasFlags =
            type == .publish
            || (version == .v31 && (type == .subscribe || type == .unsubscribe || type == .publishRelease))
        if hasFlags {
            for part in [PacketPart.duplicate, .qos, .retain] { try show(bits: part, at: 0) }
        } else {
            try show(bits: .reservedFlags, at: 0)
        }
        try remainingLength()
        check(first, type)
    }

    private mutating func remainingLength() throws(Stop) {
        let start = position
        let remaining = Int(try variable(.remainingLength, before: total))
        try show(.remainingLength, start..<position, UInt32(remaining))
        // More than the reader gave: a file that was cut, or bytes that are no packet.
        if position + remaining > total {
            let left = total - position
            malformed("Remaining Length says \(remaining) B, and \(left) follow", at: start..<position)
        }
        end = min(total, position + remaining)
    }

    private mutating func check(_ first: UInt8, _ type: PacketType) {
        guard visitor.wantsNotes else { return }
        if type == .publish {
            if first & 0b0110 == 0b0110 { malformed("QoS 3 does not exist", at: 0..<1) }
            // DUP with QoS 0 (MQTT 5 3.3.1.1).
            if first & 0b1110 == 0b1000 { breach(ProtocolRule.duplicateNeedsQoS.text, at: 0..<1) }
        } else if type == .auth, let known, known < .v5 {
            malformed("packet type 15 does not exist before MQTT 5", at: 0..<1)
        } else if let violation = FixedHeader.violation(first, type, version: version, receiver: receiver) {
            breach(violation.text, at: 0..<1)
        }
        switch type {
        case .publish, .subscribe, .subscribeAck, .unsubscribe:
            // These are laid out in another way in MQTT 5, and look alike: whoever reads must know that it is a guess.
            if known == nil { visitor.note(.versionUnknown(version), at: 0..<0) }
        default: break
        }
    }

    /// The version in which a packet makes sense where nobody knows the one spoken: what only MQTT 5 has is that.
    private var guess: ProtocolVersion {
        switch packet {
        case .auth: .v5
        case .publishAck, .publishReceived, .publishRelease, .publishComplete, .connectAck, .unsubscribeAck:
            // Two bytes of header and two of identifier are all that 3.1.1 has of them.
            total > 4 ? .v5 : .v311
        case .disconnect: total > 2 ? .v5 : .v311
        default: .v311
        }
    }

    /// Bytes that nothing accounts for.
    mutating func leftOver() throws(Stop) {
        guard position < total else { return }
        let count = total - position
        malformed("\(count) byte\(count == 1 ? " is" : "s are") left over at the end", at: position..<total)
    }
}
