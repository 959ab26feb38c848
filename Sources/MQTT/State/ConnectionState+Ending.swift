import NIOCore

extension ConnectionState {
    // MARK: - What goes by

    /// Notes that a packet came.
    mutating func heard(_ type: PacketType, at now: NIODeadline) {
        recentlyReceived.add(PacketNote(type, at: now))
    }

    /// Notes what is sent.
    mutating func noteSent(_ actions: [ConnectionAction], at now: NIODeadline) {
        for action in actions {
            switch action {
            case .publish(let publish, _):
                var note = PacketNote(.publish, at: now)
                note.packetID = publish.packetID
                note.qos = publish.qos
                note.payloadSize = publish.payload.readableBytes
                note.alias = publish.properties.topicAlias
                note.topic = publish.topic
                recentlySent.add(note)
            case .send(let packet):
                var note = PacketNote(packet.type, at: now)
                switch packet {
                case .subscribe(let subscribe): note.packetID = subscribe.packetID
                case .unsubscribe(let unsubscribe): note.packetID = unsubscribe.packetID
                case .publishRelease(let release): note.packetID = release.packetID
                default: break
                }
                recentlySent.add(note)
            // Only the first of the gathered answers is looked at: no end is ever put down to an answer.
            case .acknowledge(let bytes):
                let first = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) ?? 0
                if let type = PacketType(rawValue: first >> 4) { recentlySent.add(PacketNote(type, at: now)) }
            default: break
            }
        }
    }

    // MARK: - The end

    /// How the connection came to its end. Asked before ``connectionLost(_:)``, which forgets what was not answered.
    func cause(_ closer: ConnectionCause.Closer, reason: ReasonCode?, at now: NIODeadline) -> ConnectionCause {
        var sent = recentlySent.all
        var received = recentlyReceived.all
        // Only now: while packets go by nobody asks how old they are.
        for index in sent.indices { complete(&sent[index], at: now) }
        for index in received.indices { received[index].before = now - received[index].at }
        let isAssigned = !options.connect.clientID.isEmpty || acceptance?.assignsClientID == true
        var cause = ConnectionCause(
            closer: closer, reason: reason, sent: sent, received: received, suspect: nil, hasClientID: isAssigned)
        // Only what the broker does is an answer to something; a reason that speaks of the whole connection is one
        // already.
        if closer == .broker, reason?.isUnrelatedToPackets != true { cause.suspect = suspect(in: cause, at: now) }
        return cause
    }

    /// Puts in what is costly to know while packets go by: the topic that an alias stands for, the filters.
    private func complete(_ note: inout PacketNote, at now: NIODeadline) {
        note.before = now - note.at
        switch note.type {
        case .publish:
            // A PUBLISH with an alias may come without its topic (MQTT 5 3.3.2.3.4).
            let topic = note.topic.isEmpty ? aliases.first { $0.value == note.alias }?.key ?? "" : note.topic
            note.subjects = [topic]
        case .subscribe: note.subjects = subscribing[note.packetID]?.subscriptions.map(\.filter) ?? []
        case .unsubscribe: note.subjects = unsubscribing[note.packetID]?.filters ?? []
        default: break
        }
    }

    /// A broker answers in order: what it closed at is the first packet that it left without an answer.
    private func suspect(in cause: ConnectionCause, at now: NIODeadline) -> PacketNote? {
        // Not even CONNACK came: CONNECT alone can be what it closed at.
        guard let lastHeard = cause.received.last?.at else { return cause.sent.first { $0.type == .connect } }
        let unanswered = [
            unansweredSubscribe, unansweredUnsubscribe, unacknowledged,
            // QoS 0 has no answer: it is under suspicion only where nothing came behind it.
            cause.sent.first { $0.type == .publish && $0.qos == .atMostOnce && $0.at >= lastHeard },
        ].compactMap(\.self)
        // Of those of one moment SUBSCRIBE is the first: after CONNACK it goes before what waits in the session.
        guard var first = unanswered.min(by: { $0.at < $1.at }) else { return nil }
        first.before = now - first.at
        let hasNoAnswer = first.type == .publish && first.qos == .atMostOnce
        // Longer ago, and the end is no answer to it.
        return first.before <= (hasNoAnswer ? ConnectionCause.shortMoment : ConnectionCause.moment) ? first : nil
    }

    /// The SUBSCRIBE packets that were not answered as one, with the time of the last: they are under the same suspicion.
    private var unansweredSubscribe: PacketNote? {
        guard let newest = subscribing.values.map(\.at).max() else { return nil }
        var note = PacketNote(.subscribe, at: newest)
        let inOrder = subscribing.sorted { ($0.value.at, $0.key) < ($1.value.at, $1.key) }
        note.subjects = inOrder.flatMap { $0.value.subscriptions.map(\.filter) }
        return note
    }

    private var unansweredUnsubscribe: PacketNote? {
        guard let oldest = unsubscribing.values.min(by: { $0.at < $1.at }) else { return nil }
        var note = PacketNote(.unsubscribe, at: oldest.at)
        note.subjects = oldest.filters
        return note
    }

    /// The first message that was sent on this connection and is not finished with.
    private var unacknowledged: PacketNote? {
        // What is still to be sent again on this connection cannot have ended it.
        let waiting = Set(unsent)
        let sent = session.inFlight.lazy.filter { !waiting.contains($0.key) }
        guard let (id, message) = sent.min(by: { $0.value.order < $1.value.order }) else { return nil }
        // Since PUBREC its PUBREL is what waits.
        var note = PacketNote(message.stage == .published ? .publish : .publishRelease, at: message.sentAt)
        note.packetID = id
        note.subjects = [message.publish.topic]
        note.qos = message.publish.qos
        note.payloadSize = message.publish.payload.readableBytes
        return note
    }
}
