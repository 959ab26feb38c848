import Text

/// A view over a `TopicStore`: its levels as a tree, with a filter, an order and open levels of its own, and the rows that
/// are visible of it.
///
/// Holds sums only: how many rows the children of a topic make, and those of each block of a large parent's children, so
/// that a row is found by a walk over sums. There are two sets of them, of the plain tree and of the filtered one: a
/// filter that is taken away leaves the plain tree as it was.
///
/// Main thread only. Lives as long as it is held; `LiveData.advance` does its longer work. No call here grows with the
/// number of topics but making a tree, opening or closing all, and setting a filter, which make one pass in memory order.
public final class TopicTree {
    /// What it is a view over.
    public let store: TopicStore
    // Unchecked: what every row touches. One thread, and no access outlives a statement.
    /// By the topic's number.
    @exclusivity(unchecked) var entries: ChunkedStorage<TreeEntry>
    /// By the block's number.
    @exclusivity(unchecked) var blockRows: ChunkedStorage<BlockRows>

    var opensNewTopics = false
    let filter: FilterPass
    /// How many matching topics carry a message.
    var filterMatches = 0
    /// Whether topics are marked as shown whose rows are not counted.
    var hasMarked = false

    var orders: [UInt32: DynamicOrder] = [:]
    var sortJob: SortJob?
    /// Large parents whose order by figures is to be made.
    var wantedOrders: Set<UInt32> = []
    /// The moment at which figures are compared. Not the store's: a message stamped before the frame and taken in after it
    /// would find the store's time ahead of its own.
    var clock: Moment = 0
    var ordersRefreshed: Moment = 0
    /// The store's revision of which the orders know.
    var orderedRevision: UInt64 = 0

    /// Changes of what only this tree knows; those of the store are counted there.
    var changes: UInt64 = 0

    /// The order of siblings. Orders by figures are renewed about once a second while `LiveData.advance` is called.
    public var sort: TopicSort = .name {
        didSet { if sort != oldValue { dropOrders() } }
    }

    /// Makes a tree over a store, everything closed.
    public init(_ store: TopicStore) {
        self.store = store
        filter = FilterPass(store)
        entries = ChunkedStorage(capacity: store.maximumNumber + 1)
        blockRows = ChunkedStorage(capacity: store.maximumNumber + 1)
        makeEntries()
        recount(filtered: false)
        store.attach(self)
    }

    deinit {
        store.detach(self)
        entries.deallocate()
        blockRows.deallocate()
    }

    /// Changes whenever anything that is drawn of the tree may have changed.
    public var revision: UInt64 { store.revision &+ changes }

    var isFiltered: Bool { filter.predicate != nil }

    func makeEntries() {
        for number in 0..<store.end { makeEntry(number) }
        for block in 0..<store.blockEnd { makeBlockRows(block, BlockRows()) }
        entries[TopicStore.root].pointee.flags = [.open, .shown]
    }

    func makeEntry(_ number: Int) {
        entries.makeRoom(for: number)
        entries[number].initialize(to: TreeEntry())
    }

    func makeBlockRows(_ block: Int, _ rows: BlockRows) {
        blockRows.makeRoom(for: block)
        blockRows[block].initialize(to: rows)
    }
}
