/// The topics that have a retained message, as far as is known here, that pass a filter; found in slices.
///
/// A broker says that a message is retained only when it is sent from its store, so what was retained after the
/// subscription is known once the filter is subscribed to again.
public final class RetainedList {
    /// The filter in the syntax of `TopicTree.setFilter`; empty for all.
    public let filterText: String
    /// Why the filter is not used; nil when it is.
    public let problem: String?
    /// Bytes of payload of all that is listed.
    public private(set) var bytes = 0
    /// The same without topics that begin with `$`, which are the broker's own and are not cleared with others, and without
    /// those that no client can name.
    public private(set) var clearableBytes = 0
    /// How many topics that begin with `$` are listed.
    public private(set) var ownOfBroker = 0
    /// How many of the listed have had a newer message that the broker did not send as retained: what it keeps may be
    /// another value.
    public private(set) var unsure = 0
    /// How many topics are listed that are no UTF-8: a broker has broken the rules, and no client may publish to them.
    public private(set) var unnamed = 0
    /// Whether every topic has been looked at.
    public private(set) var isComplete = false

    private let live: LiveData
    private let predicate: TopicPredicate?
    private var ids: [TopicID] = []
    private let change: Int
    private var cursor = 1

    /// Begins a list; `advance(until:)` fills it.
    public init(_ live: LiveData, filter: String) {
        self.live = live
        filterText = filter
        var problem: String?
        var predicate: TopicPredicate?
        if !filter.isEmpty {
            do { predicate = try TopicPredicate(filter) } catch { problem = error.message }
        }
        // Before the first look: what changes while it is filled makes it outdated.
        change = live.topics.retainedChanges
        self.predicate = predicate
        self.problem = problem
        if problem != nil { isComplete = true }
    }

    /// How many are listed so far.
    public var count: Int { ids.count }

    /// A topic of the list.
    public subscript(index: Int) -> TopicID { ids[index] }

    /// How many can be cleared, as far as was known when they were looked at.
    public var clearableCount: Int { count - ownOfBroker - unnamed }

    /// The name of a listed topic where it can be cleared; nil for one that was forgotten or cleared in the meantime, for one
    /// that is no text, and for the broker's own.
    public func clearableTopic(at index: Int) -> String? {
        let id = ids[index]
        // Asked anew: clearing takes time, and a list may be old.
        guard isRetained(id), !live.topics.nodes[Int(id.rawValue)].pointee.isSystem, live.topics.isText(id) else {
            return nil
        }
        return live.topics.topic(id)
    }

    /// Whether a listed topic still has its retained message.
    public func isRetained(_ id: TopicID) -> Bool {
        live.topics.info(id, now: 0).isRetained
    }

    /// Looks at further topics until a deadline; answers whether there are more.
    public func advance(until deadline: ContinuousClock.Instant) -> Bool {
        let topics = live.topics
        while !isComplete {
            let stop = min(cursor + 2048, topics.end)
            while cursor < stop {
                take(cursor, topics)
                cursor += 1
            }
            if cursor >= topics.end { isComplete = true } else if ContinuousClock.now >= deadline { return true }
        }
        return false
    }

    private func take(_ number: Int, _ topics: TopicStore) {
        let node = topics.nodes[number].pointee
        guard node.isRetained, node.own > 0, !topics.isGone(number) else { return }
        if let predicate, !predicate.matches(node.topicBytes) { return }
        let id = TopicID(rawValue: UInt32(truncatingIfNeeded: number))
        ids.append(id)
        let isText = node.isText
        if node.isSystem { ownOfBroker += 1 } else if !isText { unnamed += 1 }
        // Evicted, or forgotten: it is still retained, of a size that is not known.
        guard let message = live.messages.message(node.lastSequence) else { return }
        bytes += message.payloadSize
        guard !node.isSystem, isText else { return }
        clearableBytes += message.payloadSize
        if !message.flags.isRetained { unsure += 1 }
    }

    /// Whether topics have got or lost their retained message since the list was begun.
    public var isOutdated: Bool { change != live.topics.retainedChanges }

    /// The place of a topic; nil when it is not listed.
    public func place(of id: TopicID) -> Int? { ids.firstIndex(of: id) }
}
