public import MQTT
public import Profile

/// One subscription and the broker's answer to it.
public struct SubscriptionStatus: Equatable, Sendable {
    /// Where the subscription stands.
    public enum State: Equatable, Sendable {
        /// Asked for, not answered yet.
        case pending
        /// Granted with a maximum QoS (MQTT 5 3.9.3).
        case granted(Int)
        /// Refused; words with the reason code and what to try.
        case refused(String)
        /// The broker's answer to it and others has none for it; words that say so. It may be granted.
        case unanswered(String)
        /// No filter that a broker can be asked for, and why: it is not asked.
        case unusable(String)
        /// Taken back by UNSUBSCRIBE.
        case removed

        /// What people read of it; empty when it is taken back.
        public var words: String {
            switch self {
            case .pending: "not answered yet"
            case .granted(let qos): "subscribed, QoS \(qos)"
            case .refused(let reason): "refused: \(reason)"
            case .unanswered(let words): "not answered: \(words)"
            case .unusable(let words): "not asked for: \(words)"
            case .removed: ""
            }
        }
    }

    /// The topic filter as it is asked for.
    public var filter: String
    /// The same as it may be told.
    public internal(set) var told: String
    /// The QoS asked for.
    public var qos: Int
    /// What else was asked for with it (MQTT 5 3.8.3.1).
    public var noLocal = false
    /// Whether RETAIN stays as it was published: then it does not say what comes from the broker's store.
    public var retainAsPublished = false
    /// Where it stands.
    public var state: State

    /// Whether the broker is, or is to be, asked for it.
    public var isWanted: Bool {
        switch state {
        case .pending, .granted, .refused, .unanswered: true
        case .unusable, .removed: false
        }
    }

    /// Describes a subscription.
    public init(filter: String, qos: Int, state: State = .pending) {
        self.filter = filter
        told = filter
        self.qos = qos
        self.state = state
    }

    /// Describes one that is, or was, asked for.
    public init(_ subscription: Subscription, _ state: State) {
        self.init(filter: subscription.filter, qos: Int(subscription.qos.rawValue), state: state)
        noLocal = subscription.noLocal
        retainAsPublished = subscription.retainAsPublished
    }

    /// The same as it is saved.
    public var draft: SubscriptionDraft {
        var draft = SubscriptionDraft(filter, qos: qos)
        (draft.noLocal, draft.retainAsPublished) = (noLocal, retainAsPublished)
        return draft
    }

    /// What to ask for to have it again, with what the broker keeps.
    public var subscription: Subscription {
        Subscription(
            filter: filter, qos: QoS(rawValue: UInt8(clamping: qos)) ?? .atMostOnce, noLocal: noLocal,
            retainAsPublished: retainAsPublished)
    }
}
