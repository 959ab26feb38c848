import Testing

@testable import Terminal

@Suite("Display width")
struct DisplayWidthTests {
    @Test(
        "counts columns",
        arguments: [
            ("", 0), ("abc", 3), ("日本語", 6), ("é", 1), ("x\u{301}", 1), ("😀", 2), ("👨‍👩‍👧‍👦", 17), ("👍🏽", 5),
            ("🇩🇪", 4), ("❤️", 4), ("⠿", 1), ("a\tb", 3), ("\u{1B}[31m", 5), ("\u{301}", 8), ("한국", 4),
            ("क्ष", 2), ("e\u{301}", 9), ("\u{200B}", 8), ("a\u{200B}b", 10), ("a\u{AD}b", 10), ("\u{E0067}", 9),
        ])
    func counts(_ text: String, _ columns: Int) {
        #expect(displayWidth(of: text) == columns)
        let grid = Grid(size: Size(width: 20, height: 1))
        #expect(Canvas(grid).put(text, x: 0, y: 0, style: .plain) == columns)
    }

    @Test("keeps four marks; the rest is written beside the cell, as far as there is room")
    func boundsMarks() {
        let grid = Grid(size: Size(width: 12, height: 1))
        let marks = String(repeating: "\u{301}\u{302}", count: 5_000)
        Canvas(grid).put("x" + marks, x: 0, y: 0, style: .plain)
        #expect(grid[0, 0].text.unicodeScalars.map(\.value) == [0x78, 0x301, 0x302, 0x301, 0x302])
        #expect(grid[0, 0].markCount == 4)
        #expect(grid.row(0).hasSuffix("«U+0301»«U…"))
    }

    @Test("texts that differ look different, and the first part of each is seen")
    func twins() {
        let families = ["👨", "👨‍👩‍👧", "👨‍👩‍👦", "👨‍👩", "👨👩", "👍", "👍🏽", "👍🏿", "🇩🇪", "🇩🇰", "🇩", "🇩🇪🇩🇰", "❤", "❤️", "❤︎"]
        let letters = [
            "é", "e\u{301}", "Å", "A\u{30A}", "\u{212B}", "ậ", "a\u{323}\u{302}", "a\u{302}\u{323}", "한",
            "\u{1112}\u{1161}\u{11AB}",
        ]
        let joined = [
            "क्ष", "क्\u{200D}ष", "क्\u{200C}ष", "1", "1\u{20E3}", "1\u{FE0F}\u{20E3}", "x\u{301}\u{302}\u{303}\u{304}",
            "x\u{301}\u{302}\u{303}\u{304}\u{305}",
        ]
        let shown = (families + letters + joined).map { text in
            let grid = Grid(size: Size(width: 40, height: 1))
            Canvas(grid).put(text, x: 0, y: 0, style: .plain)
            return grid.rows[0].unicodeScalars.map(\.value)
        }
        for (index, one) in shown.enumerated() {
            for other in 0..<index {
                #expect(one != shown[other], "\((families + letters + joined)[index].unicodeScalars.map(\.value))")
            }
        }
        func row(_ text: String) -> String {
            let grid = Grid(size: Size(width: 40, height: 1))
            Canvas(grid).put(text, x: 0, y: 0, style: .plain)
            return grid.rows[0]
        }
        #expect(row("👨‍👩‍👧") == "👨«+»👩«+»👧" && row("👍🏽") == "👍«4»" && row("🇩🇪🇫🇷") == "🇩«E»🇫«R»" && row("❤️") == "❤«e»")
        #expect(row("Ku\u{308}che") == "Ku«U+0308»che" && row("K\u{FC}che") == "K\u{FC}che")
    }

    @Test("what is shown is shown the same when it is shown again")
    func again() {
        for text in ["👨‍👩‍👧", "🇩🇪🇫🇷", "e\u{301}\u{302}", "\u{301}a", "क्‍ष"] {
            let grid = Grid(size: Size(width: 60, height: 2))
            Canvas(grid).put(text, x: 0, y: 0, style: .plain)
            Canvas(grid).put(grid.rows[0], x: 0, y: 1, style: .plain)
            #expect(grid.rows[0].unicodeScalars.elementsEqual(grid.rows[1].unicodeScalars))
        }
    }

    @Test("cells have no padding, so that rows compare as bytes")
    func cellLayout() {
        #expect(MemoryLayout<Cell>.size == 32)
        #expect(MemoryLayout<Cell>.stride == 32)
    }
}
