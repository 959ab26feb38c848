public import MQTT
public import Profile

/// A connection to open: what to call it, how to reach it, what to ask for.
public struct ConnectionPlan: Sendable {
    /// A filter to subscribe to.
    public struct Filter: Sendable {
        /// The topic filter (MQTT 5 4.7).
        public let filter: String
        /// The QoS asked for, 0 to 2.
        public let qos: Int
        /// The filter with its options (MQTT 5 3.8.3).
        public let subscription: Subscription

        /// A filter and the QoS asked for.
        public init(_ filter: String, qos: Int) {
            self.filter = filter
            self.qos = qos
            subscription = Subscription(filter: filter, qos: QoS(rawValue: UInt8(clamping: qos)) ?? .atMostOnce)
        }

        /// A filter with the options of a saved one.
        init(_ filter: String, _ draft: SubscriptionDraft) {
            self.filter = filter
            qos = draft.qos
            subscription = Subscription(
                filter: filter, qos: QoS(rawValue: UInt8(clamping: draft.qos)) ?? .atMostOnce, noLocal: draft.noLocal,
                retainAsPublished: draft.retainAsPublished,
                retainHandling: Subscription.RetainHandling(rawValue: UInt8(clamping: draft.retainHandling)) ?? .send)
        }
    }

    /// What people call the connection: its name in the profile, or the host.
    public var name: String
    /// How to reach the broker.
    public var configuration: ClientConfiguration
    /// What to subscribe to when connected.
    public var subscriptions: [Filter]

    /// Filters of the draft that no broker could be asked for, and why: the others are asked for all the same.
    public var unusable: [(filter: String, words: String)] = []

    /// Whether a token or a signature is in it, which ends: each attempt to connect is made with another plan.
    public var isPerishable = false

    /// How other programs reach the broker.
    public var access: BrokerAccess

    /// What may be told of the texts above that have secrets in them.
    public var told = ToldTexts() {
        // Errors of the client speak of filters and topics, too.
        didSet { configuration.spoken.texts = told.names }
    }

    /// What the person was asked for it, as ``SecretResolver/forget(_:)`` has it.
    public var asked: [String] = []

    /// What it was made of, variables and secrets as they stand there; nil for one that was made of its parts.
    public var draft: ConnectionDraft?

    /// What a test of it is found by later.
    public var testedAs: String

    /// A plan of its parts.
    public init(name: String, configuration: ClientConfiguration, subscriptions: [Filter]) {
        self.name = name
        self.configuration = configuration
        self.subscriptions = subscriptions
        access = BrokerAccess(configuration)
        testedAs = "\(configuration.endpoint)"
    }
}
