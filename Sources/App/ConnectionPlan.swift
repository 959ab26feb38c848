public import MQTT

/// A connection to open: what to call it, how to reach it, what to ask for.
public struct ConnectionPlan: Sendable {
    /// A filter to subscribe to.
    public struct Filter: Sendable {
        /// The topic filter (MQTT 5 4.7).
        public let filter: String
        /// The QoS asked for, 0 to 2.
        public let qos: Int

        /// A filter and the QoS asked for.
        public init(_ filter: String, qos: Int) {
            self.filter = filter
            self.qos = qos
        }
    }

    /// What people call the connection: its name in the profile, or the host.
    public var name: String
    /// How to reach the broker.
    public var configuration: ClientConfiguration
    /// What to subscribe to when connected.
    public var subscriptions: [Filter]

    /// A plan of its parts.
    public init(name: String, configuration: ClientConfiguration, subscriptions: [Filter]) {
        self.name = name
        self.configuration = configuration
        self.subscriptions = subscriptions
    }
}
