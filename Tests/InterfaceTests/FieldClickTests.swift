import Kit
import Profile
import Terminal
import Testing

@testable import Interface

/// A press of the button within a text that is typed puts the cursor there.
@Suite("Clicks in texts") struct FieldClickTests {
    /// The cell of the first character of a text on the screen.
    private func place(of text: String, _ visit: Visit) throws -> Point {
        for (y, row) in visit.look().enumerated() {
            guard let found = row.firstRange(of: text) else { continue }
            return Point(x: displayWidth(of: String(row[..<found.lowerBound])), y: y)
        }
        Issue.record("\(text) is not there:\n\(visit.screen)")
        return .zero
    }

    /// Clicks so many columns right of the beginning of a text.
    private func click(_ text: String, plus columns: Int, _ visit: Visit) throws {
        let at = try place(of: text, visit)
        visit.click(at.x + columns, at.y)
    }

    @Test("A line: before the character, whichever half of it, at the end behind it, and where it is scrolled")
    func line() throws {
        let canvas = Canvas(Grid(size: Size(width: 20, height: 2)))
        func clicked(_ text: String, at column: Int, width: Int = 12) -> Int {
            var field = TextField(text, isOffered: true)
            _ = field.draw(into: canvas, x: 3, y: 1, width: width, style: Style())
            #expect(field.click(on: Point(x: 3 + column, y: 1)) == (column < width && column >= 0))
            field.insert("|")
            return Array(field.text).firstIndex(of: "|") ?? -1
        }
        #expect(clicked("abc", at: 0) == 0 && clicked("abc", at: 1) == 1 && clicked("abc", at: 9) == 3)
        #expect(clicked("日本", at: 1) == 0 && clicked("日本", at: 2) == 1 && clicked("日本", at: 3) == 1)
        // Of twenty characters the last eleven are seen, before the cursor.
        #expect(clicked("0123456789abcdefghij", at: 0) == 9 && clicked("0123456789abcdefghij", at: 4) == 13)
        var beside = TextField("abc")
        _ = beside.draw(into: canvas, x: 3, y: 1, width: 12, style: Style())
        #expect(!beside.click(on: Point(x: 2, y: 1)) && !beside.click(on: Point(x: 5, y: 0)) && beside.cursor == 3)
    }

    @Test("Dots are counted as they are seen")
    func dots() throws {
        var field = TextField("hunter2")
        let canvas = Canvas(Grid(size: Size(width: 20, height: 1)))
        _ = field.drawDots(into: canvas, x: 0, y: 0, width: 12, style: Style())
        field.click(at: 2)
        #expect(field.cursor == 2)
        field.click(at: 11)
        #expect(field.cursor == 7)
    }

    @Test("In a filter that is typed, once and twice; beside it a click is on the row")
    func filter() throws {
        let visit = Visit()
        House.fill(visit)
        try visit.type("/kichen")
        try click("│/kichen", plus: 4, visit)
        try visit.type("t").see("/kitchen").see("temperature", in: .topics)
        // Also as the second of two.
        try click("│/kitchen", plus: 2, visit)
        try click("│/kitchen", plus: 2, visit)
        try visit.type("X").see("/Xkitchen")
        try visit.type("<Backspace><Enter>")
        try click("humidity", plus: 0, visit)
        #expect(visit.window.focused.field == nil)
        visit.see("humidity", in: .message)
    }

    @Test("In the URL of a request, in a form, in the form of a connection, in the palette, in the help")
    func places() throws {
        let request = try RequestPaneTests.visit()
        try request.type("j<Enter><Enter><C-u>http://hst/x")
        try click("http://hst", plus: 8, request)
        try request.type("o").see("http://host/x")
        let visit = Visit()
        try visit.type("s<C-u>home/x/#")
        try click("home/x/#", plus: 5, visit)
        try visit.type("la").see("home/lax/#").type("<Esc>")
        try visit.type("4a<Tab><C-u>mqtt://brker")
        try click("mqtt://brker", plus: 9, visit)
        try visit.type("o").see("mqtt://broker").type("<Esc>y")
        try visit.type("<C-p>thme")
        try click("thme", plus: 2, visit)
        try visit.type("e").see("theme").type("<Esc><Esc>?chrt")
        try click("chrt", plus: 2, visit)
        try visit.type("a").see("chart of the numbers")
    }

    @Test("A click on the name of a field keeps what is offered whole: the next key takes its place")
    func name() throws {
        let visit = Visit()
        visit.receive("home/a", "1")
        try visit.type("js<Tab>").see("home/#")
        try click("Filters", plus: 0, visit)
        try visit.type("x").see("Filters  x ")
    }

    @Test("In the payload of a publish a click lets go what was selected")
    func editor() throws {
        let visit = Visit()
        try visit.type("pa<Tab><Tab><Tab><Tab>one two")
        try visit.type("<M-a>")
        try click("one two", plus: 3, visit)
        try visit.type("!").see("one! two")
    }
}
