import MQTT
import Text

extension Workspace {
    /// Notes what is known of a subscription; one line per filter, in the order in which they were asked for.
    public func setSubscription(_ subscription: SubscriptionStatus) {
        var subscription = subscription
        subscription.told = withoutSecrets(subscription.filter)
        if let index = subscriptions.firstIndex(where: { $0.filter == subscription.filter }) {
            subscriptions[index] = subscription
        } else {
            subscriptions.append(subscription)
        }
    }

    /// The subscription that a message came by with a smaller QoS than was asked for, because the broker grants no more:
    /// its filter as it may be told, the QoS asked for and the QoS granted. Nil when another one covers the topic with what was asked.
    public func downgrade(of topic: String) -> (filter: String, asked: Int, granted: Int)? {
        var found: (filter: String, asked: Int, granted: Int)?
        for subscription in subscriptions {
            guard case .granted(let qos) = subscription.state, let filter = try? TopicFilter(subscription.filter),
                filter.matches(topic)
            else { continue }
            if qos >= subscription.qos { return nil }
            if found == nil { found = (subscription.told, subscription.qos, qos) }
        }
        return found
    }

    /// Notes the filters of a connection that no broker could be asked for, and says so; again when the broker has answered
    /// for the others, which would cover it.
    func setUnusable(_ filters: [PlanInForce.Unusable], at time: Moment) {
        for wrong in filters {
            setSubscription(SubscriptionStatus(filter: wrong.filter, qos: 0, state: .unusable(wrong.words)))
        }
        guard let first = filters.first else { return }
        let more = filters.count - 1
        let others = more > 0 ? ", and \(more) more wrong ones: martlet profile check lists them" : ""
        var notice = Notice(
            at: time, kind: .warning,
            text: "Not asked for: the filter \(withoutSecrets(first.filter)) (\(first.words))\(others)")
        notice.subject = .unusableFilters
        notify(notice)
    }

    /// A filter could not be asked for.
    func setUnasked(_ filter: String, _ words: String) {
        guard let place = subscriptions.firstIndex(where: { $0.filter == filter && $0.isWanted }) else { return }
        subscriptions[place].state = .unusable(withoutSecrets(quoting: words))
    }

    /// The connection has ended behind a SUBSCRIBE: what it asked for waits for no answer any more.
    func endUnanswered(_ filters: [String]) {
        for place in subscriptions.indices where subscriptions[place].state == .pending {
            // Empty: the client no longer knows which SUBSCRIBE it was.
            guard filters.isEmpty || filters.contains(subscriptions[place].filter) else { continue }
            subscriptions[place].state = .unanswered("the connection ended behind it")
        }
    }

    /// Says once more what stands behind the answers.
    func repeatUnusable(at time: Moment) {
        guard !subscriptions.contains(where: { $0.state == .pending }),
            // Not while another answer is to come: it would be covered again at once.
            let place = notices.lastIndex(where: { $0.subject == .unusableFilters }), place < notices.count - 1
        else { return }
        var notice = notices.remove(at: place)
        notice.at = time
        // Not as a new one: it was said.
        notices.append(notice)
    }
}
