import Text

/// Every topic seen, as a tree of levels, with its figures, and the rows that are visible of it.
///
/// Main thread only. A topic costs about 130 bytes beyond its name. No call here grows with the number of topics but
/// opening or closing all, setting a filter, which make one pass in memory order; forgetting makes it in slices.
public final class TopicTree {
    /// The number of the invisible node above all first levels; also the totals.
    static let root = 0

    // Unchecked: what every message and every row touches. One thread, and no access outlives a statement.
    @exclusivity(unchecked) var nodes: ChunkedStorage<TopicNode>
    @exclusivity(unchecked) var shapes: ChunkedStorage<TopicShape>
    /// One more than the highest number ever given.
    var end = 1
    /// Levels that are not forgotten.
    var aliveCount = 0
    let hash = TopicHash()
    @exclusivity(unchecked) var table = TopicTable()
    var names = NameArena()
    var forgottenNameBytes = 0
    let maximumTopics: Int
    /// The most bytes of names: what keeps a broker with endless long topics within bounds.
    let maximumNameBytes: Int
    let maximumNumber: Int

    @exclusivity(unchecked) var blocks: ChunkedStorage<ChildBlock>
    var blockEnd = 0
    var freeBlocks: [UInt32] = []
    var blockLists: [ChildBlockList] = []
    var freeBlockLists: [Int] = []

    /// Numbers of forgotten topics, oldest first, with the sequence after which they may be used again.
    var retired: [(number: UInt32, sequence: UInt64)] = []
    var retiredStart = 0
    /// The first number that the pass over forgotten topics has not come to; 0 when none is under way.
    @exclusivity(unchecked) var forgetCursor = 0
    var forgetSequence: UInt64 = 0
    /// Whether quiet messages may name numbers of forgotten topics: then none is used again.
    var holdsNumbers = false
    /// The lowest number that was given a second time since somebody asked; `Int.max` for none.
    var lowestReused = Int.max
    /// The number below which no kept message can name a forgotten topic; set by `LiveData`.
    var oldestSequence: UInt64 = 0

    var opensNewTopics = false
    var filter: TopicPredicate?
    /// The first number that the filter has not examined.
    var filterCursor = 1
    /// How many matching topics carry a message.
    var filterMatches = 0
    /// Whether topics are marked as shown whose rows are not counted.
    var hasMarked = false

    var orders: [UInt32: DynamicOrder] = [:]
    var sortJob: SortJob?
    /// Large parents whose order by figures is to be made.
    var wantedOrders: Set<UInt32> = []
    @exclusivity(unchecked) var latestTime: Moment = 0
    /// Grows when a topic gets or loses its retained message.
    @exclusivity(unchecked) var retainedChanges = 0
    var ordersRefreshed: Moment = 0
    @exclusivity(unchecked) var hasNewFigures = false
    /// The topics that have messages which their parents do not know of.
    @exclusivity(unchecked) var unsettled = TopicSet()

    private let lengths = LevelScratch()
    var scratch: LevelScratch { lengths }

    /// Changes whenever anything that is drawn of the tree may have changed.
    @exclusivity(unchecked) public internal(set) var revision: UInt64 = 0
    /// The text of the filter; empty for none. Set it by `setFilter`.
    public internal(set) var filterText = ""
    /// Why the filter's text is not used, in words with the next step; nil when it is used.
    public internal(set) var filterProblem: String?
    /// The order of siblings. Orders by figures are renewed about once a second while `LiveData.advance` is called.
    public var sort: TopicSort = .name {
        didSet { if sort != oldValue { dropOrders() } }
    }

    init(maximumTopics: Int, maximumNameBytes: Int = 256 << 20) {
        let topics = min(max(maximumTopics, 1), 1 << 28)
        self.maximumTopics = topics
        self.maximumNameBytes = maximumNameBytes
        // Forgotten topics hold their numbers for a while: room for as many again.
        maximumNumber = 2 * topics
        nodes = ChunkedStorage(capacity: maximumNumber + 1)
        shapes = ChunkedStorage(capacity: maximumNumber + 1)
        blocks = ChunkedStorage(capacity: maximumNumber + 1)
        makeRoot()
    }

    deinit {
        freeChildren()
        names.removeAll()
        table.deallocate()
        unsettled.deallocate()
        nodes.deallocate()
        shapes.deallocate()
        blocks.deallocate()
    }

    func makeRoot() {
        nodes.makeRoom(for: Self.root)
        shapes.makeRoom(for: Self.root)
        unsettled.makeRoom(for: Self.root)
        var empty: UInt8 = 0
        let name = withUnsafeBytes(of: &empty) { names.store($0) }
        nodes[Self.root].initialize(to: TopicNode(name: name, length: 0, parent: Self.root))
        shapes[Self.root].initialize(to: TopicShape(parent: Self.root, levelStart: 0, depth: 0))
        shapes[Self.root].pointee.flags = [.open, .shown]
        end = 1
        filterCursor = min(filterCursor, 1)
    }

    /// How many topics carried a message.
    public var count: Int { Int(shapes[Self.root].pointee.topics) }

    func countNewTopic(_ number: Int) {
        var at = number
        while true {
            shapes[at].pointee.topics &+= 1
            if at == Self.root { break }
            at = Int(shapes[at].pointee.parent)
        }
        if filter != nil, shapes[number].pointee.flags.contains(.match) { filterMatches += 1 }
    }
}

/// Room for the levels of one topic, kept between topics.
final class LevelScratch {
    var lengths: [Int] = []
    var hashes: [UInt64] = []
    var numbers: [Int] = []
}
