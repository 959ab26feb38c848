extension StreamDecoder {
    /// Checks a PUBLISH in place and notes where its parts are (MQTT 5 3.3).
    // Transparent, as the compiler does not keep to `@inline(__always)` here: as a function of its own it hands the entry
    // over in memory, which is a sixth of what a client does for a message.
    @_transparent
    mutating func publish(
        _ bytes: UnsafeRawBufferPointer, _ header: FixedHeader, at position: Int
    ) throws(ProtocolViolation) -> MessageBatch.Entry {
        // By hand and not with a reader: every message comes along here.
        let end = header.total
        var index = header.length
        guard index &+ 2 <= end else { throw tooShort() }
        let length = Int(bytes[index]) << 8 | Int(bytes[index &+ 1])
        index &+= 2
        let topicStart = index
        guard index &+ length <= end else { throw tooShort() }
        let topic = UnsafeRawBufferPointer(rebasing: bytes[index..<(index &+ length)])
        var marks: UInt8 = 0
        // A reader that is not tolerant has refused it.
        if end > packets.maximumPacketSize { marks = try mark(.messageSizeIsKept, on: marks) }
        if header.isPadded, version == .v5 { marks = try mark(.messageLengthIsShort, on: marks) }
        if let fault = textFault(topic, allowingWildcards: false) { marks = try mark(fault.topicRule, on: marks) }
        index &+= length
        let id = try identifier(bytes, header, at: &index, marks: &marks)
        // The entry is made in one go at the end: one that is changed on the way would lie in memory, and reading it back
        // right after writing it costs more than all the rest.
        var topicAt = UInt32(truncatingIfNeeded: position &+ topicStart)
        var topicLength = UInt16(truncatingIfNeeded: length)
        var propertiesLength: UInt32 = 0
        if version == .v5 {
            if index == end {
                // As in MQTT 3.1.1, where nothing stands there: the topic is read.
                try noteOverrun()
                marks = try mark(.messagePropertiesAreValid, on: marks)
            } else if bytes[index] == 0 {
                // No properties, as nearly always.
                index &+= 1
                if length == 0 { marks = try mark(.topicIsThere, on: marks) }
            } else {
                let found = try properties(UnsafeRawBufferPointer(rebasing: bytes[index..<end]), topic)
                index &+= found.total
                propertiesLength = found.length
                if let rule = found.rule { marks = try mark(rule, on: marks) }
                if let alias = found.topic {
                    // In `side`, not in the read: the topic came with an earlier packet.
                    (topicAt, topicLength, marks) = (alias.offset, alias.length, marks | MessageBatch.sideTopic)
                }
            }
        } else if length == 0 {
            guard packets.isTolerant else {
                throw ProtocolViolation(.malformedPacket, in: .publish, "The topic is empty.", rule: .topicIsThere)
            }
            marks = try mark(.topicIsThere, on: marks)
        }
        return MessageBatch.Entry(
            packet: UInt32(truncatingIfNeeded: position), topic: topicAt,
            payload: UInt32(truncatingIfNeeded: position &+ index),
            payloadLength: UInt32(truncatingIfNeeded: end &- index), propertiesLength: propertiesLength,
            topicLength: topicLength, packetID: id, first: PacketType.publish.rawValue << 4 | header.flags, marks: marks
        )
    }

    /// The packet identifier, which only a QoS above 0 has; `index` goes beyond it. Inlined: every message comes along here. It and
    /// ``mark(_:on:)`` change nothing and are mutating all the same: for others the decoder is copied first, with every message.
    @inline(__always)
    private mutating func identifier(
        _ bytes: UnsafeRawBufferPointer, _ header: FixedHeader, at index: inout Int, marks: inout UInt8
    ) throws(ProtocolViolation) -> UInt16 {
        // Any QoS above 0; 3 was refused with the header.
        guard header.flags & 0b0110 != 0 else {
            if header.flags & 0b1000 != 0 { marks = try mark(.duplicateNeedsQoS, on: marks) }
            return 0
        }
        guard index &+ 2 <= header.total else { throw tooShort() }
        let id = UInt16(bytes[index]) << 8 | UInt16(bytes[index &+ 1])
        if id == 0 { marks = try mark(.messageHasIdentifier, on: marks) }
        index &+= 2
        return id
    }

    /// The marks of a message that breaks a rule, the first of them; or the breach is thrown.
    @inline(never)
    private mutating func mark(_ rule: ProtocolRule, on marks: UInt8) throws(ProtocolViolation) -> UInt8 {
        guard packets.isTolerant else { throw ProtocolViolation(rule, in: .publish) }
        return marks & MessageBatch.ruleMask == 0 ? marks | rule.rawValue << 4 : marks
    }

    /// What the properties of a PUBLISH say to the decoder.
    private struct PublishProperties {
        /// Bytes of them and of their length.
        var total: Int
        /// Bytes of them.
        var length: UInt32
        /// Where the topic is that an alias stands for.
        var topic: (offset: UInt32, length: UInt16)?
        /// What is wrong with them and was let pass.
        var rule: ProtocolRule?
    }

    /// Checks the properties of a PUBLISH and resolves a topic alias.
    @inline(never)
    private mutating func properties(
        _ bytes: UnsafeRawBufferPointer, _ topic: UnsafeRawBufferPointer
    ) throws(ProtocolViolation) -> PublishProperties {
        var reader = WireReader(bytes, in: .publish, isTolerant: packets.isTolerant)
        let length = Int(try reader.variable())
        let lengthOfLength = bytes.count - reader.rest.count
        if length > reader.rest.count {
            // Where the packet ends is known by its own length; which of this is payload is not, so all of it is shown. A
            // broker that counts characters of a topic instead of bytes sends such ones.
            try noteOverrun()
            return PublishProperties(total: 0, length: 0, topic: nil, rule: .messagePropertiesAreValid)
        }
        var scanner = PropertyScanner(
            try reader.bytes(length), in: PropertyPlace(.publish), isTolerant: packets.isTolerant)
        var alias: Int?
        while let item = try scanner.next() {
            if item.id == .topicAlias { alias = Int(item.number) }
        }
        var found = PublishProperties(
            total: lengthOfLength + length, length: UInt32(truncatingIfNeeded: length), topic: nil)
        if reader.noted != nil { found.rule = .messagePropertiesAreValid }
        if let noted = scanner.noted, found.rule == nil {
            found.rule = noted.rule == .topicAliasIsAllowed ? noted.rule : .messagePropertiesAreValid
        }
        // Alias 0 was noted by the scanner, and stands for nothing.
        guard let alias, alias > 0 else {
            if topic.isEmpty { try note(.topicIsThere, ProtocolRule.topicIsThere.text, .protocolError, in: &found) }
            return found
        }
        if alias > Int(topicAliasMaximum) {
            let words = "Topic alias \(alias) is above the maximum of \(topicAliasMaximum)."
            try note(.topicAliasIsAllowed, words, .topicAliasInvalid, in: &found)
        } else if !topic.isEmpty {
            // The alias stands for this topic from here on, whatever it stood for (MQTT 5 3.3.2.3.4).
            guard aliases.set(alias, topic) else {
                let words = "The topics of aliases take more than \(TopicAliases.mostBytes >> 20) MiB."
                try note(.topicAliasIsAllowed, words, .quotaExceeded, in: &found)
                return found
            }
        } else if let known = aliases.find(alias) {
            found.topic = known
        } else {
            try note(.topicAliasIsAllowed, "Topic alias \(alias) was never set.", .protocolError, in: &found)
        }
        return found
    }

    /// Notes the first rule that properties break, or throws. Mutating as ``mark(_:on:)`` is, though it changes nothing of the decoder:
    /// else that would be copied for it.
    private mutating func note(
        _ rule: ProtocolRule, _ text: String, _ reason: ReasonCode, in found: inout PublishProperties
    ) throws(ProtocolViolation) {
        guard packets.isTolerant else { throw ProtocolViolation(reason, in: .publish, text, rule: rule) }
        if found.rule == nil { found.rule = rule }
    }

    /// Properties that are longer than what is left of the packet are let pass, or are the end.
    private mutating func noteOverrun() throws(ProtocolViolation) {
        guard packets.isTolerant else {
            throw ProtocolViolation(
                .malformedPacket, in: .publish, "The packet ends too early.", rule: .messagePropertiesAreValid)
        }
    }

    /// A PUBREL that says nothing but its packet identifier.
    mutating func release(
        _ bytes: UnsafeRawBufferPointer, _ header: FixedHeader, at position: Int
    ) throws(ProtocolViolation) -> MessageBatch.Entry {
        let id = UInt16(bytes[header.length]) << 8 | UInt16(bytes[header.length + 1])
        var marks = MessageBatch.hidden
        if id == 0 { marks = try mark(.messageHasIdentifier, on: marks) }
        // No topic and no payload; `forEachPacket` takes the payload's end for the packet's.
        let end = UInt32(truncatingIfNeeded: position + header.total)
        return MessageBatch.Entry(
            packet: UInt32(truncatingIfNeeded: position), topic: end, payload: end, payloadLength: 0,
            propertiesLength: 0, topicLength: 0, packetID: id, first: PacketType.publishRelease.rawValue << 4 | 0b0010,
            marks: marks)
    }

    private func tooShort() -> ProtocolViolation {
        ProtocolViolation(.malformedPacket, in: .publish, "The packet ends too early.")
    }
}
