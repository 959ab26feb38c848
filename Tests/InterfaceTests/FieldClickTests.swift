import Kit
import Profile
import Terminal
import Testing

@testable import Interface

/// A press of the button within a text that is typed puts the cursor there.
@Suite("Clicks in texts") struct FieldClickTests {
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
        // Of twenty characters the last ten are seen, between the mark of those before them and the cursor.
        #expect(clicked("0123456789abcdefghij", at: 0) == 9 && clicked("0123456789abcdefghij", at: 4) == 13)
        #expect(clicked("0123456789abcdefghij", at: 1) == 10 && clicked("0123456789abcdefghij", at: 11) == 20)
        var beside = TextField("abc")
        _ = beside.draw(into: canvas, x: 3, y: 1, width: 12, style: Style())
        #expect(!beside.click(on: Point(x: 2, y: 1)) && !beside.click(on: Point(x: 5, y: 0)) && beside.cursor == 3)
    }

    @Test("Dots are counted as they are seen")
    func dots() throws {
        var field = TextField()
        field.insert("hunter2")
        let canvas = Canvas(Grid(size: Size(width: 20, height: 1)))
        _ = field.drawDots(into: canvas, x: 0, y: 0, width: 12, style: Style())
        field.click(at: 2)
        #expect(field.cursor == 2)
        field.click(at: 11)
        #expect(field.cursor == 7)
    }

    @Test("A secret that stood there has as many dots as any other, until one types; the cursor is before or behind it")
    func keptDots() throws {
        let grid = Grid(size: Size(width: 20, height: 1))
        for text in ["a", "hunter2", "correct horse battery"] {
            var field = TextField(text, isOffered: true)
            func drawn() -> (dots: Int, cursor: Int) {
                let x = field.drawDots(into: Canvas(grid), x: 0, y: 0, width: 18, style: Style())
                return (grid.rows[0].filter { $0 == "•" }.count, x)
            }
            #expect(drawn() == (6, 6), "\(text)")
            field.click(at: 9)
            #expect(drawn() == (6, 6) && field.cursor == text.count)
            field.click(at: 0)
            #expect(drawn() == (6, 0) && field.cursor == 0)
            field.insert("x")
            #expect(drawn().dots == min(17, text.count + 1))
        }
        #expect(Secret.dots.count == TextField.keptDots)
    }

    @Test("In a filter that is typed, once and twice; beside it a click is on the row")
    func filter() throws {
        let visit = Visit()
        House.fill(visit)
        try visit.type("/kichen")
        visit.click(on: "│/kichen", plus: 4)
        try visit.type("t").see("/kitchen").see("temperature", in: .topics)
        // Also as the second of two.
        visit.click(on: "│/kitchen", plus: 2)
        visit.click(on: "│/kitchen", plus: 2)
        try visit.type("X").see("/Xkitchen")
        try visit.type("<Backspace><Enter>")
        visit.click(on: "humidity", plus: 0)
        #expect(visit.window.focused.field == nil)
        visit.see("humidity", in: .message)
    }

    @Test("In the URL of a request, in a form, in the form of a connection, in the palette, in the help")
    func places() throws {
        let request = try RequestPaneTests.visit()
        try request.type("j<Enter><Enter><C-u>http://hst/x")
        request.click(on: "http://hst", plus: 8)
        try request.type("o").see("http://host/x")
        let visit = Visit()
        try visit.type("s<C-u>home/x/#")
        visit.click(on: "home/x/#", plus: 5)
        try visit.type("la").see("home/lax/#").type("<Esc>")
        try visit.type("4a<Tab><C-u>mqtt://brker")
        visit.click(on: "mqtt://brker", plus: 9)
        try visit.type("o").see("mqtt://broker").type("<Esc>y")
        try visit.type("<C-p>thme")
        visit.click(on: "thme", plus: 2)
        try visit.type("e").see("theme").type("<Esc><Esc>?chrt")
        visit.click(on: "chrt", plus: 2)
        try visit.type("a").see("chart of the numbers")
    }

    @Test("A click on the name of a field keeps what is offered whole: the next key takes its place")
    func name() throws {
        let visit = Visit()
        visit.receive("home/a", "1")
        try visit.type("js<Tab>").see("home/#")
        visit.click(on: "Filters", plus: 0)
        try visit.type("x").see("Filters  x ")
    }

    @Test("In the payload of a publish a click lets go what was selected")
    func editor() throws {
        let visit = Visit()
        try visit.type("pa<Tab><Tab><Tab><Tab>one two")
        try visit.type("<M-a>")
        visit.click(on: "one two", plus: 3)
        try visit.type("!").see("one! two")
    }
}
