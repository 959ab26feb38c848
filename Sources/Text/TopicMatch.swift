/// How a topic filter finds topics (MQTT 5 4.7): the one walk for subscriptions and for what is typed as a filter.
public enum TopicMatch {
    /// Whether a filter matches a topic name. Linear in the length of the topic, allocates nothing.
    ///
    /// `+` and `#` stand for whole levels; within one they are letters. What begins with a wildcard does not match a topic
    /// that begins with `$` (MQTT 5 4.7.2).
    public static func matches(_ filter: UnsafeRawBufferPointer, _ topic: UnsafeRawBufferPointer) -> Bool {
        guard let first = topic.first, !filter.isEmpty else { return false }
        if first == dollar, isLevel(filter, 0) { return false }
        var at = 0
        var position = 0
        // There is never a choice to come back to: one walk over both is enough.
        while position < filter.count {
            if isLevel(filter, position) {
                // The last level, with all that follow in the topic.
                if filter[position] == hash { return true }
                position += 1
                // To the end of the level, which may be empty (MQTT 5 4.7.1.3).
                while at < topic.count, topic[at] != slash { at += 1 }
                continue
            }
            guard at < topic.count, topic[at] == filter[position] else {
                // `sport/#` matches `sport` too: the parent of the levels that # stands for.
                return at == topic.count && position + 2 == filter.count && filter[position] == slash
                    && filter[position + 1] == hash
            }
            at += 1
            position += 1
        }
        return at == topic.count
    }

    /// Whether a wildcard stands at a place that is a level alone; `#` is the last one.
    private static func isLevel(_ filter: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        let byte = filter[place]
        guard byte == plus || byte == hash, place == 0 || filter[place - 1] == slash else { return false }
        return place + 1 == filter.count || byte == plus && filter[place + 1] == slash
    }

    private static let slash = UInt8(ascii: "/")
    private static let plus = UInt8(ascii: "+")
    private static let hash = UInt8(ascii: "#")
    private static let dollar = UInt8(ascii: "$")
}
