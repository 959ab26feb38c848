import NIOCore

extension ConnectionState {
    /// Takes the messages of one read: hides QoS 2 duplicates, and gathers PUBACK, PUBREC and PUBCOMP in one buffer.
    ///
    /// A batch of QoS 0 only, in which all is well, costs one look at two flags.
    mutating func receive(batch: inout MessageBatch, at now: NIODeadline) -> [ConnectionAction] {
        guard phase == .connected else {
            // Also in `closed`, silently: what lies in the read behind the end must not reach the reader.
            batch.hideAll()
            guard phase == .connecting else { return [] }
            return violate(.protocolError, .publish, "A message came before CONNACK.", at: now)
        }
        heard(.publish, at: now)
        // QoS 0 alone: a flood returns here.
        guard batch.needsAnswers else { return batch.breaksRules ? violations(of: batch) : [] }
        var answers = ByteBuffer()
        // Four bytes each; a bound, for a batch may be a flood.
        answers.reserveCapacity(min(batch.entries.count * 4, 1 << 16))
        // Messages of QoS 1 that the server cannot have seen acknowledged yet: their answers are in this very batch.
        var unanswered = 0
        let highest = highestQoS
        for index in batch.entries.indices {
            let entry = batch.entries[index]
            let id = entry.packetID
            // QoS 0; or an identifier that is none, about which nothing can be said.
            if id == 0 { continue }
            // No end when strict: the standard names none, and the broker may have subscribed the client by itself.
            if entry.first >> 4 == PacketType.publish.rawValue, entry.first >> 1 & 3 > highest.rawValue {
                batch.mark(index, .qosIsGranted)
            }
            var isUnknown = false
            let answer: PacketType
            if entry.first >> 4 == PacketType.publishRelease.rawValue {
                // PUBREL ends the handshake of that identifier (MQTT 5 4.3.3).
                isUnknown = session.received.remove(id) == nil
                answer = .publishComplete
                // Its PUBCOMP lies in `answers` only: until that has come the server counts the message (MQTT 5 4.9).
                if !isUnknown { unanswered += 1 }
            } else if entry.first & 0b0100 != 0 {
                answer = .publishReceived
                // Until PUBREL a PUBLISH with this identifier is the same message (MQTT 5 4.3.3): acknowledged again,
                // delivered once.
                if !session.received.insert(id).inserted { batch.hide(index) }
            } else if entry.first & 0b0010 != 0 {
                answer = .publishAck
                unanswered += 1
            } else {
                continue
            }
            // QoS 2 that is not released, and answers of this batch that the server cannot have yet (MQTT 5 4.9).
            if version == .v5 && session.received.count + unanswered > receiveMaximum {
                // What precedes it is in order: it gets its answers, in front of the DISCONNECT.
                guard !options.isStrict else {
                    batch.hide(from: index)
                    return (answers.readableBytes > 0 ? [.acknowledge(answers)] : [])
                        + tolerate(.receiveMaximumIsKept, .publish, moreThanReceiveMaximum, at: now)
                }
                batch.mark(index, .receiveMaximumIsKept)
            }
            append(answer, id, isUnknown: isUnknown, to: &answers)
        }
        let told = batch.breaksRules ? violations(of: batch) : []
        return answers.readableBytes > 0 ? told + sent([.acknowledge(answers)], at: now) : told
    }

    /// Adds an acknowledgement. Of one that names a packet nobody knows MQTT 5 alone can say so (MQTT 5 3.7.2.1).
    @inline(__always)
    private func append(_ answer: PacketType, _ id: UInt16, isUnknown: Bool, to answers: inout ByteBuffer) {
        let hasReason = isUnknown && version == .v5
        // First byte, remaining length and identifier in one store. Success is left out (MQTT 5 3.4.2.1).
        answers.writeInteger(UInt32(answer.rawValue) << 28 | (hasReason ? 3 : 2) << 16 | UInt32(id))
        if hasReason { answers.writeInteger(ReasonCode.packetIdentifierNotFound.rawValue) }
    }

    /// The highest QoS that a message may have (MQTT 5 3.8.4): of what was granted, and of what is still asked for.
    private var highestQoS: QoS {
        let asked = subscribing.values.lazy.flatMap { $0.subscriptions.lazy.map(\.qos) }.max()
        guard acceptance?.hasOldGrants != true, let highest = [highestGranted, asked].compactMap(\.self).max() else {
            return .exactlyOnce
        }
        return highest
    }

    private func moreThanGranted(_ highest: QoS) -> String {
        "Its QoS is higher than the QoS \(highest.rawValue) that was granted."
    }

    /// The rules that the packets of a batch break, and how many break each.
    private func violations(of batch: MessageBatch) -> [ConnectionAction] {
        // A rule has four bits among the marks of an entry.
        var counts = [Int](repeating: 0, count: 16)
        for entry in batch.entries { counts[Int(entry.marks >> 4)] += 1 }
        // Place 0 counts what breaks nothing.
        return counts.indices.dropFirst().compactMap { number in
            guard counts[number] > 0, let rule = ProtocolRule(rawValue: UInt8(number)) else { return nil }
            let text: String? =
                switch rule {
                case .receiveMaximumIsKept: moreThanReceiveMaximum
                case .qosIsGranted: moreThanGranted(highestQoS)
                default: nil
                }
            return .violated(ProtocolViolation(rule, in: .publish, text), count: counts[number])
        }
    }

    private var moreThanReceiveMaximum: String { "More than \(receiveMaximum) messages are unacknowledged at once." }

    /// What CONNECT announced (MQTT 5 3.1.2.11.3).
    private var receiveMaximum: Int { Int(options.connect.properties.receiveMaximum ?? 65_535) }
}

extension MessageBatch {
    /// Drops every packet after the first `messages` messages, as if it had not come.
    mutating func keep(_ messages: Int) {
        var left = messages
        var end = entries.startIndex
        while left > 0, end < entries.endIndex {
            // A hidden PUBREL before the last message is kept: it has its place in the order.
            if entries[end].marks & Self.hidden == 0 { left -= 1 }
            end += 1
        }
        entries.removeSubrange(end...)
        count = messages - left
    }

    /// Notes that a message breaks a rule.
    mutating func mark(_ index: Int, _ rule: ProtocolRule) {
        breaksRules = true
        // The first breach is the one that is told.
        if entries[index].marks & Self.ruleMask == 0 { entries[index].marks |= rule.rawValue << 4 }
    }

    /// Takes a message out of delivery.
    mutating func hide(_ index: Int) {
        guard entries[index].marks & Self.hidden == 0 else { return }
        // The entry stays: a tap still shows the packet, and places of others are kept by whoever walks them.
        entries[index].marks |= Self.hidden
        count -= 1
    }

    mutating func hide(from start: Int) {
        for index in start..<entries.count { hide(index) }
    }

    mutating func hideAll() { hide(from: 0) }
}
