public import MQTT
public import Profile

/// What an open connection was opened with, and what its next attempts are made with, as far as it may be told: its secrets
/// are known to its feed alone.
public struct PlanInForce: Equatable, Sendable {
    /// A filter that no broker can be asked for.
    public struct Unusable: Equatable, Sendable {
        /// The filter.
        public var filter: String
        /// What is wrong with it.
        public var words: String

        /// A filter and what is wrong with it.
        public init(_ filter: String, _ words: String) {
            self.filter = filter
            self.words = words
        }
    }

    /// Where the broker is, as shown: `mqtts://broker:8883`.
    public var address: String
    /// How other programs reach it, for commands.
    public var access: BrokerAccess
    /// The client identifier; empty lets the broker choose one.
    public var clientID = ""
    /// What the settings have asked for.
    public var subscriptions: [Subscription] = []
    /// What they name and no broker can be asked for.
    public var unusable: [Unusable] = []
    /// The topic of the will; nil for none.
    public var will: String?
    /// Whether a token or a signature is in it, which ends: each attempt to connect is made with another plan.
    public var isPerishable = false

    /// A plan that asks for nothing.
    public init(address: String, access: BrokerAccess) {
        self.address = address
        self.access = access
    }
}
