import Payloads

/// The topics with messages of their own that hold a text, in the order in which they were first seen; found in slices.
public final class TopicSearch {
    /// How many are looked at between two looks at the clock.
    private static let slice = 1024

    /// What is found so far.
    public private(set) var found: [TopicID] = []

    private let store: TopicStore
    private let search: ByteSearch
    private let limit: Int
    private var next = TopicStore.root + 1

    /// Begins a search; ``advance(until:)`` does it.
    /// - Parameter limit: the most topics that are found.
    public init(_ store: TopicStore, containing text: String, limit: Int) {
        self.store = store
        self.limit = limit
        search = ByteSearch(text)
    }

    /// Whether there are topics that were not looked at, and more may be found.
    public var hasMore: Bool { next < store.end && found.count < limit }

    /// Looks at further topics until a deadline; answers whether there are more.
    public func advance(until deadline: ContinuousClock.Instant) -> Bool {
        while hasMore {
            look(at: Self.slice)
            if ContinuousClock.now >= deadline { break }
        }
        return hasMore
    }

    /// Looks at so many topics.
    func look(at count: Int) {
        let stop = min(next + count, store.end)
        while next < stop, found.count < limit {
            if isFound(next) { found.append(TopicID(rawValue: UInt32(truncatingIfNeeded: next))) }
            next += 1
        }
    }

    private func isFound(_ number: Int) -> Bool {
        !store.isGone(number) && store.nodes[number].pointee.own > 0
            && search.isFound(in: store.nodes[number].pointee.topicBytes)
    }
}
