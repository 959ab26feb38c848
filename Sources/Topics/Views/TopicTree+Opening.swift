/// Opening and closing. While the tree is filtered, these work on the filtered view, where everything is open at
/// first; the plain tree stays as it was.
extension TopicTree {
    /// Shows the children of a topic.
    public func open(_ id: TopicID) {
        if let number = store.valid(id) { setOpen(number, true, filtered: isFiltered) }
    }

    /// Hides the children of a topic.
    public func close(_ id: TopicID) {
        if let number = store.valid(id) { setOpen(number, false, filtered: isFiltered) }
    }

    /// Opens a closed topic and closes an open one.
    public func toggle(_ id: TopicID) {
        if isOpen(id) { close(id) } else { open(id) }
    }

    /// Whether the children of a topic are shown when it is visible.
    public func isOpen(_ id: TopicID) -> Bool {
        store.valid(id).map { isExpanded($0, filtered: isFiltered) } ?? false
    }

    /// Opens every topic, those not seen yet included.
    public func openAll() { setAllOpen(true) }

    /// Closes every topic.
    public func closeAll() { setAllOpen(false) }

    /// Opens every topic above this one, so that it is visible unless the filter hides it.
    public func reveal(_ id: TopicID) {
        guard let number = store.valid(id) else { return }
        var path: [Int] = []
        var at = Int(store.places[number].pointee.parent)
        while at != TopicStore.root {
            path.append(at)
            at = Int(store.places[at].pointee.parent)
        }
        // From the deepest up: what is closed above keeps the counting short.
        for number in path { setOpen(number, true, filtered: isFiltered) }
    }

    private func setOpen(_ number: Int, _ isOpen: Bool, filtered: Bool) {
        guard number != TopicStore.root, isExpanded(number, filtered: filtered) != isOpen else { return }
        let entry = entries[number]
        let rows: Int
        if filtered {
            if isOpen {
                entry.pointee.flags.remove(.filterClosed)
            } else {
                entry.pointee.flags.insert(.filterClosed)
            }
            // What is hidden by the filter changes no sum.
            rows = entry.pointee.flags.contains(.shown) ? Int(entry.pointee.filteredRows) : 0
        } else {
            if isOpen { entry.pointee.flags.insert(.open) } else { entry.pointee.flags.remove(.open) }
            rows = Int(entry.pointee.childRows)
        }
        addRows(
            isOpen ? rows : -rows, childOf: Int(store.places[number].pointee.parent), child: number, filtered: filtered)
        changes &+= 1
    }

    private func setAllOpen(_ isOpen: Bool) {
        let filtered = isFiltered
        // Of the plain tree only: what a filter shows is opened by every new filter.
        if !filtered { opensNewTopics = isOpen }
        for number in 1..<max(store.end, 1) {
            let entry = entries[number]
            switch (filtered, isOpen) {
            case (true, true): entry.pointee.flags.remove(.filterClosed)
            case (true, false): entry.pointee.flags.insert(.filterClosed)
            case (false, true): entry.pointee.flags.insert(.open)
            case (false, false): entry.pointee.flags.remove(.open)
            }
        }
        recount(filtered: filtered)
        changes &+= 1
    }
}
