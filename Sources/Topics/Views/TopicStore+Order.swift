import Text

/// What views order topics by.
extension TopicStore {
    /// A topic's place by a figure: smaller comes first. `$` topics come last, whatever they count.
    /// - Parameter isOwn: whether messages of exactly the topic count, not those below it.
    func sortKey(_ number: Int, by sort: TopicSort, isOwn: Bool, now: Moment) -> UInt64 {
        let node = nodes[number].pointee
        let value: UInt64
        switch sort {
        case .name: return 0
        // Of numbers that are not negative, the bits are in the order of the numbers.
        case .rate: value = node.rate.perSecond(now: now).bitPattern
        // Before the first message it is the smallest moment there is.
        case .lastUpdate: value = UInt64(bitPattern: max(node.lastTime, 0))
        case .count: value = isOwn ? node.own : node.messages
        }
        // Turned around: the largest figure is to come first, and radix sorts upwards. No figure needs the top bit.
        let key = ~value & ~(1 << 63)
        return node.isSystem ? key | 1 << 63 : key
    }

    /// Whether one topic comes before another in a tree in name order with every level open.
    func precedesInTree(_ a: Int, _ b: Int) -> Bool {
        var (x, y) = (a, b)
        // Both at one depth: siblings or their ancestors can be compared there.
        while places[x].pointee.depth > places[y].pointee.depth { x = Int(places[x].pointee.parent) }
        while places[y].pointee.depth > places[x].pointee.depth { y = Int(places[y].pointee.parent) }
        // One is above the other.
        if x == y { return places[a].pointee.depth < places[b].pointee.depth }
        while places[x].pointee.parent != places[y].pointee.parent {
            x = Int(places[x].pointee.parent)
            y = Int(places[y].pointee.parent)
        }
        return precedes(x, y)
    }
}
