import TestSupport
import Testing
import Text
import Topics

/// Two trees and a table over one store, each with its own filter, order and open levels, against naive ones, while topics
/// come, are forgotten, and their messages are evicted so that their numbers are given again.
struct ViewsModelTests {
    /// What is compared, and the run of random operations.
    private struct Run {
        let live: LiveData
        var trees: [TopicTree]
        var table: TopicTable
        var naiveTrees = [NaiveTree(), NaiveTree()]
        var naiveTable = NaiveTable()
        var random: SplitMix64
        let names: [String]
        let isWide: Bool
        var now: Moment = 1_000_000

        init(seed: UInt64, isWide: Bool) {
            // A budget of a few dozen messages, so that numbers are soon given again.
            live = LiveData(memory: 1 << 16)
            trees = [TopicTree(live.topics), TopicTree(live.topics)]
            table = TopicTable(live.topics)
            random = SplitMix64(seed: seed)
            self.isWide = isWide
            names = isWide ? (0..<1_500).map { "n\($0)" } : ["", "a", "b7", "b10", "$x", "kitchen", "Ka"]
        }

        mutating func receive() {
            let depth = Int.random(in: 1...(isWide ? 2 : 4), using: &random)
            let first = isWide && depth == 2 ? ["wide"] : []
            let levels = (first.count..<depth).map { _ in names.randomElement(using: &random) ?? "" }
            let topic = (first + levels).joined(separator: "/")
            now += 1_000
            live.take(topic, repeatElement(7, count: isWide ? 100 : 3_000), at: now)
            for i in naiveTrees.indices { naiveTrees[i].receive(topic, at: now) }
            naiveTable.receive(topic, at: now)
        }

        mutating func forget(_ path: String) {
            guard let id = live.topics.find(topic: path) else { return }
            live.forget(id)
            for i in naiveTrees.indices { naiveTrees[i].forget(path) }
            naiveTable.forget(path)
        }

        var anyLevel: String? {
            mutating get { naiveTrees[0].levels.sorted().randomElement(using: &random) }
        }

        mutating func changeTree() {
            let at = Int.random(in: 0...1, using: &random)
            let isOpen = Bool.random(using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case ..<6:
                guard let path = anyLevel, let id = live.topics.find(topic: path) else { return }
                if isOpen { trees[at].open(id) } else { trees[at].close(id) }
                naiveTrees[at].setOpen(path, isOpen)
            case ..<7:
                if isOpen { trees[at].openAll() } else { trees[at].closeAll() }
                naiveTrees[at].setAll(open: isOpen)
            case ..<9:
                let text = anyFilter
                trees[at].setFilter(text)
                naiveTrees[at].setFilter(text)
            default:
                trees[at].sort = [.name, .count, .lastUpdate].randomElement(using: &random) ?? .name
                naiveTrees[at].sort = trees[at].sort
            }
        }

        mutating func changeTable() {
            if Bool.random(using: &random) {
                naiveTable.filter = anyFilter
                table.setFilter(naiveTable.filter)
            } else {
                table.sort = [.name, .count, .lastUpdate].randomElement(using: &random) ?? .name
                naiveTable.sort = table.sort
            }
        }

        private var anyFilter: String {
            mutating get { ["", "", "a", "n1", "7", "b1", "/a", "kit", "zz"].randomElement(using: &random) ?? "" }
        }

        /// Closes a view and opens another in its place, over what is there.
        mutating func replaceView() {
            if Bool.random(using: &random) {
                trees[0] = TopicTree(live.topics)
                let levels = naiveTrees[0]
                naiveTrees[0] = NaiveTree(counts: levels.counts, times: levels.times, levels: levels.levels)
            } else {
                table = TopicTable(live.topics)
                naiveTable.sort = .name
                naiveTable.filter = ""
            }
        }

        mutating func step() {
            switch Int.random(in: 0..<100, using: &random) {
            case ..<70: receive()
            case ..<84: changeTree()
            case ..<90: changeTable()
            case ..<94: if let path = anyLevel { forget(path) }
            case ..<95: replaceView()
            default: live.advance(until: .now, now: now)
            }
        }

        /// What must be right at any time, though no work was done since.
        mutating func checkAtOnce() {
            for (tree, naive) in zip(trees, naiveTrees) where naive.filter == nil && naive.sort == .name {
                #expect(tree.lines() == naive.lines())
            }
            let shown = table.lines()
            #expect(Set(shown).count == shown.count && Set(shown).isSubset(of: naiveTable.lines()))
        }

        /// Rows are found by sums, and topics by rows.
        private mutating func checkPlaces(_ tree: TopicTree) {
            let rows = tree.rows(in: 0..<tree.rowCount)
            for _ in 0..<10 where !rows.isEmpty {
                let at = Int.random(in: rows.indices, using: &random)
                #expect(tree.row(of: rows[at].id) == at)
                #expect(tree.rows(in: at..<at + 9) == Array(rows[at...].prefix(9)))
            }
        }

        /// Orders by figures stand still for a second, and are renewed for whoever asks.
        mutating func checkInTheEnd() {
            now += 1_100_000
            live.settle(now: now)
            for tree in trees { _ = tree.rows(in: 0..<tree.rowCount) }
            _ = table.rows(in: 0..<1)
            live.settle(now: now)
            for (tree, naive) in zip(trees, naiveTrees) {
                #expect(tree.lines() == naive.lines())
                let matches = naiveTable.counts.keys.count { naive.filter != nil && naive.matches($0) }
                #expect(tree.matchCount == matches)
                checkPlaces(tree)
            }
            let lines = naiveTable.lines()
            #expect(table.lines() == lines)
            for _ in 0..<10 where !lines.isEmpty {
                let row = Int.random(in: lines.indices, using: &random)
                let rows = table.rows(in: row..<row + 30)
                #expect(rows.map(live.topics.topic) == Array(lines[row...].prefix(30)))
                #expect(rows.first.flatMap(table.row) == row)
            }
        }
    }

    @Test(arguments: 0..<4)
    func viewsAreThoseOfNaiveOnes(seed: UInt64) {
        var run = Run(seed: seed, isWide: false)
        for step in 0..<800 {
            run.step()
            if step % 20 == 0 { run.checkAtOnce() }
            if step % 75 == 74 { run.checkInTheEnd() }
        }
    }

    @Test("with more children than a block holds, and more rows than are compared at once")
    func wideViews() {
        var run = Run(seed: 77, isWide: true)
        run.trees[0].openAll()
        run.naiveTrees[0].setAll(open: true)
        run.trees[1].setFilter("n1")
        run.naiveTrees[1].setFilter("n1")
        for _ in 0..<2_500 { run.receive() }
        run.checkInTheEnd()
        for step in 0..<200 {
            run.step()
            if step % 100 == 99 { run.checkInTheEnd() }
        }
    }
}
