/// Opening and closing. While the tree is filtered, these work on the filtered view, where everything is open at
/// first; the plain tree stays as it was.
extension TopicTree {
    /// Shows the children of a topic.
    public func open(_ id: TopicID) {
        if let number = valid(id) { setOpen(number, true, filtered: filter != nil) }
    }

    /// Hides the children of a topic.
    public func close(_ id: TopicID) {
        if let number = valid(id) { setOpen(number, false, filtered: filter != nil) }
    }

    /// Opens a closed topic and closes an open one.
    public func toggle(_ id: TopicID) {
        if isOpen(id) { close(id) } else { open(id) }
    }

    /// Whether the children of a topic are shown when it is visible.
    public func isOpen(_ id: TopicID) -> Bool {
        valid(id).map { isExpanded($0, filtered: filter != nil) } ?? false
    }

    /// Opens every topic, those not seen yet included.
    public func openAll() { setAllOpen(true) }

    /// Closes every topic.
    public func closeAll() { setAllOpen(false) }

    /// Opens every topic above this one, so that it is visible unless the filter hides it.
    public func reveal(_ id: TopicID) {
        guard let number = valid(id) else { return }
        var path: [Int] = []
        var at = Int(shapes[number].pointee.parent)
        while at != Self.root {
            path.append(at)
            at = Int(shapes[at].pointee.parent)
        }
        // From the deepest up: what is closed above keeps the counting short.
        for number in path { setOpen(number, true, filtered: filter != nil) }
    }

    private func setOpen(_ number: Int, _ isOpen: Bool, filtered: Bool) {
        guard number != Self.root, isExpanded(number, filtered: filtered) != isOpen else { return }
        let shape = shapes[number]
        let rows: Int
        if filtered {
            if isOpen {
                shape.pointee.flags.remove(.filterClosed)
            } else {
                shape.pointee.flags.insert(.filterClosed)
            }
            rows = shape.pointee.flags.contains(.shown) ? Int(shape.pointee.filteredRows) : 0
        } else {
            if isOpen { shape.pointee.flags.insert(.open) } else { shape.pointee.flags.remove(.open) }
            rows = Int(shape.pointee.childRows)
        }
        addRows(
            isOpen ? rows : -rows, childOf: Int(shape.pointee.parent), child: number, filtered: filtered)
        revision &+= 1
    }

    private func setAllOpen(_ isOpen: Bool) {
        let filtered = filter != nil
        if !filtered { opensNewTopics = isOpen }
        for number in 1..<max(end, 1) {
            let shape = shapes[number]
            switch (filtered, isOpen) {
            case (true, true): shape.pointee.flags.remove(.filterClosed)
            case (true, false): shape.pointee.flags.insert(.filterClosed)
            case (false, true): shape.pointee.flags.insert(.open)
            case (false, false): shape.pointee.flags.remove(.open)
            }
        }
        recount(filtered: filtered)
        revision &+= 1
    }
}
