import Text

/// What the store tells of its changes: the sums follow.
extension TopicTree: TopicView {
    func topicsWereAdded(_ numbers: [Int], firstFresh: Int, below parent: Int) {
        for number in numbers {
            makeEntry(number)
            if opensNewTopics { entries[number].pointee.flags.insert(.open) }
        }
        // From the deepest up, so that a chain of 65,536 levels is counted once and not once per level.
        for i in stride(from: numbers.count - 1, to: 0, by: -1) {
            entries[numbers[i - 1]].pointee.childRows = UInt32(truncatingIfNeeded: rows(of: numbers[i]))
        }
        // Before the rows are added: the order's sums are added to by the child's rank.
        if sort != .name { appendToOrders(numbers[0], of: parent) }
        addRows(rows(of: numbers[0]), childOf: parent, child: numbers[0], filtered: false)
        guard isFiltered else { return }
        filter.examineNew(numbers, firstFresh: firstFresh) { number in
            let (isMatch, work) = examine(number)
            if isMatch { show(number) }
            return work
        }
    }

    func childrenBecameLarge(of parent: Int, block: Int) {
        let entry = entries[parent].pointee
        makeBlockRows(block, BlockRows(rows: entry.childRows, filteredRows: entry.filteredRows))
        // A dynamic order of a small parent has no sums.
        orders[UInt32(truncatingIfNeeded: parent)] = nil
    }

    func blockWasSplit(_ block: Int, into new: Int) {
        // A child that is on its way into one of the two is in neither.
        var moved = BlockRows()
        for child in store.children(ofBlock: new) {
            moved.rows += UInt32(truncatingIfNeeded: rows(of: Int(child)))
            moved.filteredRows += UInt32(truncatingIfNeeded: filteredRows(of: Int(child)))
        }
        makeBlockRows(new, moved)
        blockRows[block].pointee.rows -= moved.rows
        blockRows[block].pointee.filteredRows -= moved.filteredRows
    }

    func topicSpoke(_ number: Int) {
        if isFiltered, entries[number].pointee.flags.contains(.match) { filterMatches += 1 }
    }

    func topicWillBeForgotten(_ number: Int) {
        // While it is in its block: afterwards nobody knows which sums it is in.
        let parent = Int(store.places[number].pointee.parent)
        addRows(-rows(of: number), childOf: parent, child: number, filtered: false)
        guard isFiltered else { return }
        addRows(-filteredRows(of: number), childOf: parent, child: number, filtered: true)
    }

    func topicWasForgotten(below parent: Int) {
        if isFiltered { hideIfEmpty(parent) }
        dropOrders()
    }

    func numberWasRetired(_ number: Int) {
        if isFiltered, entries[number].pointee.flags.contains(.match), store.nodes[number].pointee.own > 0 {
            filterMatches -= 1
        }
        entries[number].pointee.flags = []
    }

    func everythingWasForgotten() {
        entries.removeAll()
        blockRows.removeAll()
        makeEntries()
        filter.restart()
        filterMatches = 0
        // What was marked is of topics that are gone.
        hasMarked = false
        dropOrders()
    }

    func advance(until deadline: ContinuousClock.Instant, now: Moment?) -> Bool {
        while advanceFilter(bytes: 1 << 18) {
            if ContinuousClock.now >= deadline {
                countMarked()
                return true
            }
        }
        countMarked()
        while advanceOrders(now: now) {
            if ContinuousClock.now >= deadline { return true }
        }
        return false
    }

    /// A level that was shown only for what was below it disappears from the filtered view.
    private func hideIfEmpty(_ number: Int) {
        var at = number
        while at != TopicStore.root {
            let entry = entries[at]
            guard entry.pointee.flags.contains(.shown), !entry.pointee.flags.contains(.match),
                entry.pointee.filteredRows == 0
            else { return }
            let parent = Int(store.places[at].pointee.parent)
            // Its own row goes; the sums above follow.
            addRows(-filteredRows(of: at), childOf: parent, child: at, filtered: true)
            entry.pointee.flags.remove(.shown)
            at = parent
        }
    }
}
