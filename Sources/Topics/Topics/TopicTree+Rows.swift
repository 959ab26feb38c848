/// From rows to topics and back. A row's place is found by sums, run by run and level by level.
extension TopicTree {
    private var isFiltered: Bool { filter != nil }

    /// How many rows are visible.
    public var rowCount: Int {
        let top = shapes[Self.root].pointee
        return Int(isFiltered ? top.filteredRows : top.childRows)
    }

    /// The visible rows in `range`, clamped to those there are.
    public func rows(in range: Range<Int>) -> [TopicRow] {
        let range = range.clamped(to: 0..<rowCount)
        var rows: [TopicRow] = []
        guard !range.isEmpty else { return rows }
        rows.reserveCapacity(range.count)
        var cursor = RowCursor(tree: self, row: range.lowerBound, filtered: isFiltered)
        while rows.count < range.count, let number = cursor.current {
            rows.append(row(number))
            cursor.moveForward()
        }
        return rows
    }

    private func row(_ number: Int) -> TopicRow {
        let shape = shapes[number].pointee
        let hasChildren = (isFiltered ? shape.filteredRows : shape.childRows) > 0
        return TopicRow(
            id: TopicID(rawValue: UInt32(truncatingIfNeeded: number)), depth: Int(shape.depth),
            isOpen: hasChildren && isExpanded(number, filtered: isFiltered), hasChildren: hasChildren,
            isMatch: isFiltered && shape.flags.contains(.match))
    }

    /// The row that shows a topic; nil when it is not visible.
    public func row(of id: TopicID) -> Int? {
        guard var child = valid(id) else { return nil }
        let filtered = isFiltered
        if filtered, !shapes[child].pointee.flags.contains(.shown) { return nil }
        var row = -1
        while child != Self.root {
            let parent = Int(shapes[child].pointee.parent)
            guard isExpanded(parent, filtered: filtered) else { return nil }
            row += 1 + rowsBefore(child, in: parent, filtered: filtered)
            child = parent
        }
        return row
    }

    /// The first visible match after a row, or before it; wraps around once. nil without one among the rows.
    public func nextMatch(from row: Int, forward: Bool) -> Int? {
        guard isFiltered, rowCount > 0 else { return nil }
        var seen = 0
        var at = row
        while seen < rowCount {
            // Rows are walked in stretches: every match is among the rows shown, so one is near.
            if forward {
                let start = at + 1 >= rowCount ? 0 : at + 1
                let stretch = start..<min(start + 64, rowCount)
                let rows = rows(in: stretch)
                if let i = rows.firstIndex(where: { $0.isMatch }) { return stretch.lowerBound + i }
                at = stretch.upperBound - 1
                seen += stretch.count
            } else {
                let end = at <= 0 ? rowCount : min(at, rowCount)
                let stretch = max(end - 64, 0)..<end
                let rows = rows(in: stretch)
                if let i = rows.lastIndex(where: { $0.isMatch }) { return stretch.lowerBound + i }
                at = stretch.lowerBound
                seen += stretch.count
            }
        }
        return nil
    }

    private func rowsBefore(_ child: Int, in parent: Int, filtered: Bool) -> Int {
        var sum = 0
        var index = 0
        let large = shapes[parent].pointee.flags.contains(.large)
        if large {
            let home: Int
            if order(of: parent) != nil {
                home = Int(shapes[child].pointee.rank) / ChildBlock.capacity
            } else {
                let list = blockLists[Int(shapes[parent].pointee.children)].blocks
                home = list.firstIndex(of: shapes[child].pointee.block) ?? 0
            }
            while index < home {
                sum += rows(ofRun: index, of: parent, filtered: filtered)
                index += 1
            }
        }
        for sibling in run(index, of: parent) {
            if Int(sibling) == child { break }
            sum += filtered ? filteredRows(of: Int(sibling)) : rows(of: Int(sibling))
        }
        return sum
    }

    /// Rows of a topic and what is open below it, when it is visible in the tree without a filter.
    @inline(__always)
    func rows(of number: Int) -> Int {
        let shape = shapes[number]
        return shape.pointee.flags.contains(.open) ? 1 + Int(shape.pointee.childRows) : 1
    }

    /// The same of the filtered tree; 0 for a topic that is not shown.
    @inline(__always)
    func filteredRows(of number: Int) -> Int {
        let shape = shapes[number]
        guard shape.pointee.flags.contains(.shown) else { return 0 }
        return shape.pointee.flags.contains(.filterClosed) ? 1 : 1 + Int(shape.pointee.filteredRows)
    }

    @inline(__always)
    func isExpanded(_ number: Int, filtered: Bool) -> Bool {
        let flags = shapes[number].pointee.flags
        return filtered ? !flags.contains(.filterClosed) : flags.contains(.open)
    }

    /// Adds rows of a child to its parent's sums, and on to where a closed level hides them.
    func addRows(_ delta: Int, childOf parent: Int, child: Int, filtered: Bool) {
        guard delta != 0 else { return }
        var parent = parent
        var child = child
        while true {
            addToSums(delta, of: parent, child: child, filtered: filtered)
            if parent == Self.root { return }
            guard isExpanded(parent, filtered: filtered) else { return }
            if filtered, !shapes[parent].pointee.flags.contains(.shown) { return }
            child = parent
            parent = Int(shapes[parent].pointee.parent)
        }
    }

    func addToSums(_ delta: Int, of parent: Int, child: Int, filtered: Bool) {
        let change = UInt32(truncatingIfNeeded: delta)
        let shape = shapes[parent]
        if filtered {
            shape.pointee.filteredRows &+= change
        } else {
            shape.pointee.childRows &+= change
        }
        guard shape.pointee.flags.contains(.large) else { return }
        let block = blocks[Int(shapes[child].pointee.block)]
        if filtered { block.pointee.filteredRows &+= change } else { block.pointee.rows &+= change }
        if sort != .name, filtered == isFiltered, let order = orders[UInt32(truncatingIfNeeded: parent)] {
            order.sums[Int(shapes[child].pointee.rank) / ChildBlock.capacity] &+= change
        }
    }

    /// Counts all rows afresh, in memory order: children have higher numbers than their parents.
    func recount(filtered: Bool) {
        for block in 0..<blockEnd {
            if filtered { blocks[block].pointee.filteredRows = 0 } else { blocks[block].pointee.rows = 0 }
        }
        for number in 0..<end {
            if filtered {
                shapes[number].pointee.filteredRows = 0
            } else {
                shapes[number].pointee.childRows = 0
            }
        }
        for number in stride(from: end - 1, to: Self.root, by: -1) {
            let shape = shapes[number]
            if shape.pointee.flags.contains(.forgotten) { continue }
            let rows = UInt32(truncatingIfNeeded: filtered ? filteredRows(of: number) : rows(of: number))
            if rows == 0 { continue }
            let parent = shapes[Int(shape.pointee.parent)]
            if filtered {
                parent.pointee.filteredRows &+= rows
            } else {
                parent.pointee.childRows &+= rows
            }
            if parent.pointee.flags.contains(.large) {
                let block = blocks[Int(shape.pointee.block)]
                if filtered { block.pointee.filteredRows &+= rows } else { block.pointee.rows &+= rows }
            }
        }
        recountOrders()
    }
}
