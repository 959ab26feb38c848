import TestSupport
import Testing
import Text
import Topics

/// The tree against a naive one under long runs of random operations.
struct TopicTreeModelTests {
    @Test(arguments: 0..<8)
    func rowsAreThoseOfANaiveTree(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let live = LiveData(memory: 1 << 20)
        let tree = TopicTree(live.topics)
        var naive = NaiveTree()
        // Few names at odd seeds; more children than a block holds at even ones.
        let names =
            seed % 2 == 0 ? (0..<1_500).map { "n\($0)" } : ["", "a", "b7", "b10", "$x", "kitchen", "Ka"]
        var now: Moment = 1_000_000
        for step in 0..<1_500 {
            now += 1_000
            switch Int.random(in: 0..<100, using: &random) {
            case ..<70:
                let depth =
                    seed % 2 == 0
                    ? Int.random(in: 1...2, using: &random) : Int.random(in: 1...5, using: &random)
                let first = seed % 2 == 0 && depth == 2 ? ["wide"] : []
                let topic =
                    (first + (first.count..<depth).map { _ in names.randomElement(using: &random) ?? "" })
                    .joined(separator: "/")
                live.take(topic, at: now)
                naive.receive(topic, at: now)
            case ..<85:
                guard let path = naive.levels.sorted().randomElement(using: &random),
                    let id = tree.store.find(topic: path)
                else { continue }
                let isOpen = Bool.random(using: &random)
                if isOpen { tree.open(id) } else { tree.close(id) }
                naive.setOpen(path, isOpen)
            case ..<87:
                let isOpen = Bool.random(using: &random)
                if isOpen { tree.openAll() } else { tree.closeAll() }
                naive.setAll(open: isOpen)
            case ..<90:
                guard let path = naive.levels.sorted().randomElement(using: &random),
                    let id = tree.store.find(topic: path)
                else { continue }
                live.forget(id)
                naive.forget(path)
            case ..<93:
                let text =
                    ["", "", "a", "n1", "7", "b1", "/a", "kit", "zz"].randomElement(using: &random) ?? ""
                tree.setFilter(text)
                naive.setFilter(text)
            case ..<95:
                tree.sort = [.name, .count, .lastUpdate].randomElement(using: &random) ?? .name
                naive.sort = tree.sort
            default: continue
            }
            guard step % 100 == 0 || step > 1_497 else { continue }
            // Orders by figures stand still for a second.
            now += 1_100_000
            live.settle(now: now)
            _ = tree.rows(in: 0..<tree.rowCount)
            live.settle(now: now)
            let lines = tree.lines()
            #expect(lines == naive.lines(), "seed \(seed) step \(step)")
            if lines != naive.lines() { return }
            checkPlaces(tree, &random)
            let firstLevels = naive.levels.filter { !$0.contains("/") }
            #expect(
                tree.store.total(now: now).messages == firstLevels.reduce(0) { $0 + (naive.counts[$1] ?? 0) })
        }
    }

    private func checkPlaces(_ tree: TopicTree, _ random: inout SplitMix64) {
        let rows = tree.rows(in: 0..<tree.rowCount)
        for _ in 0..<20 where !rows.isEmpty {
            let at = Int.random(in: rows.indices, using: &random)
            #expect(tree.row(of: rows[at].id) == at)
            let end = min(at + 30, rows.count)
            #expect(tree.rows(in: at..<end) == Array(rows[at..<end]))
        }
    }
}
