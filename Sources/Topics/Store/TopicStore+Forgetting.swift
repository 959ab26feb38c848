/// Forgetting topics.
extension TopicStore {
    /// Forgets a topic and everything below it: at once for whoever asks, while what is below it is taken apart by
    /// `advanceForgetting`, in one pass in memory order.
    /// - Parameter endSequence: no message from this one on is of them; their numbers rest until older ones are gone.
    func forget(_ id: TopicID, endSequence: UInt64) {
        guard let number = valid(id) else { return }
        // What is taken away from the levels above must have been added to them.
        settle()
        let parent = Int(places[number].pointee.parent)
        // Views take its rows off while the structure still has it.
        for attached in views { attached.view.topicWillBeForgotten(number) }
        let (messages, topics) = (nodes[number].pointee.messages, places[number].pointee.topics)
        var at = parent
        while true {
            nodes[at].pointee.messages &-= messages
            places[at].pointee.topics &-= topics
            if at == Self.root { break }
            at = Int(nodes[at].pointee.parent)
        }
        removeChild(number, from: parent)
        retire(number, endSequence)
        // One pass for all: a topic forgotten while it runs may send it back, never past somebody.
        forgetCursor = forgetCursor == 0 ? number + 1 : min(forgetCursor, number + 1)
        forgetSequence = endSequence
        for attached in views { attached.view.topicWasForgotten(below: parent) }
        revision &+= 1
    }

    /// Whether a topic is forgotten, be it that its turn to be taken apart has not come.
    @inline(__always)
    func isGone(_ number: Int) -> Bool {
        nodes[number].pointee.isForgotten || forgetCursor != 0 && isBelowForgotten(number)
    }

    private func isBelowForgotten(_ number: Int) -> Bool {
        // Behind the pass whoever is below a forgotten topic is marked.
        guard number >= forgetCursor else { return false }
        var at = Int(places[number].pointee.parent)
        while at != Self.root {
            if places[at].pointee.flags.contains(.forgotten) { return true }
            at = Int(places[at].pointee.parent)
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
            let place = places[forgetCursor].pointee
            if !place.flags.contains(.forgotten), places[Int(place.parent)].pointee.flags.contains(.forgotten) {
                retire(forgetCursor, forgetSequence)
            }
            forgetCursor += 1
        }
        guard forgetCursor == end else { return true }
        forgetCursor = 0
        // One more call copies the names that are left.
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
        places.removeAll()
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
        index.removeAll()
        makeRoot()
        for attached in views { attached.view.everythingWasForgotten() }
        revision &+= 1
    }

    private func retire(_ number: Int, _ sequence: UInt64) {
        // Those below see by their parent's mark that they are gone; the list of them is not needed for that.
        freeChildren(of: number)
        places[number].pointee.flags = .forgotten
        nodes[number].pointee.isForgotten = true
        // Levels share the bytes of the topic they were seen in: what is counted here is close, not exact.
        forgottenNameBytes += Int(nodes[number].pointee.length)
        // Kept messages name it: it stands for nothing else until they are evicted, see `takeNumber`.
        retired.append((UInt32(truncatingIfNeeded: number), sequence))
        aliveCount -= 1
        for attached in views { attached.view.numberWasRetired(number) }
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
