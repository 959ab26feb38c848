import Payloads
import Text

/// The test that a filter's text asks for, on the bytes of a topic.
struct TopicPredicate {
    private enum Test {
        case substring(ByteSearch)
        case filter([UInt8])
        case expression(TopicExpression)
    }

    private let test: Test

    /// Understands `re:` regular expressions, MQTT topic filters (a level is `+`, or the last is `#`), else plain text.
    init(_ text: String) throws(TopicFilterProblem) {
        if text.hasPrefix("re:") {
            test = .expression(try TopicExpression(text.dropFirst(3)))
            return
        }
        let levels = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        func isHash(_ level: Substring.UTF8View) -> Bool { level.elementsEqual("#".utf8) }
        guard levels.contains(where: { isHash($0) || $0.elementsEqual("+".utf8) }) else {
            test = .substring(ByteSearch(text))
            return
        }
        if levels.dropLast().contains(where: isHash) {
            throw TopicFilterProblem(
                message: "# can only be the last level of a topic filter: move it to the end")
        }
        test = .filter(Array(text.utf8))
    }

    /// Holds a text, whatever it looks like.
    init(containing text: String) { test = .substring(ByteSearch(text)) }

    /// Whether a topic passes.
    func matches(_ topic: UnsafeRawBufferPointer) -> Bool {
        switch test {
        case .substring(let search): search.isFound(in: topic)
        case .filter(let filter): Self.matches(filter, topic)
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
        case .filter(let filter):
            return (Self.matches(filter, topic), topic.count)
        case .expression(let expression):
            // The 200 stand for setting the machine up.
            return (expression.matches(topic), 200 + expression.workPerByte * topic.count)
        }
    }

    private static func matches(_ filter: [UInt8], _ topic: UnsafeRawBufferPointer) -> Bool {
        filter.withUnsafeBytes { TopicMatch.matches($0, topic) }
    }
}
