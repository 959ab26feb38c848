import CNcurses
import Glibc
import Terminal
import Testing

@testable import NcursesTerminal

/// On a real pseudo terminal. ncurses has one screen at a time, so have these tests.
@Suite("The terminal people see", .serialized)
struct NcursesTerminalTests {
    let pty: PseudoTerminal

    init() throws {
        pty = try PseudoTerminal()
    }

    private func grid(_ lines: String..., style: Style = .plain) -> Grid {
        let grid = Grid(size: Size(width: 40, height: 6))
        for (y, line) in lines.enumerated() { Canvas(grid).put(line, x: 0, y: y, style: style) }
        return grid
    }

    @Test("writes only what has changed, and nothing when nothing has")
    func differences() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        #expect(terminal.size == Size(width: 40, height: 6))
        terminal.draw(grid("hello world", "日本語 x\u{301}"), cursor: nil)
        let first = try pty.output()
        #expect(first.contains("hello world") && first.contains("日本語 x\u{301}"))
        #expect(first.contains("\u{1B}[?1049h") && first.contains("\u{1B}[?25l"))

        terminal.draw(grid("hello world", "日本語 x\u{301}"), cursor: nil)
        #expect(try pty.output() == "")
        terminal.draw(grid("hello there", "日本語 x\u{301}"), cursor: nil)
        let change = try pty.output()
        #expect(change.contains("there") && !change.contains("hello") && change.utf8.count < 40)

        terminal.draw(grid("hello there", "日a x\u{301}"), cursor: nil)
        let narrower = try pty.output()
        #expect(narrower.contains("a") && !narrower.contains("there"))

        terminal.draw(grid("hello there", "日a x\u{301}"), cursor: Point(x: 3, y: 2))
        #expect(try pty.output().contains("\u{1B}[3;4H"))
        terminal.draw(grid("hello there", "日a x\u{301}"), cursor: Point(x: 3, y: 2))
        #expect(try pty.output() == "")

        terminal.redrawAll()
        terminal.draw(grid("hello there", "日a x\u{301}"), cursor: nil)
        #expect(try pty.output().contains("hello there"))
    }

    @Test("every way of clipping and overwriting keeps the screen as the grid has it")
    func wholeWidth() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        let grid = Grid(size: terminal.size)
        let canvas = Canvas(grid)
        for y in 0..<6 { canvas.put(String(repeating: "日", count: 20), x: 0, y: y, style: .plain) }
        terminal.draw(grid, cursor: nil)
        #expect(try pty.output().filter { $0 == "日" }.count == 120)
        canvas.put("x", x: 39, y: 5, style: .plain)
        terminal.draw(grid, cursor: nil)
        let last = try pty.output()
        #expect(last.contains("x") && last.filter { $0 == "日" }.count <= 1)
    }

    @Test("true colours, with the palette kept")
    func trueColor() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        #expect(terminal.colors == .trueColor)
        let grid = grid("orange", style: Style(foreground: .rgb(255, 136, 0), background: .rgb(1, 2, 3)))
        let canvas = Canvas(grid)
        canvas.put("bright", x: 0, y: 1, style: Style(foreground: .indexed(9)))
        canvas.put("fixed", x: 0, y: 2, style: Style(foreground: .indexed(208)))
        canvas.put("dark", x: 0, y: 3, style: Style(foreground: .rgb(0, 0, 5), attributes: [.italic, .bold]))
        terminal.draw(grid, cursor: nil)
        let output = try pty.output()
        #expect(output.contains("38;2;255;136;0") && output.contains("48;2;1;2;3"))
        #expect(output.contains("\u{1B}[91m") && output.contains("38;5;208") && output.contains("38;2;0;1;5"))
        #expect(output.contains("\u{1B}[3m"))
        #expect(getenv("TERMINFO") == nil)
    }

    @Test(
        "fewer colours",
        arguments: [
            (["TERM": "xterm-256color"], ColorDepth.indexed256, "38;5;208"),
            (["TERM": "linux"], .ansi8, "\u{1B}[3"), (["TERM": "xterm-nobody-knows"], .indexed256, "38;5;208"),
            (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], .none, ""),
            (["TERM": "vt100"], .none, ""),
        ])
    func fewerColors(_ environment: [String: String], _ depth: ColorDepth, _ expected: String) throws {
        let terminal = try pty.start(environment)
        defer { terminal.close() }
        #expect(terminal.colors == depth)
        #expect(terminal.glyphs.hasBraille == (environment["TERM"] != "linux"))
        terminal.draw(grid("orange", style: Style(foreground: .rgb(255, 136, 0))), cursor: nil)
        let output = try pty.output()
        #expect(output.contains("orange") && (expected.isEmpty || output.contains(expected)))
        if depth == .none { #expect(!output.contains("38;5") && !output.contains("[3")) }
    }

    @Test("a terminal that cannot draw is refused in words", arguments: ["", "dumb"])
    func refused(_ type: String) throws {
        #expect(throws: NcursesTerminalError.unknownType(type)) { try pty.start(["TERM": type]) }
        #expect(pty.isCooked)
    }

    @Test("more colours than there are pairs are drawn, and later frames have theirs")
    func manyColors() throws {
        let terminal = try pty.start(["TERM": "linux"])
        defer { terminal.close() }
        for shift in 0..<3 {
            let grid = Grid(size: terminal.size)
            for place in 0..<240 {
                let style = Style(
                    foreground: .indexed(UInt8((place + shift) % 8)), background: .indexed(UInt8(place / 8 % 8)))
                Canvas(grid).put("#", x: place % 40, y: place / 40, style: style)
            }
            terminal.draw(grid, cursor: nil)
            #expect(try pty.output().contains("#"))
        }
        terminal.draw(grid("red", style: Style(foreground: .indexed(1))), cursor: nil)
        #expect(try pty.output().contains("31m"))
    }

    @Test("keys, mouse and pastes arrive; C-c, C-s and C-z are keys")
    func input() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        #expect(terminal.read().isEmpty)
        #expect(try pty.type("é", to: terminal) == [.key(KeyPress(.character("é")))])
        #expect(try pty.type("\u{1B}", to: terminal) == [.key(KeyPress(.escape))])
        #expect(try pty.type("\u{1B}x", to: terminal) == [.key(KeyPress(.character("x"), .meta))])
        #expect(
            try pty.type("\u{3}\u{13}\u{11}\r\u{1A}", to: terminal, count: 5) == [
                .key(KeyPress(.character("c"), .control)), .key(KeyPress(.character("s"), .control)),
                .key(KeyPress(.character("q"), .control)), .key(KeyPress(.enter)), .suspendRequested,
            ])
        #expect(
            try pty.type("\u{1B}[200~a\rb\u{1B}[201~\u{1B}[<0;40;6M", to: terminal, count: 2) == [
                .paste("a\nb"), .mouse(MouseEvent(.press, at: Point(x: 39, y: 5))),
            ])
    }

    @Test("another size is seen, and the screen drawn for it")
    func resizing() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        terminal.draw(grid("before"), cursor: nil)
        pty.resize(Size(width: 100, height: 30))
        try pty.send(SIGWINCH)
        #expect(terminal.read() == [.resized(Size(width: 100, height: 30))])
        #expect(terminal.size == Size(width: 100, height: 30))
        let larger = Grid(size: terminal.size)
        Canvas(larger).put("corner", x: 94, y: 29, style: .plain)
        terminal.draw(larger, cursor: nil)
        let output = try pty.output()
        #expect(output.contains("\u{1B}[30;95H") && output.contains("corne"))
        try pty.send(SIGWINCH)
        #expect(terminal.read().isEmpty)
        // A grid of another size than the screen is shown as far as it goes.
        terminal.draw(grid("small"), cursor: nil)
        #expect(try pty.output().contains("small"))
    }

    @Test("signals ring the bell and become events")
    func signals() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        for (signal, event) in [
            (SIGTERM, TerminalEvent.terminate), (SIGINT, .interrupt), (SIGTSTP, .suspendRequested),
            (SIGCONT, .resumed), (SIGHUP, .hangUp),
        ] {
            try pty.send(signal)
            #expect(terminal.read() == [event])
        }
    }

    @Test("after closing, a signal ends the program as if there had been no terminal")
    func signalsAfterwards() throws {
        let terminal = try pty.start()
        terminal.close()
        for signal in [SIGTERM, SIGINT, SIGTSTP, SIGWINCH] {
            var action = sigaction()
            #expect(sigaction(signal, nil, &action) == 0)
            #expect(action.__sigaction_handler.sa_handler == nil, "\(signal)")
        }
    }

    /// Draws screens, each unlike the one before, until the terminal takes no more.
    private func fill(_ terminal: NcursesTerminal) -> Int {
        var count = 0
        while terminal.outputDescriptor == nil {
            count += 1
            let letter = Character(Unicode.Scalar(UInt8(0x61 + count % 26)))
            let line = String(repeating: letter, count: 40)
            terminal.draw(grid(line, line, line, line, line, line), cursor: nil)
        }
        return count
    }

    @Test("a terminal that does not read is not waited for: frames are dropped, and the newest is drawn whole")
    func behind() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        _ = try pty.output()
        let first = fill(terminal)
        for number in 0..<100 { terminal.draw(grid("dropped \(number)"), cursor: nil) }
        #expect(first > 1)
        #expect(!terminal.copy(Array("not now".utf8)))
        try pty.send(SIGTERM)
        #expect(terminal.read() == [.terminate])
        #expect(terminal.readSignals().isEmpty)
        var seen = ""
        var events: [TerminalEvent] = []
        while events.isEmpty {
            seen += pty.outputNow()
            events = terminal.read()
        }
        #expect(events == [.caughtUp])
        #expect(terminal.outputDescriptor == nil)
        seen += try pty.output()
        // What was begun came whole, though in pieces.
        let letter = Character(Unicode.Scalar(UInt8(0x61 + first % 26)))
        #expect(seen.contains(String(repeating: letter, count: 40)) && !seen.contains("dropped"))
        terminal.draw(grid("the newest", "is whole"), cursor: nil)
        let newest = try pty.output()
        #expect(newest.contains("the newest") && newest.contains("is whole"))
    }

    @Test("closing does not wait for a terminal that does not read")
    func closingBehind() throws {
        let terminal = try pty.start()
        _ = fill(terminal)
        terminal.close()
        #expect(pty.isCooked)
    }

    @Test("what C-s stopped before the screen is taken back goes on")
    func flowControl() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        terminal.draw(grid("before"), cursor: nil)
        _ = try pty.output()
        terminal.giveAway()
        pty.press("\u{13}")
        terminal.takeBack()
        #expect(try pty.output().contains("before"))
        #expect(terminal.outputDescriptor == nil)
    }

    @Test("a lost terminal is noticed once")
    func lost() throws {
        let terminal = try pty.start()
        pty.hangUp()
        #expect(terminal.read() == [.hangUp])
        #expect(terminal.read().isEmpty)
        terminal.draw(grid("nobody sees"), cursor: nil)
        terminal.close()
    }

    @Test("closing gives everything back, once")
    func closing() throws {
        let terminal = try pty.start()
        #expect(!pty.isCooked)
        terminal.draw(grid("hello"), cursor: nil)
        _ = try pty.output()
        terminal.close()
        let output = try pty.output()
        for sequence in ["[?2004l", "[?1006l", "[?1002l", "[?1000l", "[?1049l", "[?25h", "[?1l"] {
            #expect(output.contains(sequence), "\(sequence)")
        }
        #expect(pty.isCooked)
        terminal.close()
        terminal.draw(grid("late"), cursor: nil)
        #expect(!terminal.copy([1]) && terminal.read().isEmpty)
        #expect(try pty.output() == "")
    }

    @Test("while something else has the screen it is the shell's")
    func away() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        terminal.draw(grid("before"), cursor: nil)
        _ = try pty.output()
        terminal.giveAway()
        #expect(pty.isCooked)
        #expect(try pty.output().contains("[?1049l"))
        // C-c is for the program that has the screen.
        kill(getpid(), SIGINT)
        try pty.send(SIGTERM)
        #expect(terminal.readSignals() == [.terminate])
        #expect(terminal.readSignals().isEmpty)
        terminal.takeBack()
        let back = try pty.output()
        #expect(back.contains("[?1049h") && back.contains("before") && back.contains("[?2004h"))
        #expect(!pty.isCooked && terminal.read().isEmpty)
    }

    @Test("copies go to the clipboard of the person")
    func copying() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        terminal.draw(grid(""), cursor: nil)
        _ = try pty.output()
        #expect(terminal.copy(Array("hi\u{1B}".utf8)))
        #expect(try pty.output() == "\u{1B}]52;c;aGkb\u{7}")
        #expect(!terminal.copy([UInt8](repeating: 65, count: 1 << 20)))
        #expect(try pty.output() == "")
    }

    @Test("the ground is asked for, and an answer is an event whenever it comes")
    func ground() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        #expect(try pty.output().contains("\u{1B}]11;?\u{1B}\\"))
        #expect(terminal.ground(within: 1) == nil)
        pty.press("a\u{1B}]11;rgb:0000/2b2b/3636\u{1B}\\b")
        #expect(terminal.ground(within: 5000) == .rgb(0, 0x2B, 0x36))
        #expect(
            terminal.read() == [
                .key(KeyPress(.character("a"))), .ground(.rgb(0, 0x2B, 0x36)), .key(KeyPress(.character("b"))),
            ])
        // Not waited for again.
        #expect(terminal.ground(within: 60_000) == nil)
        #expect(try pty.type("\u{1B}]11;rgb:ff/ff/ff\u{7}", to: terminal) == [.ground(.rgb(255, 255, 255))])
    }

    @Test("an answer that is there is taken by who does not wait")
    func groundThatCame() throws {
        let terminal = try pty.start()
        defer { terminal.close() }
        pty.press("\u{1B}]11;rgb:0000/2b2b/3636\u{1B}\\")
        // What is pressed reaches the other end a moment later.
        let end = ContinuousClock.now + .seconds(20)
        var color: Color?
        while color == nil, ContinuousClock.now < end { color = terminal.ground(within: 0) }
        #expect(color == .rgb(0, 0x2B, 0x36))
    }

    @Test("an answer that is under way when the screen is given back is not left for the shell")
    func lateGround() throws {
        let terminal = try pty.start()
        pty.press("\u{1B}]11;rgb:0/0/0\u{7}")
        terminal.close()
        var descriptor = pollfd(fd: pty.program, events: Int16(POLLIN), revents: 0)
        #expect(poll(&descriptor, 1, 0) == 0)
    }

    @Test(
        "who may not know the question is not asked",
        arguments: ["linux", "ansi", "vt220", "eterm-color", "dumb", "xterm NO_COLOR"])
    func notAsked(_ type: String) throws {
        let words = type.split(separator: " ").map(String.init)
        guard type != "dumb" else { return #expect(!TerminalAnswer.isAsked(type)) }
        let terminal = try pty.start(words.count == 1 ? ["TERM": type] : ["TERM": words[0], "NO_COLOR": "1"])
        defer { terminal.close() }
        #expect(try !pty.output().contains("]11;"))
    }
}
