import Kit
import Terminal
import Testing

@testable import Interface

@Suite("A field to type in")
struct TextFieldTests {
    private func typed(_ script: String, into text: String = "", history: [String] = []) throws -> TextField {
        var kept = FieldHistory()
        for line in history { kept.add(line) }
        var field = TextField(text, history: kept)
        for key in try KeyPress.script(script) { _ = field.press(key, Keymap.standard) }
        return field
    }

    @Test(
        "keys of an editor",
        arguments: [
            ("one two<C-w>x", "one x"), ("abc<C-a>x", "xabc"), ("abc<Left><Left><C-k>", "a"),
            ("one two<M-b><C-u>", "two"), ("one two<C-a><M-d>", " two"), ("abc<Home><Del>", "bc"),
            ("abc<C-a><C-d><End>d", "bcd"), ("ab<Backspace><C-h>", ""), ("one two<C-Left><C-Left>x", "xone two"),
            ("日本<Left>x", "日x本"), ("a<Left><Backspace><Left>", "a"), ("one<M-Backspace>", ""),
        ])
    func edits(script: String, text: String) throws {
        #expect(try typed(script).text == text)
    }

    @Test(
        "the first key that writes or deletes takes the place of an offered text, any other keeps it",
        arguments: [
            ("x", "x"), ("xy", "xy"), ("<Backspace>", ""), ("<Del>x", "x"), ("<End>x", "devx"), ("<Left>x", "dexv"),
            ("<Home>x", "xdev"), ("<C-w>x", "x"), ("[x", "dev[x"), ("<Backspace>xy<Backspace>", "x"),
        ])
    func offered(script: String, text: String) throws {
        var field = TextField("dev", isOffered: true, goesOn: ["["])
        for key in try KeyPress.script(script) { _ = field.press(key, Keymap.standard) }
        #expect(field.text == text)
        var pasted = TextField("dev", isOffered: true)
        pasted.insert("a b")
        #expect(pasted.text == "a b")
    }

    @Test("A text is as it was given where it is that text, whatever was typed meanwhile")
    func given() throws {
        var field = TextField("secret")
        #expect(field.isAsGiven)
        for (script, isAsGiven) in [("x", false), ("<Backspace>", true), ("<C-a><C-k>", false), ("secret", true)] {
            for key in try KeyPress.script(script) { _ = field.press(key, Keymap.standard) }
            #expect(field.isAsGiven == isAsGiven, "\(field.text)")
        }
        #expect(!TextField("").isAsGiven)
    }

    @Test("a filter, a name and a path that stand are replaced by what is typed")
    func replaced() throws {
        let visit = Visit()
        visit.receive("a/one", "{\"x\": 1}")
        visit.receive("b/two", "{\"x\": 1}")
        try visit.type("/one<Enter>/two<Enter>").see("/two").miss("onetwo")
        try visit.type("<Esc><Down>j<Tab><Tab>J$..x<Enter>").see("path $..x", in: .message)
        try visit.type("<Esc>J.x<Enter>").see("path $.x", in: .message)
    }

    @Test("what was typed before comes back, and what was being typed after it")
    func history() throws {
        #expect(try typed("new<Up>", history: ["first", "second"]).text == "second")
        #expect(try typed("new<Up><Up><Up>", history: ["first", "second"]).text == "first")
        #expect(try typed("new<Up><Up><Down><Down>", history: ["first", "second"]).text == "new")
        #expect(try typed("new<Down>").text == "new")
    }

    @Test("the same line is kept once, and a hundred lines at most")
    func bounded() {
        var history = FieldHistory()
        for number in 0..<300 { history.add("line \(number % 150)") }
        history.add("line 149")
        #expect(history.lines.count == FieldHistory.maximumCount)
        #expect(Set(history.lines).count == history.lines.count)
    }

    @Test("a paste is one line, bounded; a payload keeps its line breaks")
    func paste() {
        var field = TextField()
        field.insert("a\nb\r\nc")
        #expect(field.text == "abc")
        field.insert(String(repeating: "x", count: 100_000))
        #expect(field.characters.count == TextField.maximumLength)
        var payload = TextField("", keepsLineBreaks: true)
        payload.insert("{\n}")
        #expect(payload.text == "{\n}")
    }

    @Test("a long line shows what is around the cursor", arguments: [4, 10, 33])
    func window(width: Int) throws {
        let grid = Grid(size: Size(width: 40, height: 1))
        var field = TextField(String(repeating: "日本x", count: 2000))
        for _ in 0..<500 { _ = field.press(KeyPress(.left), Keymap.standard) }
        let x = field.draw(into: Canvas(grid), x: 2, y: 0, width: width, style: .plain)
        #expect(x >= 2 && x < 2 + width)
        #expect(grid.row(0).hasPrefix("  ") && !grid.row(0).dropFirst(2).prefix(1).contains(" "))
        #expect(displayWidth(of: grid.rows[0]) <= 2 + width)
    }

    @Test("A line that is longer than its place has a mark at each end where there is more, and never under the cursor")
    func marks() {
        let grid = Grid(size: Size(width: 12, height: 1))
        func drawn(_ text: String, lefts: Int = 0, width: Int = 10) -> (row: String, x: Int) {
            Canvas(grid).fill(.plain)
            var field = TextField(text)
            for _ in 0..<lefts { _ = field.press(KeyPress(.left), Keymap.standard) }
            let x = field.draw(into: Canvas(grid), x: 0, y: 0, width: width, style: .plain)
            return (grid.rows[0], x)
        }
        #expect(drawn("abcdefghi") == ("abcdefghi", 9))
        #expect(drawn("abcdefghij") == ("…cdefghij", 9))
        // Whole where only the cursor behind the end has no room.
        #expect(
            drawn("abcdefghij", lefts: 1) == ("abcdefghij", 9) && drawn("abcdefghij", lefts: 10) == ("abcdefghij", 0))
        #expect(drawn("abcdefghijk", lefts: 11) == ("abcdefghi…", 0))
        #expect(drawn("abcdefghijklmnop", lefts: 5) == ("…efghijkl…", 8))
        for text in ["mqtt://127.0.0.1:31400/with/more", String(repeating: "日本x", count: 9)] {
            for width in 1...12 {
                for lefts in 0...text.count {
                    let (row, x) = drawn(text, lefts: lefts, width: width)
                    #expect(x >= 0 && x < width && displayWidth(of: row) <= width, "\(width) \(lefts): \(row)")
                    guard width >= 4 else { continue }
                    #expect(grid[x, 0].text != "…", "\(width) \(lefts): \(row)")
                    #expect(row.hasPrefix("…") || row.hasPrefix(text.prefix(1)), "\(width) \(lefts): \(row)")
                }
            }
        }
    }

    @Test("Values of a form begin behind the longest name, and on a narrow screen have half of it")
    func valueColumn() {
        let fields = [FormField.line("Repeats (empty: until stopped)", ""), .line("名", "x")]
        #expect(fields.valueColumn(in: 96) == 33)
        #expect(fields.valueColumn(in: 34) == 17 && fields.valueColumn(in: 48) == 24)
        #expect(Array(fields.dropFirst()).valueColumn(in: 34) == 5)
    }

    @Test("What is wrong with a filter stands beside wide letters, and not on them")
    func wideFilter() {
        let grid = Grid(size: Size(width: 40, height: 3))
        let look = Look(theme: TestTheme.theme, now: Visit.noon, isFocused: true, size: grid.size, alarm: Alarm())
        let text = String(repeating: "日", count: 12)
        let line = FilterLine(field: TextField(text), text: text, problem: "is none at all")
        _ = line.draw(look, y: 2, into: Canvas(grid))
        #expect(grid.rows[2].contains(text) && grid.rows[1].contains("is none at all"), "\(grid.rows)")
    }
}
