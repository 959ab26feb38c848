extension StreamDecoder {
    /// Checks a PUBLISH in place and notes where its parts are (MQTT 5 3.3).
    @inline(__always)
    mutating func publish(
        _ bytes: UnsafeRawBufferPointer, _ header: FixedHeader, at position: Int
    ) throws(ProtocolViolation) -> MessageBatch.Entry {
        let end = header.total
        var index = header.length
        guard index &+ 2 <= end else { throw tooShort() }
        let length = Int(bytes[index]) << 8 | Int(bytes[index &+ 1])
        index &+= 2
        let topicStart = index
        guard index &+ length <= end else { throw tooShort() }
        let topic = UnsafeRawBufferPointer(rebasing: bytes[index..<(index &+ length)])
        if let fault = textFault(topic, allowingWildcards: false) {
            throw ProtocolViolation(.malformedPacket, in: .publish, "The topic \(fault.words)")
        }
        index &+= length
        var id: UInt16 = 0
        if header.flags & 0b0110 != 0 {
            guard index &+ 2 <= end else { throw tooShort() }
            id = UInt16(bytes[index]) << 8 | UInt16(bytes[index &+ 1])
            if id == 0 { throw ProtocolViolation(.protocolError, in: .publish, "The packet identifier is 0.") }
            index &+= 2
        }
        // The entry is made in one go at the end: one that is changed on the way would lie in memory, and reading it back
        // right after writing it costs more than all the rest.
        var topicAt = UInt32(truncatingIfNeeded: position &+ topicStart)
        var topicLength = UInt16(truncatingIfNeeded: length)
        var propertiesLength: UInt32 = 0
        var marks: UInt8 = 0
        if version == .v5 {
            guard index < end else { throw tooShort() }
            if bytes[index] == 0 {
                index &+= 1
                if length == 0 { throw noTopic() }
            } else {
                let found = try properties(UnsafeRawBufferPointer(rebasing: bytes[index..<end]), topic)
                index &+= found.total
                propertiesLength = found.length
                if let alias = found.topic {
                    (topicAt, topicLength, marks) = (alias.offset, alias.length, MessageBatch.sideTopic)
                }
            }
        } else if length == 0 {
            throw ProtocolViolation(.malformedPacket, in: .publish, "The topic is empty.")
        }
        return MessageBatch.Entry(
            packet: UInt32(truncatingIfNeeded: position), topic: topicAt,
            payload: UInt32(truncatingIfNeeded: position &+ index),
            payloadLength: UInt32(truncatingIfNeeded: end &- index), propertiesLength: propertiesLength,
            topicLength: topicLength, packetID: id, first: PacketType.publish.rawValue << 4 | header.flags, marks: marks
        )
    }

    /// What the properties of a PUBLISH say to the decoder.
    private struct PublishProperties {
        /// Bytes of them and of their length.
        var total: Int
        /// Bytes of them.
        var length: UInt32
        /// Where the topic is that an alias stands for.
        var topic: (offset: UInt32, length: UInt16)?
    }

    /// Checks the properties of a PUBLISH and resolves a topic alias.
    @inline(never)
    private mutating func properties(
        _ bytes: UnsafeRawBufferPointer, _ topic: UnsafeRawBufferPointer
    ) throws(ProtocolViolation) -> PublishProperties {
        var reader = WireReader(bytes, in: .publish)
        let length = Int(try reader.variable())
        let lengthOfLength = bytes.count - reader.rest.count
        var scanner = PropertyScanner(try reader.bytes(length), in: PropertyPlace(.publish))
        var alias: Int?
        while let item = try scanner.next() {
            if item.id == .topicAlias { alias = Int(item.number) }
        }
        var found = PublishProperties(
            total: lengthOfLength + length, length: UInt32(truncatingIfNeeded: length), topic: nil)
        guard let alias else {
            if topic.isEmpty { throw noTopic() }
            return found
        }
        if alias > Int(topicAliasMaximum) {
            throw ProtocolViolation(
                .topicAliasInvalid, in: .publish, "Topic alias \(alias) is above the maximum of \(topicAliasMaximum).")
        }
        if !topic.isEmpty {
            aliases.set(alias, topic)
        } else if let known = aliases.find(alias) {
            found.topic = known
        } else {
            throw ProtocolViolation(.protocolError, in: .publish, "Topic alias \(alias) was never set.")
        }
        return found
    }

    /// A PUBREL that says nothing but its packet identifier.
    func release(
        _ bytes: UnsafeRawBufferPointer, _ header: FixedHeader, at position: Int
    ) throws(ProtocolViolation) -> MessageBatch.Entry {
        var reader = WireReader(
            UnsafeRawBufferPointer(rebasing: bytes[header.length..<header.total]), in: .publishRelease)
        let id = try reader.packetID()
        let end = UInt32(truncatingIfNeeded: position + header.total)
        return MessageBatch.Entry(
            packet: UInt32(truncatingIfNeeded: position), topic: end, payload: end, payloadLength: 0,
            propertiesLength: 0, topicLength: 0, packetID: id, first: PacketType.publishRelease.rawValue << 4 | 0b0010,
            marks: MessageBatch.hidden)
    }

    private func tooShort() -> ProtocolViolation {
        ProtocolViolation(.malformedPacket, in: .publish, "The packet ends too early.")
    }

    private func noTopic() -> ProtocolViolation {
        ProtocolViolation(.protocolError, in: .publish, "There is neither a topic nor a topic alias.")
    }
}
