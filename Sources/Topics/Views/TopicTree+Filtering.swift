/// The filtered view: every match, and every level above a match.
extension TopicTree {
    /// The text of the filter; empty for none. Set it by `setFilter`.
    public var filterText: String { filter.text }

    /// Why the filter's text is not used, in words with the next step; nil when it is used.
    public var filterProblem: String? { filter.problem }

    /// Whether the filter is still being applied to topics not examined yet.
    public var isFiltering: Bool { isFiltered && !filter.isDone }

    /// The part of the topics that the filter has examined, 0 to 1.
    public var filterProgress: Double { isFiltered ? filter.progress : 1 }

    /// How many topics with messages match the filter, as far as examined.
    public var matchCount: Int { isFiltered ? filterMatches : 0 }

    /// Filters the tree: `kit` keeps topics that contain the text (letter case counts once it has a capital letter),
    /// `a/+/#` those that match the MQTT topic filter, `re:…` those in which the regular expression is found.
    /// Empty takes the filter away. A text that cannot be used sets `filterProblem` and leaves the tree unfiltered.
    ///
    /// Topics are examined by `LiveData.advance`; new topics as they come.
    public func setFilter(_ text: String) {
        let wasFiltered = isFiltered
        filter.set(text)
        changes &+= 1
        if isFiltered {
            // Every new filter begins with all of it open.
            clearMatches()
        } else if wasFiltered {
            // Orders hold the sums of the tree that is shown.
            recountOrders()
        }
    }

    private func clearMatches() {
        for number in 0..<store.end {
            entries[number].pointee.filteredRows = 0
            entries[number].pointee.flags.subtract(.ofFilter)
        }
        // The climb of `mark` and `show` ends at the root.
        entries[TopicStore.root].pointee.flags.insert(.shown)
        for block in 0..<store.blockEnd { blockRows[block].pointee.filteredRows = 0 }
        filter.restart()
        filterMatches = 0
        recountOrders()
    }

    /// Marks topics until about `bytes` bytes of work are done. The rows are counted by `countMarked`.
    /// - Returns: whether there is more to do.
    func advanceFilter(bytes: Int) -> Bool {
        guard isFiltering else { return false }
        // Counted when the slice is over: see below.
        hasMarked = true
        return filter.advance(bytes: bytes) { number in
            let (isMatch, work) = examine(number)
            if isMatch { mark(number) }
            return work
        }
    }

    /// Counts the rows of what `advanceFilter` marked: once for many, since a count is one pass in memory order,
    /// while each match would climb to the top by itself.
    func countMarked() {
        guard hasMarked else { return }
        hasMarked = false
        recount(filtered: true)
        changes &+= 1
    }

    /// - Returns: whether a topic matches, and bytes of work done.
    func examine(_ number: Int) -> (isMatch: Bool, work: Int) {
        let parent = Int(store.places[number].pointee.parent)
        let test = filter.test(number, parentMatches: entries[parent].pointee.flags.contains(.match))
        if test.isMatch {
            entries[number].pointee.flags.insert(.match)
            // One that has not spoken is counted by `topicSpoke`.
            if store.nodes[number].pointee.own > 0 { filterMatches += 1 }
        }
        return test
    }

    private func mark(_ number: Int) {
        var at = number
        // Whoever is marked has all above him marked.
        while !entries[at].pointee.flags.contains(.shown) {
            entries[at].pointee.flags.insert(.shown)
            at = Int(store.places[at].pointee.parent)
        }
    }

    /// Shows a match and counts its rows at once.
    func show(_ number: Int) {
        guard !entries[number].pointee.flags.contains(.shown) else { return }
        entries[number].pointee.flags.insert(.shown)
        var child = number
        var parent = Int(store.places[number].pointee.parent)
        // Levels that were hidden had no rows to pass on; from the first that was shown on, the change is the child's.
        while !entries[parent].pointee.flags.contains(.shown) {
            entries[parent].pointee.flags.insert(.shown)
            addToSums(filteredRows(of: child), of: parent, child: child, filtered: true)
            child = parent
            parent = Int(store.places[parent].pointee.parent)
        }
        addRows(filteredRows(of: child), childOf: parent, child: child, filtered: true)
    }
}
