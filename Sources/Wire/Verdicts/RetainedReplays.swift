import MQTT

/// Which retained messages a connection has asked for, and which have come (MQTT 5 3.3.1.3, MQTT 3.1.1 3.3.1.3): each
/// filter of each SUBSCRIBE brings one for each topic that it matches, and no more.
struct RetainedReplays {
    private struct Filter {
        var filter: TopicFilter
        /// Whether RETAIN stays as it was published: then nothing can be said.
        var isAsPublished: Bool
        /// Whether it brings retained messages at all.
        var brings: Bool
    }

    /// Whether everything that was asked for is known.
    private var isWhole = false
    private var filters: [Filter] = []
    /// How many retained messages came, by topic.
    private var came: [String: Int] = [:]

    /// The most filters, and topics, that are counted: with more of them nothing is said.
    private static let (mostFilters, mostTopics) = (1000, 50_000)

    /// Nothing is known of what was asked for, unless it is said that nothing was.
    init(isWhole: Bool = false) { self.isWhole = isWhole }

    /// SUBSCRIBE asks for a filter.
    mutating func ask(for subscription: Subscription, _ version: ProtocolVersion) {
        // Without knowing all that was asked for, any retained message may have been.
        guard isWhole else { return }
        guard filters.count < Self.mostFilters, let filter = try? TopicFilter(subscription.filter) else {
            return giveUp()
        }
        let isV5 = version == .v5
        filters.append(
            Filter(
                // Before MQTT 5 there is no such option, whatever the byte says.
                filter: filter, isAsPublished: isV5 && subscription.retainAsPublished,
                // A non-shared subscription alone brings any (MQTT 5 3.3.1.3).
                brings: !(isV5 && (subscription.retainHandling == .doNotSend || filter.isShared))))
    }

    /// Too much to count.
    private mutating func giveUp() { self = RetainedReplays() }

    /// Takes note of a retained message; whether nothing has asked for it.
    mutating func isUnasked(_ topic: String) -> Bool {
        guard isWhole, !topic.isEmpty else { return false }
        let matching = filters.filter { $0.filter.matches(topic) }
        // With Retain As Published RETAIN says nothing of a replay.
        if matching.contains(where: \.isAsPublished) { return false }
        let count = came[topic, default: 0]
        // What nothing asked for does not take the place of what is asked for next.
        guard count < matching.count(where: \.brings) else { return true }
        guard came.count < Self.mostTopics else {
            giveUp()
            return false
        }
        came[topic] = count + 1
        return false
    }
}
