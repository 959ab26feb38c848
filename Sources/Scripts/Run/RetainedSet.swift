import MQTT

/// How the end of what a broker keeps is recognised: nothing in MQTT marks it, but a broker answers in order.
///
/// The filter is subscribed to with QoS 0, so that what is retained stands in the broker's line of packets to send; then it
/// is pinged (MQTT 5 3.12). When between one PINGREQ and its PINGRESP nothing retained has come, nothing more is to come.
struct RetainedSet {
    /// What is to be done next.
    enum Next: Equatable {
        /// Ping.
        case ping
        /// Wait so long, then ping again.
        case wait(Duration)
        /// All has come.
        case end
    }

    /// How long nothing must have come, beyond the answer to a ping.
    var settle: Duration = .zero
    /// Topics that have come.
    private(set) var topics: Set<String> = []
    /// The same in the order of their coming.
    private(set) var order: [String] = []
    /// Bytes of their payloads.
    private(set) var bytes = 0
    private var isNew = false
    private var lastArrival: ContinuousClock.Instant

    /// A set that is asked for now.
    init(settle: Duration?, now: ContinuousClock.Instant) {
        self.settle = settle ?? .zero
        lastArrival = now
    }

    /// A retained message has come; false when it came before, by an overlapping filter.
    mutating func insert(_ topic: String, size: Int, now: ContinuousClock.Instant) -> Bool {
        isNew = true
        lastArrival = now
        guard topics.insert(topic).inserted else { return false }
        order.append(topic)
        bytes += size
        return true
    }

    /// The broker has answered a ping.
    mutating func ponged(now: ContinuousClock.Instant) -> Next {
        defer { isNew = false }
        // It came between the two, so that more of them may stand behind it.
        if isNew { return .ping }
        let left = lastArrival + settle - now
        return left > .zero ? .wait(left) : .end
    }
}
