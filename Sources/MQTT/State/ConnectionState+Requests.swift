import NIOCore

extension ConnectionState {
    // MARK: - Publishing

    /// Sends a message, or lets it wait: QoS 0 needs a connection, QoS 1 and 2 wait in the session for one.
    /// - Parameter isWatched: whether each step of a message of QoS 1 or 2 is told.
    mutating func publish(
        _ publish: Publish, token: Token, isWatched: Bool = false, at now: NIODeadline
    ) -> [ConnectionAction] {
        do {
            try Topic.validate(publish.topic)
        } catch {
            return [.fail(token, .invalid("\(error)"))]
        }
        var publish = publish
        // The machine numbers aliases itself: one chosen by the caller could take the place of another topic.
        if options.usesTopicAliases { publish.properties.topicAlias = nil }
        if let objection = limits.objection(to: publish, version: version) { return [.fail(token, objection)] }
        guard publish.qos != .atMostOnce else {
            // QoS 0 is not kept for later (MQTT 5 4.3.1).
            guard phase == .connected else { return [.fail(token, .notConnected)] }
            return sent([.publish(aliased(publish), completing: token)], at: now)
        }
        // Through the queue even where there is room: what waits already goes first.
        guard session.enqueue(publish, token) else { return [.fail(token, .queueFull)] }
        if isWatched { session.watched.insert(token) }
        let queued = session.progress(token, .queued)
        return phase == .connected ? sent(queued + sendQueued(at: now), at: now) : queued
    }

    /// Messages of QoS 1 and 2 are sent in bursts of about so many bytes: the rest waits until the socket has taken them,
    /// whatever the window allows, so that a slow socket does not make memory grow.
    static let mostBurst = 1 << 20

    /// True when ``written(at:)`` is waited for.
    var isPaced: Bool { burst >= Self.mostBurst }

    /// The socket has taken everything that was sent.
    mutating func written(at now: NIODeadline) -> [ConnectionAction] {
        burst = 0
        return phase == .connected ? sent(sendQueued(at: now), at: now) : []
    }

    /// Sends what waits, as far as the window lets it (MQTT 5 4.9).
    mutating func sendQueued(at now: NIODeadline) -> [ConnectionAction] {
        var actions: [ConnectionAction] = []
        // A caution of 0 shuts the window until the broker has answered something.
        let window = min(limits.receiveMaximum, max(1, options.maximumInFlight), caution ?? .max)
        // Those that are still to be sent again take no place in the window yet.
        while !isPaced, session.inFlight.count - unsent.count < window, let id = unsent.popFirst() {
            // Held, or acknowledged, since it was put there.
            guard let message = session.inFlight[id] else { continue }
            var publish = message.publish
            // It was sent on an earlier connection (MQTT 5 3.3.1.1).
            publish.duplicate = true
            session.inFlight[id]?.sentAt = now
            count(publish)
            actions.append(.publish(aliased(publish), completing: nil))
            actions += session.progress(message.token, .written)
        }
        // Nothing new before the last of these: messages keep their order (MQTT 5 4.6).
        guard unsent.isEmpty else { return actions }
        while !isPaced, session.inFlight.count < window, let next = session.dequeue() {
            // It may have been queued under the CONNACK of another connection, or under none.
            if let objection = limits.objection(to: next.publish, version: version) {
                session.watched.remove(next.token)
                // Its limit, not the connection's: the next one may fit.
                actions.append(.fail(next.token, objection))
                continue
            }
            guard let id = makeID() else {
                // Every identifier is in use, by SUBSCRIBEs for the most part: later.
                session.putBack(next)
                break
            }
            var publish = next.publish
            publish.packetID = id
            count(publish)
            session.inFlight[id] = Session.InFlight(
                publish: publish, stage: .published, token: next.token, order: session.nextOrder(), sentAt: now)
            actions.append(.publish(aliased(publish), completing: nil))
            actions += session.progress(next.token, .written)
        }
        return actions
    }

    private mutating func count(_ publish: Publish) {
        burst += publish.payload.readableBytes + publish.topic.utf8.count
    }

    private mutating func makeID() -> UInt16? {
        let (subscribing, unsubscribing) = (subscribing, unsubscribing)
        return session.makeID { subscribing[$0] != nil || unsubscribing[$0] != nil }
    }

    /// Replaces a topic by its alias from the second time on, as many as the broker keeps (MQTT 5 3.3.2.3.4).
    mutating func aliased(_ publish: Publish) -> Publish {
        guard options.usesTopicAliases, limits.topicAliasMaximum > 0, publish.properties.topicAlias == nil else {
            return publish
        }
        var publish = publish
        if let alias = aliases[publish.topic] {
            publish.properties.topicAlias = alias
            publish.topic = ""
            // A large packet may have no room for the property: then it goes without.
        } else if aliases.count < Int(limits.topicAliasMaximum), limits.allowsAlias(on: publish, version: version) {
            // Aliases count from 1 (MQTT 5 3.3.2.3.4).
            let alias = UInt16(aliases.count + 1)
            aliases[publish.topic] = alias
            publish.properties.topicAlias = alias
        }
        return publish
    }

    // MARK: - Subscriptions

    /// Sends SUBSCRIBE; needs a connection.
    mutating func subscribe(
        _ subscriptions: [Subscription], properties: Properties = Properties(), token: Token, at now: NIODeadline
    ) -> [ConnectionAction] {
        guard phase == .connected else { return [.fail(token, .notConnected)] }
        // MQTT 5 3.8.3: at least one.
        guard !subscriptions.isEmpty else { return [.fail(token, .invalid("a filter is missing"))] }
        for subscription in subscriptions {
            do {
                let filter = try TopicFilter(subscription.filter)
                if let objection = limits.objection(to: filter) { return [.fail(token, objection)] }
                if filter.isShared && subscription.noLocal && version == .v5 {
                    return [.fail(token, .invalid("a shared subscription cannot leave out one's own messages"))]
                }
            } catch {
                return [.fail(token, .invalid("\(error)"))]
            }
        }
        if !properties.subscriptionIdentifiers.isEmpty, !limits.subscriptionIdentifierAvailable {
            return [
                .fail(
                    token,
                    .limit(
                        .subscriptionIdentifiersNotSupported,
                        "the broker has no subscription identifiers; subscribe without one"))
            ]
        }
        // SUBSCRIBE and UNSUBSCRIBE take their identifiers from the same numbers as PUBLISH (MQTT 5 2.2.1).
        guard let id = makeID() else { return [.fail(token, .queueFull)] }
        let packet = Packet.subscribe(
            Subscribe(packetID: id, subscriptions: subscriptions, properties: properties))
        if let objection = limits.objection(toSizeOf: packet, version: version) { return [.fail(token, objection)] }
        // Before the answer: if the connection ends now, the next one asks again. SUBACK takes back what it refuses.
        subscriptions.forEach { session.remember($0) }
        subscribing[id] = (token, subscriptions, now)
        return sent([.send(packet)], at: now)
    }

    /// Sends UNSUBSCRIBE; needs a connection.
    mutating func unsubscribe(
        _ filters: [String], properties: Properties = Properties(), token: Token, at now: NIODeadline
    ) -> [ConnectionAction] {
        // Also without a connection: the next one must not ask for them again.
        filters.forEach { session.forget($0) }
        guard phase == .connected else { return [.fail(token, .notConnected)] }
        guard !filters.isEmpty else { return [.fail(token, .invalid("a filter is missing"))] }
        guard let id = makeID() else { return [.fail(token, .queueFull)] }
        let packet = Packet.unsubscribe(Unsubscribe(packetID: id, filters: filters, properties: properties))
        if let objection = limits.objection(toSizeOf: packet, version: version) { return [.fail(token, objection)] }
        unsubscribing[id] = (token, filters, now)
        return sent([.send(packet)], at: now)
    }
}
