import Testing
import Text

@testable import Topics

/// The engine of `re:` filters held against Swift's `Regex`, and fed with what nobody would write.
@Suite struct TopicExpressionFuzzTests {
    private func finds(_ predicate: TopicPredicate, _ topic: String) -> Bool {
        Array(topic.utf8).withUnsafeBytes { predicate.matches($0) }
    }

    /// A pattern that both engines read the same way; every piece takes at least one character, so that they end soon.
    private func pattern(_ depth: Int, _ random: inout SplitMix64) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let piece: String
            switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
            case 0: piece = "a"
            case 1: piece = "/"
            case 2: piece = "."
            case 3: piece = "[a/]"
            case 4: piece = "[^a]"
            case 5: piece = "ü"
            case 6: piece = "(\(pattern(depth - 1, &random)))"
            case 7: piece = "(?:\(pattern(depth - 1, &random))|\(pattern(depth - 1, &random)))"
            default: piece = "(\(pattern(depth - 1, &random))|b)"
            }
            text += piece + (["", "", "", "?", "+", "*", "{2}", "{1,2}", "+?"].randomElement(using: &random) ?? "")
        }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return "^" + text
        case 1: return text + "$"
        default: return text
        }
    }

    @Test func findsWhatRegexFinds() throws {
        var random = SplitMix64(seed: 20_261_125)
        var found = 0
        for _ in 0..<1500 {
            let pattern = pattern(2, &random)
            let predicate = try TopicPredicate("re:" + pattern)
            let regex = try Regex(pattern)
            for _ in 0..<6 {
                let topic = String(
                    (0..<Int.random(in: 0...6, using: &random)).map { _ in "ab/ü".randomElement(using: &random) ?? "a" }
                )
                let expected = topic.firstMatch(of: regex) != nil
                if expected { found += 1 }
                #expect(finds(predicate, topic) == expected, "\(pattern) in \(topic)")
            }
        }
        #expect((1500..<7500).contains(found))
    }

    @Test func whateverIsTypedIsTakenOrRefusedInWords() {
        var random = SplitMix64(seed: 7)
        let pieces = Array("ab/()[]{}|*+?.^$\\-,:<>=!0123dwsbBuxpPkQE\u{0}é😀").map(String.init)
        for _ in 0..<20_000 {
            let pattern = (0..<Int.random(in: 0...12, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            do throws(TopicFilterProblem) {
                let predicate = try TopicPredicate("re:" + pattern)
                _ = finds(predicate, "a/b/😀\u{0}")
            } catch {
                #expect(!error.message.isEmpty, "\(pattern)")
            }
        }
    }
}
