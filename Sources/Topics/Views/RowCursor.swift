/// A walk over the visible rows, from one of them down.
struct RowCursor {
    private struct Level {
        var parent: Int
        var run: Int
        var index: Int
    }

    private let tree: TopicTree
    private let filtered: Bool
    private var levels: [Level] = []

    /// Starts at a row, which must be one of the tree's.
    init(tree: TopicTree, row: Int, filtered: Bool) {
        self.tree = tree
        self.filtered = filtered
        var remaining = row
        var parent = TopicStore.root
        while let level = find(&remaining, in: parent) {
            levels.append(level)
            // The row itself is the first of those that a child makes; the others are below it.
            if remaining == 0 { return }
            remaining -= 1
            parent = number(level)
        }
        levels = []
    }

    /// The topic of the row; nil after the last.
    var current: Int? { levels.last.map { number($0) } }

    mutating func moveForward() {
        guard let current else { return }
        let entry = tree.entries[current].pointee
        // An open level whose children are all hidden has no row below it.
        if tree.isExpanded(current, filtered: filtered), (filtered ? entry.filteredRows : entry.childRows) > 0 {
            // Before the first child: `next` looks for one with rows.
            levels.append(Level(parent: current, run: 0, index: -1))
        }
        while let level = levels.popLast() {
            if let next = next(after: level) {
                levels.append(next)
                return
            }
        }
    }

    private func number(_ level: Level) -> Int {
        Int(tree.run(level.run, of: level.parent)[level.index])
    }

    private func rows(_ number: UInt32) -> Int {
        filtered ? tree.filteredRows(of: Int(number)) : tree.rows(of: Int(number))
    }

    private func find(_ remaining: inout Int, in parent: Int) -> Level? {
        for run in 0..<tree.runCount(of: parent) {
            // Whole runs are passed over by their sums.
            let sum = tree.rows(ofRun: run, of: parent, filtered: filtered)
            if remaining >= sum {
                remaining -= sum
                continue
            }
            for (index, child) in tree.run(run, of: parent).enumerated() {
                let count = rows(child)
                if remaining < count { return Level(parent: parent, run: run, index: index) }
                remaining -= count
            }
        }
        return nil
    }

    private func next(after level: Level) -> Level? {
        var index = level.index + 1
        for run in level.run..<tree.runCount(of: level.parent) {
            // Runs without rows are stepped over by their sums: a filter leaves few of a million.
            if run == level.run || tree.rows(ofRun: run, of: level.parent, filtered: filtered) > 0 {
                let children = tree.run(run, of: level.parent)
                while index < children.count {
                    if rows(children[index]) > 0 {
                        return Level(parent: level.parent, run: run, index: index)
                    }
                    index += 1
                }
            }
            index = 0
        }
        return nil
    }
}
