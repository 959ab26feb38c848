import Kit
import Terminal
import Testing

@testable import Interface

/// What a frame has and does not show is counted in its lower edge.
@Suite("Rows that are not seen") struct HiddenRowsTests {
    @Test("A list says how many rows stand above and below those on the screen")
    func topics() throws {
        let visit = Visit(width: 80, height: 24)
        for number in 0..<40 { visit.receive("t\(number)", "x") }
        visit.look()
        // The lines of the screen, the frame, and what is subscribed.
        let height = visit.grid.size.height - 5
        visit.see("↓ \(40 - height) ╯")
        try visit.type("G").see("↑ \(40 - height) ╯").miss("↓")
        try visit.type("gj").see("↓ \(40 - height) ╯").miss("↑")
    }

    @Test("A log that is followed counts nothing, one that stands still does")
    func messages() throws {
        let visit = Visit(width: 120, height: 36)
        for number in 0..<100 { visit.receive("t", "\(number)", after: 1000) }
        try visit.type("<Tab>").miss("↑").miss("↓")
        try visit.type("g").see("↓")
    }

    @Test("A text that goes on below says so, and one that is all there does not")
    func message() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("t", "[" + (0..<50).map(String.init).joined(separator: ",") + "]")
        try visit.type("j").see("↓ ")
        visit.receive("t", "[1]")
        visit.miss("↓")
    }

    @Test("Who pages through the help sees every heading", arguments: [20, 24, 27])
    func headings(height: Int) throws {
        let visit = Visit(width: 80, height: height)
        try visit.type("?")
        var seen = ""
        for _ in 0..<60 {
            seen += visit.screen
            try visit.type("<PgDn>")
        }
        let places = KeyContext.allCases.filter { place in
            visit.window.stage.keymap.bindings.contains { $0.context == place && !$0.keys.isEmpty }
        }
        for place in places { #expect(seen.contains("│ \(place.title) "), "\(place)") }
    }

    @Test("What is above gives way in a narrow frame")
    func narrow() {
        let grid = Grid(size: Size(width: 12, height: 3))
        let canvas = Canvas(grid)
        let frame = Rect(x: 0, y: 0, width: 12, height: 3)
        HiddenRows(above: 100, below: 7).draw(in: frame, style: Style(), into: canvas)
        #expect(grid.rows[2].hasSuffix(" ↓ 7"))
        #expect(!grid.rows[2].contains("100"))
        #expect(HiddenRows(3..<3, of: 9) == HiddenRows(above: 0, below: 6))
    }
}
