public import Text

/// Names, figures and relations of topics.
extension TopicStore {
    func valid(_ id: TopicID) -> Int? {
        let number = Int(id.rawValue)
        guard number > 0, number < end, !isGone(number) else { return nil }
        return number
    }

    /// Whether a handle is of a topic that has not been forgotten.
    public func contains(_ id: TopicID) -> Bool { valid(id) != nil }

    /// The last level of a topic: `temperature` of `home/kitchen/temperature`; may be empty.
    package func levelName(_ id: TopicID) -> String {
        withLevelName(id) { String(decoding: $0, as: UTF8.self) }
    }

    /// Calls `body` with the bytes of a topic's last level; the pointer is good in the call only.
    public func withLevelName<R>(_ id: TopicID, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows
        -> R
    {
        try body(valid(id).map { levelBytes($0) } ?? UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// The whole topic; bytes that are not UTF-8 become U+FFFD.
    public func topic(_ id: TopicID) -> String {
        withTopic(id) { String(decoding: $0, as: UTF8.self) }
    }

    /// The whole topic for people: a byte that is no UTF-8 is written by its value (`«fc»`), as in the tree.
    public func shownTopic(_ id: TopicID) -> String {
        withTopic(id) { shownText($0) }
    }

    /// Whether the whole topic is text: one that is not cannot be named to a broker.
    public func isText(_ id: TopicID) -> Bool {
        nodes[Int(id.rawValue)].pointee.isText
    }

    /// The whole topic as sent.
    public func topicBytes(_ id: TopicID) -> [UInt8] {
        withTopic(id) { Array($0) }
    }

    /// Calls `body` with the bytes of the whole topic; the pointer is good in the call only.
    public func withTopic<R>(_ id: TopicID, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows
        -> R
    {
        try body(
            valid(id).map { nodes[$0].pointee.topicBytes } ?? UnsafeRawBufferPointer(start: nil, count: 0)
        )
    }

    /// The level above; nil for a first level.
    public func parent(_ id: TopicID) -> TopicID? {
        guard let number = valid(id) else { return nil }
        let parent = places[number].pointee.parent
        return parent == Self.root ? nil : TopicID(rawValue: parent)
    }

    /// Levels above a topic: 0 for a first level.
    public func depth(_ id: TopicID) -> Int { valid(id).map { Int(places[$0].pointee.depth) } ?? 0 }

    /// Whether `id` is `ancestor` or below it.
    public func isInSubtree(_ id: TopicID, of ancestor: TopicID) -> Bool {
        guard let number = valid(id), let top = valid(ancestor) else { return false }
        return isInSubtree(number, of: top)
    }

    func isInSubtree(_ number: Int, of top: Int) -> Bool {
        // Children have higher numbers than their parents.
        var at = number
        while at > top { at = Int(places[at].pointee.parent) }
        return at == top
    }

    /// The handle of a topic or of a level on the way to one.
    public func find(topic: String) -> TopicID? {
        var topic = topic
        let number = topic.withUTF8 {
            let bytes = UnsafeRawBufferPointer($0)
            return lookUp(bytes, hash: hash(bytes))
        }
        return number == 0 ? nil : TopicID(rawValue: UInt32(truncatingIfNeeded: number))
    }

    /// The figures of a topic and what is below it.
    public func info(_ id: TopicID, now: Moment) -> TopicInfo {
        info(number: valid(id), now: now)
    }

    /// The figures of all topics together.
    public func total(now: Moment) -> TopicInfo {
        info(number: Self.root, now: now)
    }

    private func info(number: Int?, now: Moment) -> TopicInfo {
        guard let number else {
            return TopicInfo(
                topics: 0, messages: 0, ownMessages: 0, rate: 0, lastTime: nil, lastSequence: nil,
                isRetained: false,
                hasChildren: false)
        }
        // The counts of the last moment wait below: one look settles for all.
        settle()
        let node = nodes[number].pointee
        return TopicInfo(
            topics: Int(places[number].pointee.topics), messages: Int(node.messages), ownMessages: Int(node.own),
            rate: node.rate.perSecond(now: now), lastTime: node.lastTime == .min ? nil : node.lastTime,
            // 0 is a sequence too.
            lastSequence: node.own == 0 ? nil : node.lastSequence, isRetained: node.isRetained,
            hasChildren: places[number].pointee.childCount > 0)
    }
}
