/// A filter in SUBSCRIBE, and its options (MQTT 5 3.8.3).
public struct Subscription: Hashable, Sendable {
    /// What retained messages a SUBSCRIBE asks for (MQTT 5 3.8.3.1).
    public enum RetainHandling: UInt8, Hashable, Sendable, CaseIterable {
        /// Those that match.
        case send = 0
        /// Those that match, if the subscription is new.
        case sendIfNew = 1
        /// None.
        case doNotSend = 2
    }

    /// Topic filter.
    public var filter: String
    /// The highest QoS to be sent.
    public var qos: QoS
    /// MQTT 5: do not send back what this client publishes.
    public var noLocal: Bool
    /// MQTT 5: leave the retain flag as it was published.
    public var retainAsPublished: Bool
    /// MQTT 5: which retained messages to send.
    public var retainHandling: RetainHandling

    /// Makes a subscription.
    public init(
        filter: String, qos: QoS = .atMostOnce, noLocal: Bool = false, retainAsPublished: Bool = false,
        retainHandling: RetainHandling = .send
    ) {
        self.filter = filter
        self.qos = qos
        self.noLocal = noLocal
        self.retainAsPublished = retainAsPublished
        self.retainHandling = retainHandling
    }
}
