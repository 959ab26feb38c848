/// The test that a filter's text asks for, on the bytes of a topic.
struct TopicPredicate {
    private enum Test {
        case substring(ByteSearch)
        case levels([[UInt8]])
        case regex(Regex<AnyRegexOutput>)
    }

    private let test: Test

    /// Understands `re:` regular expressions, MQTT topic filters (a level is `+`, or the last is `#`), else plain text.
    init(_ text: String) throws(TopicFilterProblem) {
        if text.hasPrefix("re:") {
            do {
                test = .regex(try Regex(String(text.dropFirst(3))))
            } catch {
                throw TopicFilterProblem(
                    message: "not a regular expression yet: check brackets and backslashes, or drop re: for plain text")
            }
            return
        }
        let levels = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Array.init)
        if levels.contains([UInt8(ascii: "+")]) || levels.contains([UInt8(ascii: "#")]) {
            if levels.dropLast().contains([UInt8(ascii: "#")]) {
                throw TopicFilterProblem(message: "# may only be the last level of a topic filter: move it to the end")
            }
            test = .levels(levels)
        } else {
            test = .substring(ByteSearch(text))
        }
    }

    /// Whether a topic passes.
    func matches(_ topic: UnsafeRawBufferPointer) -> Bool {
        switch test {
        case .substring(let search): return search.isFound(in: topic)
        case .levels(let levels): return Self.matches(topic, levels)
        case .regex(let regex):
            return (try? regex.firstMatch(in: String(decoding: topic, as: UTF8.self))) != nil
        }
    }

    private static func matches(_ topic: UnsafeRawBufferPointer, _ levels: [[UInt8]]) -> Bool {
        let plus = UInt8(ascii: "+")
        let hash = UInt8(ascii: "#")
        // A wildcard at the start does not match topics that begin with $ (MQTT 5 4.7.2).
        if topic.first == UInt8(ascii: "$"), let first = levels.first, first == [plus] || first == [hash] {
            return false
        }
        var start = 0
        for (i, level) in levels.enumerated() {
            if level == [hash] { return true }
            if start > topic.count { return false }
            var end = start
            while end < topic.count, topic[end] != UInt8(ascii: "/") { end += 1 }
            if level != [plus], !topic[start..<end].elementsEqual(level) { return false }
            start = end + 1
            // `a/#` matches `a` too (MQTT 5 4.7.1.2).
            if start > topic.count, i + 2 == levels.count, levels[i + 1] == [hash] { return true }
        }
        return start > topic.count
    }
}
