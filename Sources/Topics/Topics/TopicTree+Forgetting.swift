/// Forgetting topics.
extension TopicTree {
    /// Forgets a topic and everything below it: at once for whoever asks, while what is below it is taken apart by
    /// `advanceForgetting`, in one pass in memory order.
    /// - Parameter endSequence: no message from this one on is of them; their numbers rest until older ones are gone.
    func forget(_ id: TopicID, endSequence: UInt64) {
        guard let number = valid(id) else { return }
        settle()
        let parent = Int(shapes[number].pointee.parent)
        addRows(-rows(of: number), childOf: parent, child: number, filtered: false)
        if filter != nil {
            addRows(-filteredRows(of: number), childOf: parent, child: number, filtered: true)
        }
        let (messages, topics) = (nodes[number].pointee.messages, shapes[number].pointee.topics)
        var at = parent
        while true {
            nodes[at].pointee.messages &-= messages
            shapes[at].pointee.topics &-= topics
            if at == Self.root { break }
            at = Int(nodes[at].pointee.parent)
        }
        removeChild(number, from: parent)
        retire(number, endSequence)
        forgetCursor = forgetCursor == 0 ? number + 1 : min(forgetCursor, number + 1)
        forgetSequence = endSequence
        if parent != Self.root { hideIfEmpty(parent) }
        dropOrders()
        revision &+= 1
    }

    /// Whether a topic is forgotten, be it that its turn to be taken apart has not come.
    @inline(__always)
    func isGone(_ number: Int) -> Bool {
        nodes[number].pointee.isForgotten || forgetCursor != 0 && isBelowForgotten(number)
    }

    private func isBelowForgotten(_ number: Int) -> Bool {
        guard number >= forgetCursor else { return false }
        var at = Int(shapes[number].pointee.parent)
        while at != Self.root {
            if shapes[at].pointee.flags.contains(.forgotten) { return true }
            at = Int(shapes[at].pointee.parent)
        }
        return false
    }

    /// Takes apart what is below forgotten topics, looking at so many topics.
    /// - Returns: whether there is more to do.
    func advanceForgetting(topics count: Int) -> Bool {
        guard forgetCursor != 0 else { return compactNamesIfDue() }
        // Children have higher numbers than their parents: whoever's parent is gone goes too.
        let stop = min(forgetCursor + count, end)
        while forgetCursor < stop {
            let shape = shapes[forgetCursor].pointee
            if !shape.flags.contains(.forgotten), shapes[Int(shape.parent)].pointee.flags.contains(.forgotten) {
                retire(forgetCursor, forgetSequence)
            }
            forgetCursor += 1
        }
        guard forgetCursor == end else { return true }
        forgetCursor = 0
        return names.byteCount > 1 << 20 && forgottenNameBytes * 2 > names.byteCount
    }

    private func compactNamesIfDue() -> Bool {
        if names.byteCount > 1 << 20, forgottenNameBytes * 2 > names.byteCount { compactNames() }
        return false
    }

    /// Forgets everything.
    func forgetAll() {
        forgetCursor = 0
        freeChildren()
        unsettled.removeAll()
        nodes.removeAll()
        shapes.removeAll()
        blocks.removeAll()
        blockEnd = 0
        freeBlocks = []
        blockLists = []
        freeBlockLists = []
        retired = []
        retiredStart = 0
        aliveCount = 0
        forgottenNameBytes = 0
        names.removeAll()
        table.removeAll()
        makeRoot()
        filterCursor = 1
        filterMatches = 0
        dropOrders()
        revision &+= 1
    }

    private func retire(_ number: Int, _ sequence: UInt64) {
        let flags = shapes[number].pointee.flags
        if flags.contains(.match), nodes[number].pointee.own > 0, filter != nil { filterMatches -= 1 }
        freeChildren(of: number)
        shapes[number].pointee.flags = .forgotten
        nodes[number].pointee.isForgotten = true
        // Levels share the bytes of the topic they were seen in: what is counted here is close, not exact.
        forgottenNameBytes += Int(nodes[number].pointee.length)
        retired.append((UInt32(truncatingIfNeeded: number), sequence))
        aliveCount -= 1
    }

    /// A level that was shown only for what was below it disappears from the filtered view.
    private func hideIfEmpty(_ number: Int) {
        guard filter != nil else { return }
        var at = number
        while at != Self.root {
            let shape = shapes[at]
            guard shape.pointee.flags.contains(.shown), !shape.pointee.flags.contains(.match),
                shape.pointee.filteredRows == 0
            else { return }
            let parent = Int(shape.pointee.parent)
            addRows(-filteredRows(of: at), childOf: parent, child: at, filtered: true)
            shape.pointee.flags.remove(.shown)
            at = parent
        }
    }

    /// Copies the names in use to new memory. Topics come before the levels above them, which share their bytes.
    private func compactNames() {
        var kept = NameArena()
        var moved = [Bool](repeating: false, count: end)
        for number in stride(from: end - 1, through: Self.root, by: -1) {
            guard !nodes[number].pointee.isForgotten, !moved[number] else { continue }
            let name = kept.store(nodes[number].pointee.topicBytes)
            var at = number
            while !moved[at] {
                nodes[at].pointee.name = name
                moved[at] = true
                if at == Self.root { break }
                at = Int(nodes[at].pointee.parent)
            }
        }
        names.removeAll()
        names = kept
        forgottenNameBytes = 0
    }
}
