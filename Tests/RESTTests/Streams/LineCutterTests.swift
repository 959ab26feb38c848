import Testing

@testable import REST

@Suite("Lines of a stream") struct LineCutterTests {
    /// The lines that are whole, and what is left; the bytes come in pieces of a size.
    private func lines(_ text: String, _ end: LineCutter.End, pieces size: Int, limit: Int = 100) -> [String] {
        var cutter = LineCutter(end, limit: limit)
        var found: [String] = []
        func take() {
            let (bytes, cut) = cutter.takeLine()
            found.append(String(decoding: bytes, as: UTF8.self) + (cut > 0 ? "(\(cut))" : ""))
        }
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            bytes[start..<min(bytes.count, start + size)].withUnsafeBytes { piece in
                var rest = piece[...]
                while !rest.isEmpty { if cutter.take(&rest) { take() } }
            }
        }
        if !cutter.isEmpty { take() }
        return found
    }

    @Test("each standard has its ends, wherever the pieces are cut", arguments: 1...12)
    func ends(size: Int) {
        let text = "a\nb\r\nc\rd\r\r\n\ne"
        #expect(lines(text, .lineFeed, pieces: size) == ["a", "b", "c\rd\r", "", "e"])
        #expect(lines(text, .kept, pieces: size) == ["a\n", "b\r\n", "c\rd\r\r\n", "\n", "e"])
        #expect(lines(text, .any, pieces: size) == ["a", "b", "c", "d", "", "", "e"])
        #expect(lines("\r\n\r", .any, pieces: size) == ["", ""])
    }

    @Test("what is beyond the limit is counted in its line alone", arguments: [1, 3, 50])
    func bounds(size: Int) {
        #expect(lines("abcdef\r\nab\r\n", .lineFeed, pieces: size, limit: 4) == ["abcd(3)", "ab"])
    }
}
