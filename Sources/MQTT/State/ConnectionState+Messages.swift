public import NIOCore

extension ConnectionState {
    /// Takes the messages of one read: hides QoS 2 duplicates, and gathers PUBACK, PUBREC and PUBCOMP in one buffer.
    ///
    /// A batch of QoS 0 only costs one look at a flag.
    public mutating func receive(batch: inout MessageBatch, at now: NIODeadline) -> [ConnectionAction] {
        guard phase == .connected else {
            batch.hideAll()
            guard phase == .connecting else { return [] }
            return violate(.protocolError, .publish, "A message came before CONNACK.", at: now)
        }
        guard batch.needsAnswers else { return [] }
        var answers = ByteBuffer()
        answers.reserveCapacity(min(batch.entries.count * 4, 1 << 16))
        // Messages of QoS 1 that the server cannot have seen acknowledged yet: their answers are in this very batch.
        var unanswered = 0
        for index in batch.entries.indices {
            let entry = batch.entries[index]
            let id = entry.packetID
            var isUnknown = false
            let answer: PacketType
            if entry.first >> 4 == PacketType.publishRelease.rawValue {
                isUnknown = session.received.remove(id) == nil
                answer = .publishComplete
                if !isUnknown { unanswered += 1 }
            } else if entry.first & 0b0100 != 0 {
                answer = .publishReceived
                if !session.received.insert(id).inserted { batch.hide(index) }
            } else if entry.first & 0b0010 != 0 {
                answer = .publishAck
                unanswered += 1
            } else {
                continue
            }
            if version == .v5 && session.received.count + unanswered > receiveMaximum {
                batch.hide(from: index)
                return [.acknowledge(answers)]
                    + violate(
                        .receiveMaximumExceeded, .publish,
                        "More than \(receiveMaximum) messages are unacknowledged at once.", at: now)
            }
            if isUnknown && version == .v5 {
                answers.writeInteger(UInt32(answer.rawValue) << 28 | 3 << 16 | UInt32(id))
                answers.writeInteger(ReasonCode.packetIdentifierNotFound.rawValue)
            } else {
                answers.writeInteger(UInt32(answer.rawValue) << 28 | 2 << 16 | UInt32(id))
            }
        }
        return sent([.acknowledge(answers)], at: now)
    }

    /// What CONNECT announced (MQTT 5 3.1.2.11.3).
    private var receiveMaximum: Int { Int(options.connect.properties.receiveMaximum ?? 65_535) }
}

extension MessageBatch {
    /// Drops every packet after the first `messages` messages, as if it had not come.
    mutating func keep(_ messages: Int) {
        var left = messages
        var end = entries.startIndex
        while left > 0, end < entries.endIndex {
            if entries[end].marks & Self.hidden == 0 { left -= 1 }
            end += 1
        }
        entries.removeSubrange(end...)
        count = messages - left
    }

    /// Takes a message out of delivery.
    mutating func hide(_ index: Int) {
        guard entries[index].marks & Self.hidden == 0 else { return }
        entries[index].marks |= Self.hidden
        count -= 1
    }

    mutating func hide(from start: Int) {
        for index in start..<entries.count { hide(index) }
    }

    mutating func hideAll() { hide(from: 0) }
}
