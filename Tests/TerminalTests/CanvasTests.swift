import Testing
import Text

@testable import Terminal

@Suite("Canvas")
struct CanvasTests {
    let grid = Grid(size: Size(width: 10, height: 3))
    var canvas: Canvas { Canvas(grid) }

    private func bytes(_ bytes: [UInt8]) -> String {
        let grid = Grid(size: Size(width: 20, height: 1))
        _ = bytes.withUnsafeBytes { Canvas(grid).put(utf8: $0, x: 0, y: 0, style: .plain) }
        return grid.rows[0]
    }

    @Test("no control reaches the screen")
    func harmless() {
        let wide = Grid(size: Size(width: 60, height: 1))
        Canvas(wide).put("\u{0}\t\u{1B}\u{7F}\u{9B}\u{202E}\u{2028}\u{FEFF}\u{FFFF}", x: 0, y: 0, style: .plain)
        #expect(wide.rows[0] == "␀␉␛␡«U+009B»«U+202E»«U+2028»«U+FEFF»«U+FFFF»")
        var shown: Set<Unicode.Scalar> = []
        for value in UInt32(0)...0x1_1000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            canvas.put("a" + String(Character(scalar)) + "b", x: 0, y: 1, style: .plain)
            for x in 0..<10 { shown.formUnion(grid[x, 1].text.unicodeScalars) }
        }
        let harmful = shown.filter {
            let category = $0.properties.generalCategory
            return category == .control || category == .lineSeparator || category == .paragraphSeparator
                || category == .surrogate || category == .unassigned || ScalarClass.isHidden($0.value)
        }
        #expect(harmful.isEmpty)
    }

    @Test("broken UTF-8 is shown byte by byte, and is not mistaken for a U+FFFD that was sent")
    func brokenUTF8() {
        #expect(bytes([0x61, 0xFF, 0x62]) == "a«ff»b")
        #expect(bytes([0xE6, 0x97]) == "«e6»«97»")
        #expect(bytes([0xEF, 0xBF, 0xBD]) == "\u{FFFD}")
        #expect(bytes([0xE6, 0x97, 0x41]) == "«e6»«97»A")
        #expect(bytes([0xC0, 0xAF]) == "«c0»«af»")
        #expect(bytes([0xED, 0xA0, 0x80]) == "«ed»«a0»«80»")
        #expect(bytes([0xF0, 0x9F, 0x98, 0x41]) == "«f0»«9f»«98»A")
        #expect(bytes([0xF4, 0x90, 0x80, 0x80]) == "«f4»«90»«80»«80»")
    }

    @Test("text is cut at its limit or at the window's side, with an ellipsis")
    func cutting() {
        #expect(canvas.put("temperature", x: 0, y: 0, style: .plain, limit: 6) == 6)
        #expect(grid.rows[0] == "tempe…")
        #expect(canvas.put("temperature", x: 4, y: 1, style: .plain) == 6)
        #expect(grid.rows[1] == "    tempe…")
        #expect(canvas.put("temperature", x: 0, y: 2, style: .plain, limit: 4, ellipsis: false) == 4)
        #expect(grid.rows[2] == "temp")
        #expect(canvas.put("exact", x: 0, y: 2, style: .plain, limit: 5) == 5)
        #expect(grid.rows[2] == "exact")
        #expect(canvas.put("x", x: 10, y: 0, style: .plain) == 0)
        #expect(canvas.put("x", x: 0, y: 0, style: .plain, limit: 0) == 0)
    }

    @Test("a wide character that does not fit leaves a space")
    func wideAtTheSide() {
        #expect(canvas.put("a日本", x: 0, y: 0, style: .plain, limit: 4, ellipsis: false) == 4)
        #expect(grid.row(0).hasPrefix("a日  "))
        #expect(canvas.put("日本語", x: 0, y: 1, style: .plain, limit: 4) == 4)
        #expect(grid.rows[1] == "日 …")
        canvas.sub(Rect(x: 1, y: 2, width: 4, height: 1)).put("日本語", x: -1, y: 0, style: .plain, ellipsis: false)
        #expect(grid.row(2) == "  本      ")
        #expect(grid[5, 2].text == " ")
    }

    @Test("writing over half of a wide character clears the other half")
    func overwriting() {
        canvas.put("日本", x: 0, y: 0, style: .plain)
        canvas.put("x", x: 1, y: 0, style: .plain)
        #expect(grid.row(0) == " x本      ")
        canvas.put("y", x: 2, y: 0, style: .plain)
        #expect(grid.row(0) == " xy       ")
        canvas.put("日本", x: 0, y: 1, style: .plain)
        canvas.fill(Rect(x: 1, y: 1, width: 2, height: 1), .plain, "#")
        #expect(grid.row(1) == " ##       ")
        #expect(brokenPlace == nil)
    }

    @Test("random drawing never leaves half of a wide character")
    func consistency() {
        var random = SystemRandomNumberGenerator()
        let texts = ["日本語", "a", "ab日", "😀x", "e\u{301}", "", "日"]
        for _ in 0..<3_000 {
            let window = Rect(
                x: .random(in: -2...8, using: &random), y: 0, width: .random(in: 0...6, using: &random), height: 3)
            let part = canvas.sub(window)
            let x = Int.random(in: -3...6, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: part.fill(Rect(x: x, y: 0, width: 3, height: 1), .plain)
            case 1: part.box(Rect(x: x, y: 0, width: 4, height: 2), style: .plain, title: "日")
            default:
                part.put(
                    texts.randomElement(using: &random) ?? "", x: x, y: 0, style: .plain,
                    ellipsis: .random(using: &random))
            }
            if let place = brokenPlace {
                Issue.record("half of a wide character at \(place): \(grid.rows)")
                return
            }
        }
    }

    /// Where half of a wide character stands alone.
    private var brokenPlace: Point? {
        for y in 0..<3 {
            for x in 0..<10 {
                let width = grid[x, y].width
                if width == 2 && (x == 9 || grid[x + 1, y].width != 0) { return Point(x: x, y: y) }
                if width == 0 && (x == 0 || grid[x - 1, y].width != 2) { return Point(x: x, y: y) }
            }
        }
        return nil
    }

    @Test("nothing is drawn outside of a window")
    func clipping() {
        let part = canvas.sub(Rect(x: 2, y: 1, width: 3, height: 1))
        part.fill(.plain)
        part.put("abcdef", x: 0, y: 0, style: .plain, ellipsis: false)
        part.put("up", x: 0, y: -1, style: .plain)
        part.put("zz", x: -1, y: 0, style: .plain)
        #expect(grid.rows == ["", "  zbc", ""])
        part.sub(Rect(x: 1, y: 0, width: 100, height: 9)).fill(.plain)
        #expect(grid.rows == ["", "  z", ""])
        Canvas(Grid(size: .zero)).put("x", x: 0, y: 0, style: .plain)
    }

    @Test("a default background lets what is there show")
    func backgrounds() {
        let blue = Style(background: .indexed(4))
        canvas.fill(blue)
        canvas.put("日a", x: 0, y: 0, style: Style(foreground: .indexed(1), attributes: .bold))
        #expect(grid[0, 0].style == Style(foreground: .indexed(1), background: .indexed(4), attributes: .bold))
        #expect(grid[1, 0].style.background == .indexed(4))
        canvas.restyle(Rect(x: 0, y: 0, width: 1, height: 1), Style(attributes: .reverse))
        #expect(grid[0, 0].style.attributes == [.bold, .reverse])
        #expect(grid[0, 0].style.foreground == .indexed(1))
    }

    @Test("boxes have titles, and fewer when there is no room")
    func boxes() {
        let grid = Grid(size: Size(width: 30, height: 3))
        let canvas = Canvas(grid)
        canvas.box(canvas.bounds, style: .plain, title: "Topics", trailing: "52 topics")
        #expect(grid.rows[0] == "╭ Topics ───────── 52 topics ╮")
        #expect(grid.rows[1] == "│" + String(repeating: " ", count: 28) + "│")
        #expect(grid.rows[2] == "╰" + String(repeating: "─", count: 28) + "╯")
        canvas.divider(canvas.bounds, y: 1, style: .plain, title: "Message")
        #expect(grid.rows[1] == "├ Message ───────────────────┤")
        grid.clear()
        canvas.box(
            Rect(x: 0, y: 0, width: 16, height: 2), style: .plain, title: "Topics", trailing: "52 topics")
        #expect(grid.rows[0] == "╭ Topics ──────╮")
        canvas.box(Rect(x: 0, y: 0, width: 8, height: 2), style: .plain, title: "Topics")
        #expect(grid.rows[0].hasPrefix("╭ Top… ╮"))
        grid.glyphs = .ascii
        canvas.box(Rect(x: 0, y: 0, width: 8, height: 2), style: .plain, title: "Topics")
        #expect(grid.rows[0].hasPrefix("+ Top~ +"))
    }

    @Test("a text of nothing but marks takes bounded work")
    func boundedWork() {
        let hostile = Array(("a" + String(repeating: "\u{301}", count: 4 << 20)).utf8)
        let used = hostile.withUnsafeBytes { canvas.put(utf8: $0, x: 0, y: 0, style: .plain) }
        #expect(used == 10)
    }
}
