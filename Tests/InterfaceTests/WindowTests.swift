import Interface
import Kit
import Model
import Terminal
import Testing
import Topics

@Suite("The window")
struct WindowTests {
    @Test("the same state gives the same cells")
    func sameCells() throws {
        let visit = Visit()
        House.fill(visit)
        try visit.type("ojj")
        let first = visit.look()
        #expect(visit.look() == first)
        let other = Grid(size: visit.grid.size)
        _ = visit.window.draw(into: other, now: visit.now)
        for y in 0..<other.size.height { #expect(other.rowEquals(y, of: visit.grid)) }
    }

    @Test("nothing changes by time alone on a quiet screen but the minute")
    func idle() throws {
        let visit = Visit()
        visit.look()
        #expect(visit.window.tick(now: visit.now) == visit.now + 55_000_000)
        visit.see("12:31").miss("12:31:05")
    }

    @Test("ages and the clock turn once a second, a minute after the last message once a minute")
    func ages() throws {
        let visit = Visit()
        visit.receive("a", "1", after: 300_000)
        visit.look()
        #expect(visit.window.tick(now: visit.now) == Visit.noon + 1_000_000)
        visit.now += 200_000_000
        visit.look()
        let next = try #require(visit.window.tick(now: visit.now))
        #expect(next > visit.now + 1_000_000)
        let before = visit.look()
        visit.now = next - 1
        #expect(visit.look() == before)
    }

    @Test("a countdown turns with its own seconds")
    func countdown() throws {
        let visit = Visit()
        visit.workspace.connection.state = .waiting(until: visit.now + 2_500_000, attempt: 1, reason: "refused")
        visit.see("again in 3s: refused")
        #expect(visit.window.tick(now: visit.now) == visit.now + 500_000)
        visit.now += 500_000
        visit.see("again in 2s")
    }

    @Test("losses are in the status line when there are any, also at 80 columns")
    func losses() throws {
        let visit = Visit(width: 80, height: 24, memory: 1 << 20, maximumPayload: 100)
        visit.receive("a", "x")
        visit.miss("evicted").miss("cut").see("msg/s").see("B/s").see("kept")
        for number in 0..<30_000 { visit.receive("load/\(number % 7)", String(repeating: "x", count: 120), after: 100) }
        visit.see("● home").see("8 topics").see("msg/s").see("kept").see("evicted").see("cut 30,000")
    }

    @Test("a notice stands for a while")
    func notices() throws {
        let visit = Visit()
        visit.workspace.notify(Notice(at: visit.now, kind: .error, text: "the disk is full"))
        visit.see("the disk is full")
        visit.now = try #require(visit.window.tick(now: visit.now))
        visit.miss("the disk is full")
    }

    @Test("z zooms the focused pane, Esc ends it; Tab goes round")
    func zoom() throws {
        let visit = Visit()
        visit.receive("a", "x")
        try visit.type("<Tab>z")
        #expect(visit.pane(.topics) == nil)
        #expect(visit.pane(.messages) != nil)
        try visit.type("<Esc>")
        #expect(visit.pane(.topics) != nil)
        try visit.type("<Tab><Tab><Tab><Tab>z")
        #expect(visit.pane(.messages) != nil)
    }

    @Test("keys that leave the program", arguments: ["q", "<C-c>"])
    func quits(keys: String) throws {
        #expect(try Visit().type(keys).takeEffects() == [.program(.quit)])
    }

    @Test("C-z and C-l are the terminal's business")
    func terminal() throws {
        #expect(try Visit().type("<C-z><C-l>").takeEffects() == [.program(.suspend), .program(.redraw)])
    }

    @Test("the palette does an action of another pane there")
    func palette() throws {
        let visit = Visit()
        visit.receive("a", "x")
        try visit.type("<C-p>next view<Enter>").see("raw", in: .message)
    }

    @Test("keys of the profile hold, in the hints too")
    func keys() throws {
        let visit = Visit(keymap: Keymap(changes: ["anywhere": ["F12": "quit", "q": "none", "C-c": "none"]]))
        visit.see("F12 quit")
        #expect(try visit.type("q<F12>").takeEffects() == [.program(.quit)])
    }

    @Test("without Unicode, lines and marks are ASCII")
    func ascii() throws {
        let visit = Visit(width: 80, height: 24)
        House.fill(visit)
        visit.grid.glyphs = .ascii
        visit.workspace.live.forgetAll()
        visit.receive("a/b", "x")
        try visit.type("ogj")
        for row in visit.look() { #expect(row.utf8.count == row.count, "\(row)") }
    }

    @Test("every built-in theme tells selection, focus and titles apart, also without colour")
    func themes() throws {
        for name in Theme.names {
            let theme = try #require(Theme.named(name)?.theme)
            #expect(theme[.selection] != theme[.text], "\(name)")
            #expect(theme[.borderFocused] != theme[.border], "\(name)")
            #expect(theme[.borderFocused].attributes.contains(.bold), "\(name)")
            #expect(
                !theme[.selection].attributes.isEmpty || theme[.selection].background != .default, "\(name)")
        }
        let mono = try #require(Theme.named("mono")?.theme)
        for role in Role.allCases {
            #expect(mono[role].foreground == .default && mono[role].background == .default, "\(role)")
        }
    }

    @Test(
        "every size can be drawn, however small", arguments: [(1, 1), (0, 0), (79, 24), (80, 24), (81, 200), (400, 25)])
    func sizes(width: Int, height: Int) throws {
        let visit = Visit(width: width, height: height)
        House.fill(visit)
        try visit.type("oj?").look()
        try visit.type("<Esc><C-p>").look()
        try visit.type("<Esc>p").look()
    }
}
