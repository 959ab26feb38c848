import Text

/// Every topic seen: a tree of levels and the figures of each. What is shown of it is the matter of views
/// (`TopicView`, such as `TopicTree`), of which there may be any number, each with its own filter, order and open levels.
///
/// A topic is a number here: the index of its node (what a message touches) and of its place (what structure there is).
/// Children have higher numbers than their parents, so that one pass upward or downward in memory order visits parents
/// before children or after them; what is counted or marked for a whole tree relies on that.
///
/// Main thread only. A topic costs about 100 bytes beyond its name, and 16 more for each tree over it. No call here grows
/// with the number of topics; forgetting makes its one pass in slices.
public final class TopicStore {
    /// The number of the invisible node above all first levels; also the totals.
    static let root = 0

    // Unchecked: what every message and every row touches. One thread, and no access outlives a statement.
    @exclusivity(unchecked) var nodes: ChunkedStorage<TopicNode>
    @exclusivity(unchecked) var places: ChunkedStorage<TopicPlace>
    /// One more than the highest number ever given.
    var end = 1
    /// Levels that are not forgotten.
    var aliveCount = 0
    let hash = TopicHash()
    @exclusivity(unchecked) var index = TopicIndex()
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

    @exclusivity(unchecked) var latestTime: Moment = 0
    /// Grows when a topic gets or loses its retained message.
    @exclusivity(unchecked) var retainedChanges = 0
    /// The topics that have messages which their parents do not know of.
    @exclusivity(unchecked) var unsettled = TopicSet()

    /// Those who are told of changes, and who of them had the last turn.
    var views: [AttachedView] = []
    var viewTurn = 0

    private let lengths = LevelScratch()
    var scratch: LevelScratch { lengths }

    /// Changes whenever a topic or a figure may have changed.
    @exclusivity(unchecked) public internal(set) var revision: UInt64 = 0

    init(maximumTopics: Int, maximumNameBytes: Int = 256 << 20) {
        // Numbers fill 30 bits in a table's entry, and 32 in a slot of the index.
        let topics = min(max(maximumTopics, 1), 1 << 28)
        self.maximumTopics = topics
        self.maximumNameBytes = maximumNameBytes
        // Forgotten topics hold their numbers for a while: room for as many again.
        maximumNumber = 2 * topics
        nodes = ChunkedStorage(capacity: maximumNumber + 1)
        places = ChunkedStorage(capacity: maximumNumber + 1)
        blocks = ChunkedStorage(capacity: maximumNumber + 1)
        makeRoot()
    }

    deinit {
        // First: the lists are found by way of places and blocks.
        freeChildren()
        names.removeAll()
        index.deallocate()
        unsettled.deallocate()
        nodes.deallocate()
        places.deallocate()
        blocks.deallocate()
    }

    func makeRoot() {
        nodes.makeRoom(for: Self.root)
        places.makeRoom(for: Self.root)
        unsettled.makeRoom(for: Self.root)
        var empty: UInt8 = 0
        // A name of one byte that is never read: the root has a pointer like all others.
        let name = withUnsafeBytes(of: &empty) { names.store($0) }
        nodes[Self.root].initialize(to: TopicNode(name: name, length: 0, parent: Self.root))
        places[Self.root].initialize(to: TopicPlace(parent: Self.root, levelStart: 0, depth: 0))
        end = 1
    }

    /// How many topics carried a message.
    public var count: Int { Int(places[Self.root].pointee.topics) }

    func countNewTopic(_ number: Int) {
        // A climb to the top, but once in a topic's life.
        var at = number
        while true {
            places[at].pointee.topics &+= 1
            if at == Self.root { break }
            at = Int(places[at].pointee.parent)
        }
        for attached in views { attached.view.topicSpoke(number) }
    }
}

/// Room for the levels of one topic, kept between topics.
final class LevelScratch {
    var lengths: [Int] = []
    var hashes: [UInt64] = []
    var numbers: [Int] = []
}
