import MQTT
import NIOCore

extension Broker {
    /// PUBLISH from a client (MQTT 5 3.3.4).
    func receive(_ publish: Publish, _ link: LinkID, _ session: BrokerSession, at now: NIODeadline) {
        counters.publishesReceived += 1
        counters.publishBytesReceived += publish.payload.readableBytes
        if publish.qos == .exactlyOnce {
            if session.received.contains(publish.packetID) {
                // Sent again because our PUBREC was lost: answered again, delivered once.
                send(.publishReceived(Acknowledgement(packetID: publish.packetID)), link)
                return
            }
            // More than our Receive Maximum ends the connection (MQTT 5 3.3.4).
            if session.version == .v5, session.received.count >= Int(limits.receiveMaximum) {
                end(link, session, .receiveMaximumExceeded, at: now)
                return
            }
        }
        let reason = judge(publish, session, at: now)
        switch publish.qos {
        case .atMostOnce: break
        case .atLeastOnce:
            send(.publishAck(Acknowledgement(packetID: publish.packetID, reason: known(reason, to: session))), link)
        case .exactlyOnce:
            // A refusal ends the handshake: the identifier is free (MQTT 5 4.3.3).
            if !reason.isError { session.received.insert(publish.packetID) }
            send(
                .publishReceived(Acknowledgement(packetID: publish.packetID, reason: known(reason, to: session))), link)
        }
    }

    /// A message of the house itself, as from a client that nobody is connected as; false when there is no room for it.
    func publish(_ publish: Publish, by publisher: String, at now: NIODeadline) -> (Bool, [BrokerEffect]) {
        let message = Message(
            topic: publish.topic, payload: publish.payload, qos: publish.qos, retain: publish.retain,
            properties: publish.properties, publisher: publisher, at: now)
        let reason = accept(message, at: now)
        return (reason != .quotaExceeded, takeEffects())
    }

    /// Accepts a message or says why not.
    private func judge(_ publish: Publish, _ session: BrokerSession, at now: NIODeadline) -> ReasonCode {
        // The broker's own topics are not for clients; so it is with mosquitto.
        if publish.topic.hasPrefix("$SYS/") || publish.topic == "$SYS" {
            counters.publishesDropped += 1
            return .notAuthorized
        }
        return accept(
            Message(
                topic: publish.topic, payload: publish.payload, qos: publish.qos, retain: publish.retain,
                properties: publish.properties, publisher: session.clientID, at: now), at: now)
    }

    /// Before MQTT 5 an acknowledgement could not say anything.
    private func known(_ reason: ReasonCode, to session: BrokerSession) -> ReasonCode {
        session.version == .v5 ? reason : .success
    }

    /// PUBREL: the second half of QoS 2 from a client.
    func released(_ answer: Acknowledgement, _ link: LinkID, _ session: BrokerSession) {
        let wasKnown = session.received.remove(answer.packetID) != nil
        let reason: ReasonCode = wasKnown || session.version != .v5 ? .success : .packetIdentifierNotFound
        send(.publishComplete(Acknowledgement(packetID: answer.packetID, reason: reason)), link)
    }

    /// Takes a message: keeps it when it is retained, gives it to those who subscribed.
    func accept(_ message: Message, at now: NIODeadline) -> ReasonCode {
        // Without room it is refused as a whole, not delivered and then forgotten.
        if message.retain, !retained.store(message, limits: limits) {
            counters.publishesDropped += 1
            return .quotaExceeded
        }
        accepted?(message)
        return deliver(message, at: now) ? .success : .noMatchingSubscribers
    }

    /// Gives a message to every session whose subscriptions match; false when there is none.
    private func deliver(_ message: Message, at now: NIODeadline) -> Bool {
        var topic = message.topic
        var targets: [(BrokerSession, Delivery)] = []
        var shared: [String: [(BrokerSession, BrokerSubscription)]] = [:]
        topic.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            // Those that are away too: their queues keep it.
            for session in sessions.values {
                if let delivery = match(message, bytes, session, &shared) { targets.append((session, delivery)) }
            }
        }
        for (key, candidates) in shared {
            if let (session, subscription) = turn(of: key, among: candidates) {
                targets.append((session, delivery(of: message, by: [subscription])))
            }
        }
        for (session, delivery) in targets { give(delivery, to: session, at: now) }
        return !targets.isEmpty
    }

    /// One delivery for all matching subscriptions of a session (MQTT 5 3.3.4), with the strongest QoS among them.
    private func match(
        _ message: Message, _ topic: UnsafeRawBufferPointer, _ session: BrokerSession,
        _ shared: inout [String: [(BrokerSession, BrokerSubscription)]]
    ) -> Delivery? {
        var matching: [BrokerSubscription] = []
        for subscription in session.subscriptions where subscription.filter.matches(topic) {
            if subscription.filter.isShared {
                // Gathered by the whole filter: one member of each group gets it (MQTT 5 4.8.2).
                shared[subscription.filter.text, default: []].append((session, subscription))
            } else if !(subscription.subscription.noLocal && message.publisher == session.clientID) {
                matching.append(subscription)
            }
        }
        return matching.isEmpty ? nil : delivery(of: message, by: matching)
    }

    private func delivery(of message: Message, by matching: [BrokerSubscription]) -> Delivery {
        let strongest = matching.map(\.subscription.qos).max() ?? .atMostOnce
        // What is forwarded has no RETAIN, but where a subscription wants it as published (MQTT 5 3.3.1.3).
        return Delivery(
            message: message, qos: min(message.qos, strongest),
            retain: message.retain && matching.contains { $0.subscription.retainAsPublished },
            identifiers: matching.compactMap(\.identifier))
    }

    /// Round and round among those who are there; among all when nobody is.
    private func turn(
        of key: String, among candidates: [(BrokerSession, BrokerSubscription)]
    ) -> (BrokerSession, BrokerSubscription)? {
        let present = candidates.filter { $0.0.link != nil }
        // By name: turns must not depend on the order of a dictionary.
        let ordered = (present.isEmpty ? candidates : present).sorted { $0.0.clientID < $1.0.clientID }
        if ordered.isEmpty { return nil }
        // Turns are no more than fair: filters that come and go must not make them grow.
        if turns.count > 1000 { turns = [:] }
        let number = turns[key, default: 0]
        turns[key] = (number + 1) % ordered.count
        return ordered[number % ordered.count]
    }
}
