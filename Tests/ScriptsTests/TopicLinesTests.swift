import MQTT
import Testing

@testable import Scripts

/// The lines of `sub -w`.
@Suite("Lines of topics") struct TopicLinesTests {
    @Test("a topic keeps its line; those beyond the bound have one together")
    func bounded() throws {
        var lines = TopicLines(most: 2)
        var told: [String] = []
        for topic in ["a", "b", "a", "c", "d", "b", "c"] {
            let out = OutputBuffer()
            try decoded(Publish(topic, "")).forEach { lines.goToLine(of: $0, out) }
            told.append(String(decoding: out.bytes, as: UTF8.self).replacing("\u{1B}", with: ""))
        }
        #expect(told == [2, 3, 2, 4, 4, 3, 4].map { "[\($0);1H[K" })
        #expect(lines.isFull)
        let out = OutputBuffer()
        lines.goToEnd(out)
        #expect(String(decoding: out.bytes, as: UTF8.self) == "\u{1B}[5;1H")
    }
}
