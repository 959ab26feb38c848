import MQTT
import NIOCore

extension Broker {
    /// SUBSCRIBE (MQTT 5 3.8.4): the answer first, then the retained messages.
    func subscribe(_ subscribe: Subscribe, _ link: LinkID, _ session: BrokerSession, at now: NIODeadline) {
        let identifier = subscribe.properties.subscriptionIdentifiers.first
        var reasons: [ReasonCode] = []
        var wanted: [BrokerSubscription] = []
        for subscription in subscribe.subscriptions {
            guard let filter = try? TopicFilter(subscription.filter) else {
                reasons.append(known(.topicFilterInvalid, to: session))
                continue
            }
            if filter.isShared, subscription.noLocal {
                // MQTT 5 3.8.3-4
                end(link, session, .protocolError, at: now)
                return
            }
            let granted = BrokerSubscription(subscription: subscription, filter: filter, identifier: identifier)
            let existing = session.subscriptions.firstIndex { $0.filter.text == filter.text }
            if let existing {
                // It replaces the one that is there (MQTT 5 3.8.4).
                session.subscriptions[existing] = granted
            } else if session.subscriptions.count >= limits.subscriptions {
                reasons.append(known(.quotaExceeded, to: session))
                continue
            } else {
                session.subscriptions.append(granted)
            }
            reasons.append(granting(subscription.qos))
            if sendsRetained(granted, isNew: existing == nil) { wanted.append(granted) }
        }
        send(.subscribeAck(SubscribeAck(packetID: subscribe.packetID, reasons: reasons)), link)
        for subscription in wanted { giveRetained(subscription, to: session, at: now) }
    }

    /// MQTT 5 3.3.1.3: never for a shared subscription, else as Retain Handling says.
    private func sendsRetained(_ granted: BrokerSubscription, isNew: Bool) -> Bool {
        if granted.filter.isShared { return false }
        switch granted.subscription.retainHandling {
        case .send: return true
        case .sendIfNew: return isNew
        case .doNotSend: return false
        }
    }

    private func giveRetained(_ granted: BrokerSubscription, to session: BrokerSession, at now: NIODeadline) {
        for message in retained.matching(granted.filter, at: now) {
            // No Local is about what the client has published itself (MQTT 5 3.8.3.1).
            if granted.subscription.noLocal, message.publisher == session.clientID { continue }
            let delivery = Delivery(
                message: message, qos: min(message.qos, granted.subscription.qos), retain: true,
                identifiers: granted.identifier.map { [$0] } ?? [])
            enqueue(delivery, for: session, extra: retained.count)
        }
        if !session.isResuming { pump(session, at: now) }
    }

    private func granting(_ qos: QoS) -> ReasonCode {
        switch qos {
        case .atMostOnce: .success
        case .atLeastOnce: .grantedQoS1
        case .exactlyOnce: .grantedQoS2
        }
    }

    /// MQTT 3.1.1 has one code for every refusal (3.9.3).
    private func known(_ reason: ReasonCode, to session: BrokerSession) -> ReasonCode {
        session.version == .v5 ? reason : .unspecifiedError
    }

    /// UNSUBSCRIBE (MQTT 5 3.10.4).
    func unsubscribe(_ unsubscribe: Unsubscribe, _ link: LinkID, _ session: BrokerSession) {
        let reasons = unsubscribe.filters.map { text -> ReasonCode in
            guard let index = session.subscriptions.firstIndex(where: { $0.filter.text == text }) else {
                return .noSubscriptionExisted
            }
            session.subscriptions.remove(at: index)
            return .success
        }
        // UNSUBACK has no codes before MQTT 5 (3.1.1 3.11).
        let answer = UnsubscribeAck(packetID: unsubscribe.packetID, reasons: session.version == .v5 ? reasons : [])
        send(.unsubscribeAck(answer), link)
    }
}
