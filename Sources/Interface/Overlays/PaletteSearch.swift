import Topics

/// What the palette looks for among more than can be listed: topics, and the way to all of them.
final class PaletteSearch {
    private let topics: TopicSearch
    private let item: (TopicID) -> PaletteItem
    private let all: PaletteItem

    /// A search, what it makes of a topic, and what stands behind those.
    init(_ topics: TopicSearch, all: PaletteItem, item: @escaping (TopicID) -> PaletteItem) {
        self.topics = topics
        self.all = all
        self.item = item
    }

    /// What is found so far.
    var items: [PaletteItem] { topics.found.map(item) + [all] }

    /// Looks further until a deadline; answers whether there is more to look at.
    func advance(until deadline: ContinuousClock.Instant) -> Bool { topics.advance(until: deadline) }
}
