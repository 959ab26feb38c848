import Kit
import Terminal
import Testing
import Topics

@testable import Interface

@Suite("Charts") struct ChartTests {
    @Test("Scales have plain marks and hold their values") func scales() {
        let scale = ChartScale(low: 0, high: 15.1, marks: 4)
        #expect(scale.marks == [0, 5, 10, 15, 20])
        #expect(ChartScale(low: 21.4, high: 21.4, marks: 4).place(of: 21.4) > 0)
        #expect(ChartScale(low: 990, high: 1_010, marks: 4).low >= 980)
        #expect(ChartScale(low: 3, high: 100, marks: 4).low == 0)
        for (low, high) in [(-5.0, 5.0), (0, 0), (-1e300, 1e300), (1e-9, 2e-9), (-7, -7)] {
            let scale = ChartScale(low: low, high: high, marks: 5)
            #expect(scale.low <= low && scale.high >= high && scale.low < scale.high, "\(low) \(high)")
            #expect(scale.marks.count < 102)
        }
    }

    @Test("Numbers keep their digits that count") func numbers() {
        let wanted: [(Double, String)] = [
            (0, "0"), (12.34, "12.3"), (1_204, "1,204"), (0.051, "0.051"), (-3.25, "-3.25"), (99.96, "100"),
            (1.5e20, "many"), (.nan, "none"), (7, "7"), (0.25, "0.25"),
        ]
        for (value, text) in wanted { #expect(LoadWords.number(value) == text) }
        #expect(LoadWords.value(1, .count("client")) == "1 client")
        #expect(LoadWords.value(93_784, .seconds) == "1d 2h")
        // As everywhere: minutes from two of them on.
        let words = [0.25, 42, 90, 312, 7500].map { LoadWords.duration($0) }
        #expect(words == ["250 ms", "42 s", "90 s", "5m 12s", "2h 5m"])
        #expect(LoadWords.value(1_536, .bytesPerSecond) == "1.5 kB/s")
        #expect(LoadWords.mark(0.5, .named(""), step: 0.25) == "0.50")
    }

    @Test("Numbers that somebody sent keep all their digits") func sent() throws {
        for (value, text) in [(229.5, "229.5"), (4218.42, "4218.42"), (0.952, "0.952"), (12_345, "12345")]
            as [(Double, String)]
        {
            #expect(LoadWords.value(value, .sent("")) == text)
        }
        let visit = Visit(width: 120, height: 36)
        visit.receive("home/energy", #"{"voltage": 229.50, "total": 4218.420, "share": 0.000, "hot": "21.4 °C"}"#)
        try visit.type("o<Down><Down>c").see("[ ]")
        for text in ["229.50", "4218.420", "0.000", "21.4 °C"] { visit.see(text) }
    }

    @Test("One value is a dot that is seen, and nothing lies before it") func single() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("home/a", "22")
        try visit.type("o<Down><Down>c").see("●").see("one value in").type("<Left>").see("Nothing earlier is kept").see(
            "●")
    }

    /// Apples, counted by hand.
    private struct Apples: ChartValues, ChartUnit {
        var symbol = "apples"
        var count = 3
        func words(_ value: Double) -> String { "\(Int(value)) apples" }
        func mark(_ value: Double, step: Double) -> String { "\(Int(value))" }
        func index(from time: Int64) -> Int { min(count, max(0, Int((time - Visit.noon) / 1_000_000) + count)) }
        func value(at place: Int) -> (time: Int64, value: Double) {
            (Visit.noon - Int64(count - place) * 1_000_000, Double(place))
        }
    }

    @Test("It draws values by anybody, in units of anybody's") func anybody() {
        let series = [ChartSeries(name: "tree", unit: Apples(), points: Apples())]
        let grid = Grid(size: Size(width: 60, height: 10))
        let look = Look(theme: TestTheme.theme, now: Visit.noon, isFocused: true, size: grid.size, alarm: Alarm())
        Chart(series, window: ChartWindow()).draw(look, into: Canvas(grid))
        #expect(grid.rows[0].contains("tree  last 2 apples") && grid.rows[0].contains("max 2 apples"))
        #expect(ChartCSV.text(series).starts(with: Array("time,tree [apples]\r\n".utf8)))
    }

    @Test(
        "A name in a table for other programs is one cell",
        arguments: [
            ("a,b", "\"a,b [apples]\""), ("a\"b", "\"a\"\"b [apples]\""), ("a\nb", "\"a\nb [apples]\""),
            ("a\r\nb", "\"a\r\nb [apples]\""), ("a,\u{301}b", "\"a,\u{301}b [apples]\""),
            ("a\"\u{301}b", "\"a\"\"\u{301}b [apples]\""),
        ])
    func cells(_ name: String, _ cell: String) {
        let text = ChartCSV.text([ChartSeries(name: name, unit: Apples(), points: Apples())])
        #expect(
            text.starts(with: Array("time,\(cell)\r\n".utf8)), "\(String(decoding: text.prefix(40), as: UTF8.self))")
    }

    @Test("Letters narrow the fields to choose from, Space marks, Esc first widens", arguments: [80, 120])
    func narrowing(_ width: Int) throws {
        let visit = Visit(width: width, height: 24)
        let fields = (0..<60).map { "\"f\($0)\": \($0)" }.joined(separator: ", ")
        visit.receive("t", "{\(fields), \"kitchen\": 7}")
        visit.look()
        try visit.type("jc").see("f1").see("type to narrow")
        try visit.type("kit").see("kitchen").miss("[ ] $.f1").miss("$.f59").type("<Space>").see("[x]")
        try visit.type("<C-u>f5").see("f59").miss("kitchen").type("xyz").see("Nothing here has that.")
        // Keys that act: there is no line to show, and what was typed goes first.
        visit.miss("show or hide").see("Esc clear")
        try visit.type("<Enter>").see("Chart of t").see("kitchen")
        try visit.type("fnothing<Enter>").see("Chart of t")
        try visit.type("f").type("f59<Esc>").see("type to narrow").type("<Esc>").see("fields")
    }

    @Test("An axis of several days says which")
    func days() {
        // Sets the time zone.
        _ = Visit()
        func words(_ hours: Int64, width: Int = 80) -> [String] {
            let words = ChartAxis.words(Visit.noon - hours * 3_600_000_000, Visit.noon, width: width)
            return [words.start, words.end]
        }
        #expect(words(1) == ["11:31:05", "12:31:05"] && words(24) == ["12:31", "12:31"])
        #expect(words(100) == ["2026-11-20 08:31", "2026-11-24 12:31"])
        #expect(words(100, width: 30) == ["11-20 08:31", "11-24 12:31"])
    }

    @Test("A click below the lines that can be chosen chooses none")
    func clickBelow() throws {
        let visit = Visit(width: 80, height: 24)
        let fields = (0..<60).map { "\"f\($0)\": \($0)" }.joined(separator: ", ")
        visit.receive("t", "{\(fields)}")
        try visit.type("gcf")
        let chosen = visit.screen.ranges(of: "[x]").count
        visit.see("show or hide")
        visit.click(on: "show or hide", plus: 30)
        #expect(visit.screen.ranges(of: "[x]").count == chosen, "\(visit.screen)")
    }

    @Test("Of two units the legend says which axis a line is read at, and the axis has its look")
    func axes() throws {
        let visit = Visit()
        for number in 0..<3 {
            visit.receive("energy", #"{"power": "40\#(number) W", "voltage": "23\#(number) V"}"#, after: 1_000_000)
        }
        try visit.type("Gc<Space><Down><Space><Enter>").see("last 402 W       left ").see("last 232 V       right")
    }
}
