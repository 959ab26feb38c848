/// From rows to topics and back. A row's place is found by sums, run by run and level by level.
extension TopicTree {
    /// How many rows are visible.
    public var rowCount: Int {
        let top = entries[TopicStore.root].pointee
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
        let entry = entries[number].pointee
        let hasChildren = (isFiltered ? entry.filteredRows : entry.childRows) > 0
        return TopicRow(
            id: TopicID(rawValue: UInt32(truncatingIfNeeded: number)), depth: Int(store.places[number].pointee.depth),
            isOpen: hasChildren && isExpanded(number, filtered: isFiltered), hasChildren: hasChildren,
            isMatch: isFiltered && entry.flags.contains(.match))
    }

    /// The row that shows a topic; nil when it is not visible.
    public func row(of id: TopicID) -> Int? {
        guard var child = store.valid(id) else { return nil }
        let filtered = isFiltered
        if filtered, !entries[child].pointee.flags.contains(.shown) { return nil }
        // Each level adds its own row: the first stands at 0.
        var row = -1
        while child != TopicStore.root {
            let parent = Int(store.places[child].pointee.parent)
            // Closed above: sums below are kept all the same, but lead to no row.
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
        if store.isLarge(parent) {
            let home: Int
            if order(of: parent) != nil {
                // By an order of figures its run is that of its rank; by name that of its block.
                home = Int(entries[child].pointee.rank) / ChildBlock.capacity
            } else {
                home = store.blockNumbers(of: parent).firstIndex(of: store.places[child].pointee.block) ?? 0
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
        let entry = entries[number]
        return entry.pointee.flags.contains(.open) ? 1 + Int(entry.pointee.childRows) : 1
    }

    /// The same of the filtered tree; 0 for a topic that is not shown.
    @inline(__always)
    func filteredRows(of number: Int) -> Int {
        let entry = entries[number]
        guard entry.pointee.flags.contains(.shown) else { return 0 }
        return entry.pointee.flags.contains(.filterClosed) ? 1 : 1 + Int(entry.pointee.filteredRows)
    }

    @inline(__always)
    func isExpanded(_ number: Int, filtered: Bool) -> Bool {
        let flags = entries[number].pointee.flags
        return filtered ? !flags.contains(.filterClosed) : flags.contains(.open)
    }

    /// Adds rows of a child to its parent's sums, and on to where a closed level hides them.
    func addRows(_ delta: Int, childOf parent: Int, child: Int, filtered: Bool) {
        guard delta != 0 else { return }
        var parent = parent
        var child = child
        while true {
            addToSums(delta, of: parent, child: child, filtered: filtered)
            if parent == TopicStore.root { return }
            guard isExpanded(parent, filtered: filtered) else { return }
            // A level that is not shown passes nothing on.
            if filtered, !entries[parent].pointee.flags.contains(.shown) { return }
            child = parent
            parent = Int(store.places[parent].pointee.parent)
        }
    }

    func addToSums(_ delta: Int, of parent: Int, child: Int, filtered: Bool) {
        // Wrapped: adding the two's complement subtracts.
        let change = UInt32(truncatingIfNeeded: delta)
        let entry = entries[parent]
        if filtered {
            entry.pointee.filteredRows &+= change
        } else {
            entry.pointee.childRows &+= change
        }
        guard store.isLarge(parent) else { return }
        let block = blockRows[Int(store.places[child].pointee.block)]
        if filtered { block.pointee.filteredRows &+= change } else { block.pointee.rows &+= change }
        // An order has the sums of the tree that is shown, the plain one or the filtered one.
        if sort != .name, filtered == isFiltered, let order = orders[UInt32(truncatingIfNeeded: parent)] {
            order.sums[Int(entries[child].pointee.rank) / ChildBlock.capacity] &+= change
        }
    }

    /// Counts all rows afresh, in memory order: children have higher numbers than their parents.
    func recount(filtered: Bool) {
        for block in 0..<store.blockEnd {
            if filtered { blockRows[block].pointee.filteredRows = 0 } else { blockRows[block].pointee.rows = 0 }
        }
        for number in 0..<store.end {
            if filtered {
                entries[number].pointee.filteredRows = 0
            } else {
                entries[number].pointee.childRows = 0
            }
        }
        for number in stride(from: store.end - 1, to: TopicStore.root, by: -1) {
            let place = store.places[number].pointee
            // What is below a forgotten topic and not taken apart counts for that topic, which counts for nobody.
            if place.flags.contains(.forgotten) { continue }
            let rows = UInt32(truncatingIfNeeded: filtered ? filteredRows(of: number) : rows(of: number))
            if rows == 0 { continue }
            let parent = entries[Int(place.parent)]
            if filtered {
                parent.pointee.filteredRows &+= rows
            } else {
                parent.pointee.childRows &+= rows
            }
            if store.isLarge(Int(place.parent)) {
                let block = blockRows[Int(place.block)]
                if filtered { block.pointee.filteredRows &+= rows } else { block.pointee.rows &+= rows }
            }
        }
        recountOrders()
    }

    // MARK: - Runs of children

    /// How many runs the children of a parent come in, in the order that is shown.
    func runCount(of parent: Int) -> Int {
        order(of: parent)?.runCount ?? store.nameRunCount(of: parent)
    }

    /// One run of the children of a parent. Good until the structure or the order changes.
    func run(_ index: Int, of parent: Int) -> UnsafeBufferPointer<UInt32> {
        order(of: parent)?.run(index) ?? store.nameRun(index, of: parent)
    }

    /// Rows of one run of the children of a parent.
    func rows(ofRun index: Int, of parent: Int, filtered: Bool) -> Int {
        guard store.isLarge(parent) else {
            let entry = entries[parent].pointee
            return Int(filtered ? entry.filteredRows : entry.childRows)
        }
        if let order = order(of: parent) { return Int(order.sums[index]) }
        let block = blockRows[Int(store.blockNumbers(of: parent)[index])].pointee
        return Int(filtered ? block.filteredRows : block.rows)
    }
}
