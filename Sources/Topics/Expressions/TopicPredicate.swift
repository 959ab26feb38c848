import Payloads

/// The test that a filter's text asks for, on the bytes of a topic.
struct TopicPredicate {
    private enum Test {
        case substring(ByteSearch)
        case levels([[UInt8]])
        case expression(TopicExpression)
    }

    private let test: Test

    /// Understands `re:` regular expressions, MQTT topic filters (a level is `+`, or the last is `#`), else plain text.
    init(_ text: String) throws(TopicFilterProblem) {
        if text.hasPrefix("re:") {
            test = .expression(try TopicExpression(text.dropFirst(3)))
            return
        }
        let plus = Array("+".utf8)
        let hash = Array("#".utf8)
        let levels = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Array($0) }
        guard levels.contains(plus) || levels.contains(hash) else {
            test = .substring(ByteSearch(text))
            return
        }
        if levels.dropLast().contains(hash) {
            throw TopicFilterProblem(
                message: "# can only be the last level of a topic filter: move it to the end")
        }
        test = .levels(levels)
    }

    /// Whether a topic passes.
    func matches(_ topic: UnsafeRawBufferPointer) -> Bool {
        switch test {
        case .substring(let search): search.isFound(in: topic)
        case .levels(let levels): Self.matches(topic, levels)
        case .expression(let expression): expression.matches(topic)
        }
    }

    /// Whether a topic passes, when it is known whether the level above does: then a text is looked for in the last
    /// level and across its border only.
    /// - Returns: the answer, and about how many bytes of work it took.
    func matches(
        _ topic: UnsafeRawBufferPointer, parentMatches: Bool, levelStart: Int
    ) -> (isMatch: Bool, work: Int) {
        switch test {
        case .substring(let search):
            // A text in the level above is in the topic too, since that begins with it.
            if parentMatches { return (true, 1) }
            // A match may straddle the border: as many bytes before it as the text has.
            let part = UnsafeRawBufferPointer(rebasing: topic[max(levelStart - search.count, 0)...])
            return (search.isFound(in: part), part.count)
        case .levels(let levels):
            return (Self.matches(topic, levels), topic.count)
        case .expression(let expression):
            // The 200 stand for setting the machine up.
            return (expression.matches(topic), 200 + expression.workPerByte * topic.count)
        }
    }

    private static func matches(_ topic: UnsafeRawBufferPointer, _ levels: [[UInt8]]) -> Bool {
        let slash = UInt8(ascii: "/")
        // A wildcard at the start does not match topics that begin with $ (MQTT 5 4.7.2).
        if topic.first == UInt8(ascii: "$"), let first = levels.first, isWildcard(first) {
            return false
        }
        var start = 0
        for (i, level) in levels.enumerated() {
            if isHash(level) { return true }
            // The levels of the topic have ended, those of the filter have not.
            if start > topic.count { return false }
            var end = start
            while end < topic.count, topic[end] != slash { end += 1 }
            if !isPlus(level), !topic[start..<end].elementsEqual(level) { return false }
            start = end + 1
            // `a/#` matches `a` too (MQTT 5 4.7.1.2).
            if start > topic.count, i + 2 == levels.count, isHash(levels[i + 1]) { return true }
        }
        // Both have ended, or the topic has more levels.
        return start > topic.count
    }

    private static func isPlus(_ level: [UInt8]) -> Bool {
        level.count == 1 && level[0] == UInt8(ascii: "+")
    }
    private static func isHash(_ level: [UInt8]) -> Bool {
        level.count == 1 && level[0] == UInt8(ascii: "#")
    }
    private static func isWildcard(_ level: [UInt8]) -> Bool { isPlus(level) || isHash(level) }
}
