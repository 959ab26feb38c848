extension TopicStore {
    /// Calls `body` with every topic below a first level that carried a message: its number, its bytes, and the sequence
    /// of its last message. In the order in which they were first seen; the bytes are good in the call only.
    /// - Parameter limit: the most topics told.
    func forEachTopic(
        below first: String, limit: Int, _ body: (UInt32, UnsafeRawBufferPointer, UInt64) -> Void
    ) {
        guard let top = find(topic: first) else { return }
        var told = 0
        var number = Int(top.rawValue)
        // Children have higher numbers than their parents.
        while number < end, told < limit {
            let node = nodes[number]
            // Looked at first: it is one flag, and most topics have it not.
            if node.pointee.isSystem, !isGone(number), node.pointee.own > 0,
                isInSubtree(number, of: Int(top.rawValue))
            {
                told += 1
                body(UInt32(truncatingIfNeeded: number), node.pointee.topicBytes, node.pointee.lastSequence)
            }
            number += 1
        }
    }
}

extension TopicStore {
    /// The levels right below one, in the order of their names.
    /// - Parameter limit: the most answered.
    public func children(of id: TopicID, limit: Int) -> [TopicID] {
        guard let number = valid(id) else { return [] }
        var children: [TopicID] = []
        for run in 0..<nameRunCount(of: number) {
            for child in nameRun(run, of: number) where children.count < limit {
                children.append(TopicID(rawValue: child))
            }
        }
        return children
    }
}
