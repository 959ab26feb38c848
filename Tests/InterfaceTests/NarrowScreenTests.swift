import Kit
import Profile
import Terminal
import Testing
import Wire

@testable import Interface

/// Below 80x24 less is seen at once, and each of it whole.
@Suite("Narrow and low screens") struct NarrowScreenTests {
    private func visit(_ width: Int, _ height: Int) -> Visit {
        let visit = Visit(width: width, height: height)
        House.fill(visit)
        visit.look()
        return visit
    }

    @Test("The composer shows what has the keys: fields around the current one, or the payload")
    func composer() throws {
        let visit = visit(40, 10)
        try visit.type("p<C-u>a/b<Tab>").see("Topic").see("a/b").see("Retain").miss("Payload")
        try visit.type("<Tab><Tab><Tab>{\"on\"").see("Payload").see("{\"on\"").miss("Topic")
        // The cursor is within the popup.
        let cursor = try #require(visit.cursor)
        #expect(cursor.y < 8 && visit.grid.rows[cursor.y].contains("{\"on\""))
        try visit.type("<C-o><C-o>").see("Expect a reply").see(" no ").see("yes")
        try visit.type("<Tab><Tab><Tab><Tab>").see("Repeat a file").see("Esc back")
    }

    @Test("Rows of the composer: roomy as ever, tight without words, never outside")
    func composerRows() {
        let roomy = ComposerRows(height: 20, fields: 4, current: 0, hasEditor: true, words: (0, 0))
        #expect(roomy.fields == 0..<4 && roomy.y(ofField: 0) == 2 && roomy.editor == 7 && roomy.field(at: 5) == 3)
        for height in 1...30 {
            for current in 0...6 {
                for words in [(0, 0), (2, 2), (5, 2)] {
                    let rows = ComposerRows(height: height, fields: 6, current: current, hasEditor: true, words: words)
                    if current < 6 { #expect(rows.fields.contains(current), "\(height) \(current) \(words)") }
                    if current == 6 { #expect(rows.editor != nil) }
                    for index in rows.fields where height > 8 {
                        #expect(
                            rows.y(ofField: index) < rows.outcome && rows.field(at: rows.y(ofField: index)) == index)
                    }
                    if let top = rows.editor, height > 8 { #expect(top + rows.editorHeight <= rows.outcome) }
                }
            }
        }
    }

    @Test("The keys of a popup end with the way back, and with the help where there is no room for all")
    func hints() throws {
        let visit = visit(80, 24)
        try visit.type("p").see("C-s send").see("F1 help   Esc back")
        // The help begins with the keys of the popup that it was asked in.
        try visit.type("<F1>").see("Help").see("externalEditor").type("hideHint").see("M-h").type("<Esc><Esc>")
        try visit.type("<Esc>")
        try visit.type("r").see("F1 help   Esc back").type("<Esc>s").see("Tab next field   Esc back").miss(
            "F1 help   Esc back")
        let narrow = self.visit(40, 10)
        try narrow.type("s").see("Esc back").type("<Esc>p").see("Esc back")
    }

    @Test("The help has its words before the names of actions")
    func help() throws {
        try visit(40, 10).type("?publish").see("publish").see("Esc clear")
        try visit(60, 20).type("?sort").see("sort by name, rate, last update, count")
    }

    @Test("Retained messages have their topics, packets what they are")
    func rows() throws {
        let retained = visit(40, 10)
        try retained.type("r").see("$SYS/broker/version").see("24 B").see("…S/broker/clients/connected")
        let form = visit(60, 20)
        // What a secret is has its last word in sight, also when that is the chosen one.
        try form.type("4a<PgDn><Down><Down><Left>").see(" asked ")
    }

    @Test("The parts of a request that have no room beside each other stand in two rows, and are clicked there")
    func requestTabs() throws {
        let visit = try RequestPaneTests.visit(width: 80, height: 24)
        try visit.type("<Down><Enter><Tab>")
        for _ in 0..<16 {
            let pane = try #require(visit.pane(.request))
            for name in ["Params", "Head", "Body", "Auth", "Opt", "Checks"] { #expect(pane.contains(name), "\(pane)") }
            try visit.type("(")
        }
        visit.click(on: "Checks", plus: 1)
        visit.see("adds a", in: .request)
        #expect((visit.window.focused as? RequestPane)?.tab == .checks)
    }

    @Test("The flattest Packets show a packet, the flattest Load the name and the value of a tile")
    func flattest() throws {
        let visit = Visit(width: 80, height: 24)
        try WireRoomTests.Talk(visit).whole()
        try visit.type("5" + String(repeating: "{", count: 16)).see("home/door", in: .packets)
        visit.miss("in flight", in: .packets)
        try visit.type("}").see("in flight", in: .packets)
        let load = LoadTests.broker(width: 80, height: 24)
        try load.type("3" + String(repeating: "{", count: 16)).see("PUBLISH in", in: .load)
        try load.type("<Home>").see("clients", in: .load)
    }

    @Test("In narrow Topics a value that has no room has a mark, and a number is never another one")
    func narrowTopics() throws {
        let visit = Visit(width: 80, height: 24)
        for name in ["a", "b"] { visit.receive("home/\(name)", "21.4 degrees") }
        visit.receive("a-long-name-here", "21.4 degrees")
        visit.receive("bin", "21.4 degrees")
        try visit.type(String(repeating: "(", count: 16))
        let rows = try #require(visit.pane(.topics)).split(separator: "\n")
        for name in ["a-", "bin"] {
            let row = try #require(rows.first { $0.contains(name) })
            #expect(row.contains("…"), "\(rows)")
        }
        #expect(rows.contains { $0.contains("home") && $0.contains("(2)") }, "\(rows)")
        #expect(!rows.contains { $0.contains("21…") || $0.contains("2…") }, "\(rows)")
    }

    @Test("What is said of a message is not cut within a number, and the bytes of a packet have their text beside them")
    func whole() throws {
        let visit = visit(40, 10)
        try visit.type("<Tab><Tab>")
        let time = try #require(visit.look().first { $0.contains(" time ") })
        #expect(time.contains(":18.000000 "), "\(time)")
        let wire = Visit(width: 40, height: 10)
        try WireRoomTests.Talk(wire).whole()
        try wire.type("5<Tab>").see("68 6f 6d 65  home", in: .packet)
    }

    @Test("A form that is higher than the screen scrolls between status line and views")
    func forms() throws {
        for (width, height) in [(40, 10), (44, 12)] {
            let visit = visit(width, height)
            try visit.type("<M-u>").see("● home").see("1 Explore").see("Expect on").see("Esc back").miss(
                "Watch that for")
            try visit.type("<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>").see("Watch that for").miss("Expect on").see(
                "Esc back")
            // A click is on what is seen.
            visit.click(on: "And never on", plus: 20)
            try visit.type("home/x").see("home/x")
        }
    }

    @Test("Words in the place of content, the state of a connection and variables are readable at the least size")
    func leastWords() throws {
        let health = visit(80, 24)
        try health.type("3<Tab><Tab><Tab>" + String(repeating: "{", count: 16)).see("…", in: .health)
        let narrow = String(repeating: "(", count: 20)
        let connection = try ConnectionsViewTests.visit(width: 80, height: 24)
        try connection.type("4<Tab>\(narrow)").see("connected", in: .connection)
        let variables = try ConnectionsViewTests.visit(width: 80, height: 24)
        // The end of its own title is cut.
        let row = try variables.type("4\(narrow)").look().first { $0.hasPrefix("│ base") }
        #expect(row?.hasPrefix("│ base    h…") == true, "\(row ?? "")")
    }

    @Test("A choice of words of which some are behind the edge has a mark there")
    func options() throws {
        let visit = visit(40, 10)
        try visit.type("p<Tab><Tab><Tab>")
        let row = try #require(visit.look().first { $0.contains("Format") })
        #expect(row.contains("json") && !row.contains("empty") && row.contains("…"), "\(row)")
    }

    @Test("The table of a race has both of its figures on a narrow screen, and its sentences whole")
    func race() {
        let canvas = Canvas(Grid(size: Size(width: 40, height: 10)))
        var tally = RaceTally()
        tally.packet(0x10, bytes: 70, isSent: true, isSetUp: true)
        tally.packet(0x30, bytes: 1200, isSent: false, isSetUp: false)
        for time in 0..<10 {
            tally.polled(
                .init(
                    time: Int64(time) * 1_000_000_000, status: time == 0 ? 200 : 304, sent: 100, received: 60,
                    body: nil, isFirstOnConnection: time == 0))
        }
        let report = RaceReport(tally, every: 1, keepAlive: 60, seconds: 10)
        let lines = RaceColumns.lines(report.lines, width: 36, on: canvas)
        #expect(lines.allSatisfy { displayWidth(of: $0) <= 36 }, "\(lines)")
        // Each row with both of its figures, the numbers whole.
        for case .row(let name, let push, let poll) in report.lines.dropFirst() {
            let numbers = [push, poll].map { $0.prefix { $0 != " " } }
            #expect(
                lines.contains { line in
                    line.hasPrefix(name.prefix(6)) && numbers.allSatisfy(line.dropFirst(6).contains)
                }, "\(name) \(push) \(poll): \(lines)")
        }
        #expect(
            lines.contains { $0.contains("240 B, 120 pkt") } && lines.contains { $0.contains("9,600 B") }, "\(lines)")
        #expect(lines.joined(separator: " ").contains("without TCP, IP and TLS."), "\(lines)")
        #expect(lines[0].contains("push") && lines[0].contains("poll"), "\(lines)")
    }

    @Test("Too small a screen says which size it is, whole", arguments: [(30, 8), (20, 5)])
    func tooSmall(_ width: Int, _ height: Int) {
        let text = visit(width, height).screen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text == "martlet needs 40x10, this is \(width)x\(height)")
    }

    @Test("A form on a narrow screen has two thirds of it for what is typed")
    func narrowForm() throws {
        let visit = visit(40, 12)
        try visit.type("4a").see("mqtt://")
        let row = try #require(visit.look().first { $0.contains("mqtt://") })
        #expect(
            row.distance(from: row.startIndex, to: try #require(row.firstRange(of: "mqtt://")).lowerBound) < 20,
            "\(row)")
    }

    @Test("Nothing is hinted at of an empty list of topics")
    func emptyTopics() throws {
        let visit = Visit(width: 120, height: 24)
        visit.miss("t sort").miss("x forget")
        visit.receive("a", "1")
        visit.see("t sort")
    }
}
