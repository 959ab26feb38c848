import Text

@testable import Topics

/// What the store tells of its changes: rows come and go.
extension TopicTable: TopicView {
    func topicsWereAdded(_ numbers: [Int], firstFresh: Int, below parent: Int) {
        for number in numbers { makeEntry(number) }
        filter.examineNew(numbers, firstFresh: firstFresh) { examine($0) }
    }

    // A table has no sums of children.
    func childrenBecameLarge(of parent: Int, block: Int) {}
    func blockWasSplit(_ block: Int, into new: Int) {}

    func topicSpoke(_ number: Int) {
        // One that was not examined yet is found by the pass.
        if entries[number].pointee.isMatch { list(number) }
    }

    func topicWillBeForgotten(_ number: Int) {
        beginOrderAgain()
    }

    func topicWasForgotten(below parent: Int) {
        changes &+= 1
    }

    func numberWasRetired(_ number: Int) {
        unlist(number)
        entries[number].pointee = TableEntry()
    }

    func everythingWasForgotten() {
        entries.removeAll()
        makeEntries()
        clear()
    }

    func advance(until deadline: ContinuousClock.Instant, now: Moment?) -> Bool {
        while filter.advance(bytes: 1 << 18, { examine($0) }) {
            if ContinuousClock.now >= deadline { return true }
        }
        clock = now ?? store.latestTime
        while advanceOrder() {
            if ContinuousClock.now >= deadline { return true }
        }
        return false
    }

    /// - Returns: bytes of work done.
    private func examine(_ number: Int) -> Int {
        let parent = Int(store.places[number].pointee.parent)
        let (isMatch, work) = filter.test(number, parentMatches: entries[parent].pointee.isMatch)
        if isMatch {
            entries[number].pointee.isMatch = true
            if store.nodes[number].pointee.own > 0 { list(number) }
        }
        return work
    }
}
