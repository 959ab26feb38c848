import Interface
import Kit
import Profile
import Terminal
import Testing

@Suite("Long lines, wrapped")
struct WrapTests {
    @Test("all of a line shows in several rows; W leaves the rest beyond the edge, marked, and so does the setting")
    func wraps() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive(
            "a",
            "start " + String(repeating: "-", count: 120) + " middle " + String(repeating: "=", count: 120) + " end")
        try visit.type("g<Tab><Tab>").see("start", in: .message).see("middle", in: .message).see("end", in: .message)
        try visit.type("W").see("start", in: .message).see("-…", in: .message).miss("middle", in: .message)
        try visit.type("W").see("end", in: .message)
        try visit.type("W")
        visit.window.book.note { $0.settings.wrap = false }
        visit.miss("middle", in: .message)
        try visit.type("W").see("middle", in: .message)
    }

    @Test("the last row of a line that is longer than the screen is reached, and the first again")
    func longer() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("a", "start" + String(repeating: "0123456789", count: 1000) + "end")
        try visit.type("g<Tab><Tab>").see("start", in: .message).miss("end", in: .message)
        try visit.type("G").see("end", in: .message).miss("start", in: .message)
        try visit.type("kkkkkkkkkkkkkkkkkkkk").miss("end", in: .message)
        try visit.type("g").see("start", in: .message)
        try visit.type("<PgDn><PgDn>").miss("start", in: .message).type("<PgUp><PgUp>").see("start", in: .message)
    }

    @Test("the end of a line of megabytes is read in slices: a key never waits for it")
    func longest() throws {
        let visit = Visit(width: 80, height: 24)
        // Two columns of three bytes, and four of one that is no UTF-8: how many rows it has cannot be guessed.
        let wide = [UInt8](Array("日\u{301}".utf8)), broken: [UInt8] = [0xFF]
        let line = (0..<1_000_000).flatMap { $0 < 500_000 ? wide : broken }
        visit.receive("a", bytes: Array("start".utf8) + line + Array("end".utf8))
        try visit.type("g<Tab><Tab>").see("start", in: .message)
        try visit.type("G").see("end", in: .message).type("k").see("end", in: .message)
        try visit.type("g").see("start", in: .message)
        // The rows of a long line above the last one.
        let string = (0..<500_000).flatMap { _ in wide }
        visit.receive("b", bytes: Array("{\"v\": \"start".utf8) + string + Array("end\"}".utf8))
        try visit.type("<S-Tab><S-Tab>G<Tab><Tab>g").see("start", in: .message)
        try visit.type("G").see("}", in: .message).see("end", in: .message)
    }

    @Test(
        "what goes on stands right of its name, and is broken at a blank; a row below the last in sight leaves a mark")
    func indented() throws {
        let visit = Visit(width: 80, height: 24)
        let text = "a rather long description of an article that will not fit into the columns of the pane"
        visit.receive("a", #"{"description": "\#(text)", "n": 1}"#)
        try visit.type("g<Tab><Tab>").see(#""description": "#, in: .message)
        let rows = visit.pane(.message)?.split(separator: "\n").map(String.init) ?? []
        let first = try #require(rows.firstIndex { $0.contains("description") })
        let second = rows[first + 1].drop { "│ ".contains($0) }
        let indent = rows[first + 1].count - second.count
        #expect(indent > rows[first].prefix { $0 != "\"" }.count, "\(rows)")
        let word = second.prefix { $0 != " " }
        #expect(text.split(separator: " ").contains { $0 == word }, "\(rows)")
        // Forty rows of one line are not one row.
        visit.receive("b", String(repeating: "0123456789", count: 100))
        try visit.type("<S-Tab><S-Tab>G").see("…", in: .message)
    }

    @Test("a search brings the row of the match into view")
    func search() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("a", String(repeating: "x", count: 5000) + "needle" + String(repeating: "y", count: 5000))
        try visit.type("g<Tab><Tab>/needle<Enter>").see("needle", in: .message).see("1/1", in: .message)
    }

    @Test("bytes stand sixteen, eight or four in a row, as many as fit with their characters, and stay where they are")
    func hex() throws {
        let visit = Visit(width: 200, height: 44)
        visit.receive("a", bytes: (0..<250).map { UInt8($0) })
        try visit.type("g<Tab><Tab>z").see("0010  10 11 12 13 14 15 16 17  18 19", in: .message)
        let middling = Visit(width: 100, height: 24)
        middling.receive("a", bytes: (0..<250).map { UInt8($0) })
        try middling.type("g<Tab><Tab>").see("0008  08 09 0a 0b 0c 0d 0e 0f  |........|", in: .message)
        let narrow = Visit(width: 80, height: 24)
        narrow.receive("a", bytes: (0..<250).map { UInt8($0) })
        try narrow.type("g<Tab><Tab>").see("0008  08 09 0a 0b 0c 0d 0e 0f  |........|", in: .message)
        try narrow.type("G").see("00f8  f8 f9", in: .message).type("z").see("00f0  f0 f1", in: .message)
        // The byte that the cursor is on stays in sight.
        try narrow.type("z").see("00f0  f0 f1", in: .message)
        let small = Visit(width: 40, height: 24)
        small.receive("a", bytes: (0..<250).map { UInt8($0) })
        try small.type("g<Tab><Tab>").see("0008  08 09 0a 0b  |....|", in: .message)
    }
}
