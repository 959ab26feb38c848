import Testing

@testable import Terminal

@Suite("Display width")
struct DisplayWidthTests {
    @Test(
        "counts columns",
        arguments: [
            ("", 0), ("abc", 3), ("日本語", 6), ("é", 1), ("e\u{301}", 1), ("😀", 2), ("👨‍👩‍👧‍👦", 2), ("👍🏽", 2),
            ("🇩🇪", 1), ("❤️", 1), ("⠿", 1), ("a\tb", 3), ("\u{1B}[31m", 5), ("\u{301}", 1), ("한국", 4),
            ("क्‍ष", 2), ("\u{200B}", 8), ("a\u{200B}b", 10), ("a\u{AD}b", 10), ("\u{E0067}", 9),
        ])
    func counts(_ text: String, _ columns: Int) {
        #expect(displayWidth(of: text) == columns)
        let grid = Grid(size: Size(width: 20, height: 1))
        #expect(Canvas(grid).put(text, x: 0, y: 0, style: .plain) == columns)
    }

    @Test("keeps four marks and drops the rest")
    func boundsMarks() {
        let grid = Grid(size: Size(width: 4, height: 1))
        let marks = String(repeating: "\u{301}\u{302}", count: 5_000)
        Canvas(grid).put("e" + marks, x: 0, y: 0, style: .plain)
        #expect(grid[0, 0].text.unicodeScalars.map(\.value) == [0x65, 0x301, 0x302, 0x301, 0x302])
        #expect(grid[0, 0].markCount == 4)
    }

    @Test("cells have no padding, so that rows compare as bytes")
    func cellLayout() {
        #expect(MemoryLayout<Cell>.size == 32)
        #expect(MemoryLayout<Cell>.stride == 32)
    }
}
