import Text

@testable import Topics

/// A view over a `TopicStore`: the topics that carried a message as one flat list, with a filter and an order of its own.
///
/// No pane shows it. It is the proof that another view than the tree can stand beside it, over the same store, and the short
/// example of one; `ViewsModelTests` tries it against a naive one.
///
/// Figures are those of `TopicInfo`: the count is of messages on exactly the topic, rate and age are also of what is below
/// it, which matters for topics that have levels below them. Equal figures are in name order, `$` topics come last.
///
/// Rows are places in an order that is made in slices and stands still for a second, so that it can be read; topics that
/// come meanwhile follow at its end. A place whose topic was forgotten is empty until the order is renewed, and each run
/// of places has a sum of those that are not, by which a row is found.
///
/// Main thread only. Lives as long as it is held; `LiveData.advance` finds the topics that pass and orders them. A topic
/// costs 4 bytes, one with a row 8 more.
final class TopicTable {
    /// What it is a view over.
    let store: TopicStore
    /// By the topic's number.
    @exclusivity(unchecked) var entries: ChunkedStorage<TableEntry>
    let filter: FilterPass
    /// The rows, and the empty places between them.
    var order = DynamicOrder([], isLarge: true)
    /// How many rows there are, as far as topics were examined. While what is below a forgotten topic is taken apart,
    /// those of its topics that have not been asked for are still counted.
    var rowCount = 0

    /// The rows in name order; nil when rows came or went since.
    var names: [UInt32]?
    var ordering = Ordering.idle
    /// Where the rows begin in the order that came since the ordering began.
    var lateStart = 0
    /// Whether the order is to be made as soon as all topics are examined.
    var isOrderWanted = true
    /// Whether rows were asked for since the order was last made.
    var isUsed = true
    var clock: Moment = 0
    var ordered: (at: Moment, revision: UInt64) = (0, 0)
    /// Changes of what only this table knows; those of the store are counted there.
    var changes: UInt64 = 0

    /// What is being done for the next order.
    enum Ordering {
        case idle
        /// By name, in a walk over the store.
        case walking(NameWalk, found: [UInt32])
        /// By a figure, what is in name order.
        case sorting(SortJob)
    }

    /// The order of the rows. It is renewed about once a second while `LiveData.advance` is called and rows are asked for.
    var sort: TopicSort = .name {
        didSet {
            guard sort != oldValue else { return }
            ordering = .idle
            isOrderWanted = true
            changes &+= 1
        }
    }

    /// Makes a table over a store. Its topics are found by `LiveData.advance`.
    init(_ store: TopicStore) {
        self.store = store
        filter = FilterPass(store)
        entries = ChunkedStorage(capacity: store.maximumNumber + 1)
        makeEntries()
        store.attach(self)
    }

    deinit {
        store.detach(self)
        entries.deallocate()
    }

    /// Changes whenever anything that is drawn of the table may have changed.
    var revision: UInt64 { store.revision &+ changes }

    // MARK: - Filter

    /// The text of the filter; empty for none.
    var filterText: String { filter.text }

    /// Why the filter's text is not used, in words with the next step; nil when it is used.
    var filterProblem: String? { filter.problem }

    /// Whether there are topics that were not examined: rows are missing, and those found are in the order in which they
    /// were first seen.
    var isFiltering: Bool { !filter.isDone }

    /// The part of the topics that was examined, 0 to 1.
    var filterProgress: Double { filter.progress }

    /// Shows only topics that pass a filter, in the syntax of `TopicTree.setFilter`. Empty takes the filter away.
    func setFilter(_ text: String) {
        filter.set(text)
        for number in 0..<store.end { entries[number].pointee = TableEntry() }
        clear()
    }

    func makeEntries() {
        for number in 0..<store.end { makeEntry(number) }
    }

    func makeEntry(_ number: Int) {
        entries.makeRoom(for: number)
        entries[number].initialize(to: TableEntry())
    }

    func clear() {
        filter.restart()
        order = DynamicOrder([], isLarge: true)
        rowCount = 0
        names = nil
        ordering = .idle
        isOrderWanted = true
        changes &+= 1
    }

    // MARK: - Rows

    /// The topics in the rows in `range`, clamped to those there are.
    func rows(in range: Range<Int>) -> [TopicID] {
        isUsed = true
        let range = range.clamped(to: 0..<rowCount)
        guard !range.isEmpty else { return [] }
        var rows: [TopicID] = []
        rows.reserveCapacity(range.count)
        var run = 0
        var skipped = range.lowerBound
        // Whole runs are passed over by their sums.
        while run < order.runCount, skipped >= order.sums[run] {
            skipped -= Int(order.sums[run])
            run += 1
        }
        while run < order.runCount, rows.count < range.count {
            for (index, id) in order.run(run).enumerated() where isRow(id, at: run * ChildBlock.capacity + index) {
                if store.isGone(Int(id)) {
                    // Below a forgotten topic and not taken apart yet: it is not shown, whatever it was counted for.
                    unlist(Int(id))
                } else if skipped > 0 {
                    skipped -= 1
                } else if rows.count < range.count {
                    rows.append(TopicID(rawValue: id))
                }
            }
            run += 1
        }
        return rows
    }

    /// The row that shows a topic; nil when none does.
    func row(of id: TopicID) -> Int? {
        guard let number = store.valid(id), let place = entries[number].pointee.place else { return nil }
        let run = place / ChildBlock.capacity
        // Runs have 512 places each: few sums, even of a million rows.
        let before = order.sums[..<run].reduce(0) { $0 + Int($1) }
        let start = run * ChildBlock.capacity
        return before + order.run(run)[..<(place - start)].indices.count { isRow(order.run(run)[$0], at: start + $0) }
    }

    /// Whether a place in the order is a row. An empty place may hold a number that was given again: its row is elsewhere.
    private func isRow(_ id: UInt32, at place: Int) -> Bool { entries[Int(id)].pointee.place == place }

    /// The rows from a place on, in their order.
    func listed(from start: Int) -> [UInt32] {
        (start..<max(order.count, start)).compactMap { isRow(order.ids[$0], at: $0) ? order.ids[$0] : nil }
    }

    /// Adds a row at the end.
    func list(_ number: Int) {
        guard entries[number].pointee.place == nil else { return }
        entries[number].pointee.place = order.count
        order.append(UInt32(truncatingIfNeeded: number))
        order.sums[order.sums.count - 1] += 1
        rowCount += 1
        names = nil
        changes &+= 1
    }

    /// Empties a topic's place.
    func unlist(_ number: Int) {
        guard let place = entries[number].pointee.place else { return }
        entries[number].pointee.place = nil
        order.sums[place / ChildBlock.capacity] -= 1
        rowCount -= 1
        names = nil
        beginOrderAgain()
        changes &+= 1
    }

    /// Throws away what is under way: what went may be among its rows, or a walk stand on it.
    func beginOrderAgain() {
        if case .idle = ordering { return }
        ordering = .idle
        isOrderWanted = true
    }
}
