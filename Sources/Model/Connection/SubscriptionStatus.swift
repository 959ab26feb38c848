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
        /// No filter that a broker can be asked for, and why: it is not asked.
        case unusable(String)
        /// Taken back by UNSUBSCRIBE.
        case removed
    }

    /// The topic filter.
    public var filter: String
    /// The QoS asked for.
    public var qos: Int
    /// Where it stands.
    public var state: State

    /// Whether the broker is, or is to be, asked for it.
    public var isWanted: Bool {
        switch state {
        case .pending, .granted, .refused: true
        case .unusable, .removed: false
        }
    }

    /// Describes a subscription.
    public init(filter: String, qos: Int, state: State = .pending) {
        self.filter = filter
        self.qos = qos
        self.state = state
    }
}
