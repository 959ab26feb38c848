import Testing
import Text

@Suite("Texts in messages, and ranks") struct ClippingTests {
    @Test("what fits stays; what is longer ends with an ellipsis and is no longer than asked")
    func clipped() {
        let text = String(repeating: "ä", count: 60)
        #expect(text.clipped == text && (text + "b").clipped == text.dropLast() + "…")
        #expect("abcd".clipped(to: 4) == "abcd" && "abcde".clipped(to: 4) == "abc…" && "".clipped == "")
    }

    @Test(
        "the nearest rank covers the share",
        arguments: [(0, 1), (0.01, 1), (0.5, 2), (0.51, 3), (0.75, 3), (0.99, 4), (1, 4)] as [(Double, Int)])
    func rank(share: Double, value: Int) {
        #expect([1, 2, 3, 4].nearestRank(share) == value && [9].nearestRank(share) == 9)
        #expect([1, 2, 3, 4, 5][..<4].nearestRank(share) == value)
    }

    @Test("of nothing there is no rank") func none() { #expect([Int]().nearestRank(0.5) == nil) }
}

@Suite("Topic filters") struct TopicMatchTests {
    private func matches(_ filter: String, _ topic: String) -> Bool {
        Array(filter.utf8).withUnsafeBytes { filter in
            Array(topic.utf8).withUnsafeBytes { TopicMatch.matches(filter, $0) }
        }
    }

    @Test(
        "levels, parents, and topics of the broker's own",
        arguments: [
            ("sport/#", "sport", true), ("sport/#", "sport/a/b", true), ("sport/#", "sports", false), ("#", "/", true),
            ("sport/+", "sport", false), ("sport/+", "sport/", true), ("+/+", "/finance", true), ("+", "/a", false),
            ("#", "$SYS/a", false), ("+/a", "$SYS/a", false), ("$SYS/#", "$SYS", true), ("a/+/c", "a//c", true),
            ("+/#", "a", true), ("a/b/", "a/b", false), ("a", "ab", false), ("ab", "a", false), ("", "a", false),
        ])
    func levels(filter: String, topic: String, isMatch: Bool) { #expect(matches(filter, topic) == isMatch) }

    @Test(
        "within a level wildcards are letters: what is typed as a filter may have them",
        arguments: [
            ("a+/+", "a+/x", true), ("a+/+", "ab/x", false), ("+b/+", "xb/y", false), ("a#/+", "a#/y", true),
            ("a#", "a", false), ("+a/#", "$a", false),
        ])
    func letters(filter: String, topic: String, isMatch: Bool) { #expect(matches(filter, topic) == isMatch) }
}
