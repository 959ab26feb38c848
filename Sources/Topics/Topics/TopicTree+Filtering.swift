/// The filtered view: every match, and every level above a match.
extension TopicTree {
    /// Whether the filter is still being applied to topics not examined yet.
    public var isFiltering: Bool { filter != nil && filterCursor < end }

    /// The part of the topics that the filter has examined, 0 to 1.
    public var filterProgress: Double { filter == nil ? 1 : Double(filterCursor) / Double(end) }

    /// How many topics with messages match the filter, as far as examined.
    public var matchCount: Int { filter == nil ? 0 : filterMatches }

    /// Filters the tree: `kit` keeps topics that contain the text (letter case counts once it has a capital letter),
    /// `a/+/#` those that match the MQTT topic filter, `re:…` those in which the regular expression is found.
    /// Empty takes the filter away. A text that cannot be used sets `filterProblem` and leaves the tree unfiltered.
    ///
    /// Topics are examined by `LiveData.advance`; new topics as they come.
    public func setFilter(_ text: String) {
        let wasFiltered = filter != nil
        filterText = text
        filterProblem = nil
        filter = nil
        if !text.isEmpty {
            do throws(TopicFilterProblem) {
                filter = try TopicPredicate(text)
            } catch {
                filterProblem = error.message
            }
        }
        revision &+= 1
        if filter != nil {
            clearMatches()
        } else if wasFiltered {
            recountOrders()
        }
    }

    func clearMatches() {
        for number in 0..<end {
            shapes[number].pointee.filteredRows = 0
            shapes[number].pointee.flags.subtract(.ofFilter)
        }
        shapes[Self.root].pointee.flags.insert(.shown)
        for block in 0..<blockEnd { blocks[block].pointee.filteredRows = 0 }
        filterCursor = 1
        filterMatches = 0
        recountOrders()
    }

    /// Marks topics until about `bytes` bytes of work are done. The rows are counted by `countMarked`.
    /// - Returns: whether there is more to do.
    func advanceFilter(bytes: Int) -> Bool {
        guard filter != nil, filterCursor < end else { return false }
        var budget = bytes
        while filterCursor < end, budget > 0 {
            let (isMatch, work) = examine(filterCursor)
            if isMatch { mark(filterCursor) }
            budget -= 64 + work
            filterCursor += 1
        }
        hasMarked = true
        return filterCursor < end
    }

    /// Counts the rows of what `advanceFilter` marked: once for many, since a count is one pass in memory order,
    /// while each match would climb to the top by itself.
    func countMarked() {
        guard hasMarked else { return }
        hasMarked = false
        recount(filtered: true)
        revision &+= 1
    }

    /// Examines new topics at once when the pass is done with all before them; else the pass comes to them, and
    /// only those with used numbers behind it are examined here.
    func examineNew(_ numbers: [Int], firstNew: Int) {
        let isDone = filterCursor >= firstNew
        var budget = 1 << 16
        for number in numbers {
            let isNext = isDone && number == filterCursor && budget > 0
            guard number < filterCursor || isNext else { continue }
            let (isMatch, work) = examine(number)
            if isMatch { show(number) }
            budget -= 64 + work + Int(shapes[number].pointee.depth)
            if isNext { filterCursor += 1 }
        }
    }

    /// - Returns: whether a topic matches, and bytes of work done.
    private func examine(_ number: Int) -> (isMatch: Bool, work: Int) {
        let shape = shapes[number]
        guard let filter, !isGone(number) else { return (false, 0) }
        let node = nodes[number]
        let parentMatches = shapes[Int(shape.pointee.parent)].pointee.flags.contains(.match)
        let test = filter.matches(
            node.pointee.topicBytes, parentMatches: parentMatches,
            levelStart: Int(shape.pointee.levelStart))
        if test.isMatch {
            shape.pointee.flags.insert(.match)
            if node.pointee.own > 0 { filterMatches += 1 }
        }
        return test
    }

    private func mark(_ number: Int) {
        var at = number
        while !shapes[at].pointee.flags.contains(.shown) {
            shapes[at].pointee.flags.insert(.shown)
            at = Int(shapes[at].pointee.parent)
        }
    }

    private func show(_ number: Int) {
        guard !shapes[number].pointee.flags.contains(.shown) else { return }
        shapes[number].pointee.flags.insert(.shown)
        var child = number
        var parent = Int(shapes[number].pointee.parent)
        while !shapes[parent].pointee.flags.contains(.shown) {
            shapes[parent].pointee.flags.insert(.shown)
            addToSums(filteredRows(of: child), of: parent, child: child, filtered: true)
            child = parent
            parent = Int(shapes[parent].pointee.parent)
        }
        addRows(filteredRows(of: child), childOf: parent, child: child, filtered: true)
    }
}
