/// The topics with messages of their own that hold a text or pass a filter, in the order in which they were first seen; found in
/// slices.
public final class TopicSearch {
    /// How many are looked at between two looks at the clock, and about how many bytes of work are done.
    private static let slice = 1024
    private static let sliceWork = 1 << 16

    /// What is found so far.
    public private(set) var found: [TopicID] = []

    private let store: TopicStore
    /// Nil for a filter that cannot be used: nothing passes it.
    private let predicate: TopicPredicate?
    private let limit: Int
    private var next = TopicStore.root + 1

    /// Begins a search; ``advance(until:)`` does it.
    /// - Parameters:
    ///   - filter: as ``TopicTree/setFilter(_:)`` has it; of one that has a problem nothing is found.
    ///   - limit: the most topics that are found.
    public init(_ store: TopicStore, passing filter: String, limit: Int) {
        (self.store, self.limit) = (store, limit)
        predicate = try? TopicPredicate(filter)
    }

    /// Begins a search for a text, whatever it looks like.
    init(_ store: TopicStore, containing text: String, limit: Int) {
        (self.store, self.limit) = (store, limit)
        predicate = TopicPredicate(containing: text)
    }

    /// Whether there are topics that were not looked at, and more may be found.
    public var hasMore: Bool { predicate != nil && next < store.end && found.count < limit }

    /// Looks at further topics until a deadline; answers whether there are more.
    public func advance(until deadline: ContinuousClock.Instant) -> Bool {
        while hasMore {
            look(at: Self.slice, work: Self.sliceWork)
            if ContinuousClock.now >= deadline { break }
        }
        return hasMore
    }

    /// Looks at so many topics, or at fewer when that is more work.
    func look(at count: Int, work: Int = .max) {
        guard let predicate else { return }
        let stop = min(next + count, store.end)
        var left = work
        while next < stop, left > 0, found.count < limit {
            if !store.isGone(next), store.nodes[next].pointee.own > 0 {
                let test = predicate.matches(store.nodes[next].pointee.topicBytes, parentMatches: false, levelStart: 0)
                if test.isMatch { found.append(TopicID(rawValue: UInt32(truncatingIfNeeded: next))) }
                left -= test.work
            }
            next += 1
        }
    }
}
