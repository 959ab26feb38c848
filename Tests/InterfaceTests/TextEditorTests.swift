import Kit
import Terminal
import TestSupport
import Testing

@testable import Interface

@Suite("A text of many lines to type in")
struct TextEditorTests {
    private func typed(_ script: String, into text: String = "") throws -> TextEditor {
        var editor = TextEditor(text)
        editor.fit(to: Size(width: 40, height: 5))
        editor.moveCursor(to: editor.content.count)
        for key in try KeyPress.script(script) { _ = editor.press(key, Keymap.standard) }
        return editor
    }

    @Test(
        "keys of an editor",
        arguments: [
            ("one two<C-w>x", "one x"), ("abc<C-a>x", "xabc"), ("a<Enter>b<Up>c", "ac\nb"),
            ("one<Enter>two<C-u><Backspace>x", "onex"), ("abc<Left><Left><C-k>", "a"),
            ("a<Enter>b<Up><End><C-k>", "ab"), ("one two<C-Left><C-k><C-a><C-y>", "twoone "),
            ("日本<Left>x", "日x本"), ("ab<Home><Del><End><C-h>", ""), ("one two<M-b><M-d>", "one "),
            ("  a<Enter>b", "  a\n  b"), ("a<Tab>b", "a b"), ("<Tab>b", "  b"), ("<Tab>a<S-Tab>", "a"),
            ("one<C-Home><C-Space><End><M-w>x", "x"), ("one<S-Left><S-Left>x", "ox"), ("ab<M-a>c", "c"),
            ("one two<S-C-Left><C-w><C-y><C-y>", "one twotwo"), ("ab<Enter>cd<M-lt>x<C-End>y", "xab\ncdy"),
            ("ab<Enter>cd<M-a><Tab>", "  ab\n  cd"), ("e\u{301}x<Left><Backspace>", "x"),
        ])
    func edits(script: String, text: String) throws {
        #expect(try typed(script).text == text)
    }

    @Test("keys of the pane around it are left alone", arguments: ["M-Enter", "C-s", "C-c", "Esc", "F1"])
    func leftAlone(key: String) throws {
        var editor = TextEditor("a")
        #expect(editor.press(try #require(KeyPress(notation: key)), Keymap.standard) == .ignored)
    }

    @Test("undo takes back what was typed word by word, and everything else step by step; redo does it again")
    func undo() throws {
        #expect(try typed("one two<C-_>").text == "one ")
        #expect(try typed("one two<C-_><C-_><C-_>").text == "")
        #expect(try typed("one two<C-_><C-_><M-_><M-_>").text == "one two")
        #expect(try typed("one<C-w><M-z>").text == "one")
        #expect(try typed("ab<M-a><Del><C-_>").text == "ab")
        #expect(try typed("a<C-_>b<M-_>").text == "b", "typing forgets what was undone")
    }

    @Test("vertical steps come back to the column they began in, past short lines and wide letters")
    func columns() throws {
        var editor = try typed("", into: "abcdef\nx\n日本語")
        editor.moveCursor(to: 4)
        for _ in 0..<2 { _ = editor.press(KeyPress(.down), Keymap.standard) }
        #expect(editor.place == "3:5")
        #expect(editor.cursor == 9 + 6)
        for _ in 0..<2 { _ = editor.press(KeyPress(.up), Keymap.standard) }
        #expect(editor.cursor == 4)
    }

    @Test("a paste keeps its line breaks and blanks as they are")
    func paste() throws {
        var editor = try typed("", into: "  ")
        editor.insert("{\n  \"a\": 1\n}\t")
        #expect(editor.text == "  {\n  \"a\": 1\n}\t")
    }

    @Test("what would be over the bound is refused whole")
    func bounded() {
        var editor = TextEditor(String(repeating: "x", count: 98), limit: 100)
        #expect(editor.insert("abc") == .full)
        #expect(editor.content.count == 98)
        #expect(editor.insert("ab") == .changed)
        #expect(editor.press(KeyPress(.character("a")), Keymap.standard) == .full)
    }

    @Test("the pieces always say what one text would")
    func pieces() {
        var random = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0...UInt64.max, using: &random)
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, bound)
        }
        var text = EditorText("")
        var plain: [UInt8] = []
        let parts = [
            "a", "\n", "日本語\t", String(repeating: "line\n", count: 700), String(repeating: "e\u{301}", count: 3000),
        ]
        for _ in 0..<120 {
            let from = next(plain.count + 1)
            let to = min(plain.count, from + next(next(4) == 0 ? 9000 : 20))
            let new = Array(parts[next(parts.count)].utf8)
            text.replace(from..<to, with: new)
            plain.replaceSubrange(from..<to, with: new)
            let place = next(plain.count + 1)
            let before = plain[..<place].filter { $0 == 0x0A }.count
            #expect(
                text.count == plain.count && text.lineCount == plain.filter { $0 == 0x0A }.count + 1, "seed \(seed)")
            #expect(text.line(at: place) == before, "seed \(seed)")
            let start = (plain[..<place].lastIndex(of: 0x0A) ?? -1) + 1
            #expect(text.lineStart(place) == start && text.start(ofLine: before) == start, "seed \(seed)")
            #expect(text.lineEnd(place) == plain[place...].firstIndex(of: 0x0A) ?? plain.count, "seed \(seed)")
        }
        #expect(text.bytes(0..<text.count) == plain, "seed \(seed)")
        var columns: [Int] = []
        text.forEachLine { columns.append($0) }
        let lines = plain.split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(columns == lines.map { $0.withUnsafeBytes(EditorText.columns) }, "seed \(seed)")
    }

    @Test("a key costs the same in a line of megabytes")
    func constantCost() {
        func cost(of size: Int) -> Double {
            var editor = TextEditor(String(repeating: "x", count: size))
            editor.moveCursor(to: size / 2)
            let keys = [KeyPress(.character("a")), KeyPress(.left), KeyPress(.backspace), KeyPress(.right)]
            return processorSeconds {
                for _ in 0..<20 {
                    for key in keys { _ = editor.press(key, Keymap.standard) }
                }
            }
        }
        // Looking through the list of pieces is all that grows: reading the text would be 512 times as much. The least of
        // three, as the short one is over in a moment that anything disturbs.
        let (long, short) = ((0..<3).map { _ in cost(of: 1 << 22) }.min(), (0..<3).map { _ in cost(of: 1 << 13) }.min())
        #expect((long ?? .infinity) / (short ?? 0) < 40)
    }

    @Test("the cursor stays in view, both ways; a cut line says so")
    func scrolling() throws {
        let visit = Visit(width: 80, height: 24)
        let grid = Grid(size: Size(width: 40, height: 5))
        var editor = try typed(
            "", into: (1...30).map { "line \($0) " + String(repeating: "日本", count: $0) }.joined(separator: "\n"))
        let cursor = try #require(editor.draw(visit.window.stage.look(), into: Canvas(grid), isActive: true))
        #expect(grid.rows[4].hasPrefix("30…日本"))
        #expect(Rect(grid.size).contains(cursor))
        editor.moveCursor(to: 0)
        #expect(editor.draw(visit.window.stage.look(), into: Canvas(grid), isActive: true) == Point(x: 3, y: 0))
        #expect(grid.rows[0].hasPrefix(" 1 line 1 日本"))
        editor.moveCursor(to: editor.content.start(ofLine: 20))
        _ = editor.draw(visit.window.stage.look(), into: Canvas(grid), isActive: true)
        #expect(grid.rows.contains { $0.trimmedEnd.hasSuffix("…") })
    }

    @Test("lines wrap where they are told to: all is in sight, and the cursor goes by rows")
    func wrapped() throws {
        let visit = Visit(width: 80, height: 24)
        let grid = Grid(size: Size(width: 33, height: 6))
        var editor = TextEditor("0123456789 123456789 123456789 日本語 end\nsecond")
        editor.wraps = true
        editor.fit(to: grid.size)
        func draw() throws -> Point {
            try #require(editor.draw(visit.window.stage.look(), into: Canvas(grid), isActive: true))
        }
        #expect(try draw() == Point(x: 3, y: 0))
        // 28 of the 30 columns: a wide letter over the border has room in the next row, and the cursor behind it.
        #expect(grid.rows[0].trimmedEnd == " 1 0123456789 123456789 1234567", "\(grid.rows)")
        #expect(grid.rows[1].trimmedEnd == "   89 日本語 end", "\(grid.rows)")
        #expect(grid.rows[2].trimmedEnd == " 2 second", "\(grid.rows)")
        for key in try KeyPress.script("<Down>") { _ = editor.press(key, Keymap.standard) }
        #expect(try draw() == Point(x: 3, y: 1) && editor.offset(at: Point(x: 3, y: 1)) == 28)
        for key in try KeyPress.script("<Right><Right><Right><Down><Up><Up>") { _ = editor.press(key, Keymap.standard) }
        #expect(try draw().y == 0)
        #expect(editor.offset(at: Point(x: 4, y: 2)) == editor.content.start(ofLine: 1) + 1)
    }

    @Test("a wide letter over the border of a row belongs to the next one", arguments: 10..<16)
    func wrappedWide(width: Int) throws {
        var editor = TextEditor("a" + String(repeating: "日", count: 40))
        editor.wraps = true
        editor.fit(to: Size(width: width, height: 4))
        let visit = Visit(width: 80, height: 24)
        let grid = Grid(size: Size(width: width, height: 4))
        // From the first letter to the last, and back: the cursor is in sight, and nothing is left out.
        var seen: [Int] = []
        while true {
            let point = try #require(editor.draw(visit.window.stage.look(), into: Canvas(grid), isActive: true))
            #expect(Rect(grid.size).contains(point))
            seen.append(editor.offset(at: point))
            guard editor.cursor < editor.content.count else { break }
            _ = editor.perform(.cursorRight)
        }
        #expect(seen == [0] + (0...40).map { 1 + 3 * $0 })
        for _ in 0..<60 { _ = editor.perform(.cursorUp) }
        #expect(editor.cursor == 0 && editor.top == 0 && editor.topRow == 0)
    }

    @Test("JSON and XML are coloured as they are typed, across lines where that matters")
    func colours() throws {
        let visit = Visit(width: 80, height: 24)
        let grid = Grid(size: Size(width: 40, height: 3))
        func roles(_ text: String, _ syntax: EditorSyntax) -> [String] {
            var editor = TextEditor(text, syntax: syntax)
            editor.fit(to: Size(width: 40, height: 3))
            _ = editor.draw(visit.window.stage.look(), into: Canvas(grid), isActive: false)
            return (0..<3).map { y in (3..<13).map { String(TestTheme.letter(grid[$0, y].style)) }.joined() }
        }
        func letter(_ role: Role) -> String { String(TestTheme.letter(visit.window.stage.look().style(role))) }
        let json = roles("{\"a\": 12,\ntrue", .json)
        let (punctuation, key) = (letter(.jsonPunctuation), letter(.jsonKey))
        #expect(json[0].hasPrefix(punctuation + key + key + key + punctuation + "." + letter(.jsonNumber)))
        #expect(json[1].hasPrefix(String(repeating: letter(.jsonLiteral), count: 4)))
        let xml = roles("<a b='1'>\n<!-- x\ny --><c>", .xml)
        #expect(xml[1].hasPrefix(String(repeating: letter(.xmlComment), count: 6)))
        #expect(xml[2].hasPrefix(letter(.xmlComment) + letter(.xmlComment)))
        #expect(xml[2].contains(letter(.xmlTag)))
    }
}

extension String {
    var trimmedEnd: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    @Test("a word longer than a step looks ends between two characters", arguments: ["日", "é", "🦅", "a"])
    func longWord(letter: String) {
        let text = String(repeating: letter, count: 6000)
        var editor = TextEditor(text)
        _ = editor.perform(.deleteWordAfter)
        #expect(!editor.text.contains("\u{FFFD}") && text.hasSuffix(editor.text) && editor.text != text)
        editor = TextEditor("x" + text)
        editor.moveCursor(to: editor.content.count)
        _ = editor.perform(.deleteWordBefore)
        #expect(!editor.text.contains("\u{FFFD}") && ("x" + text).hasPrefix(editor.text) && editor.text != "x" + text)
    }
}
