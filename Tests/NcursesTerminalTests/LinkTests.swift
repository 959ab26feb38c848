import Terminal
import Testing

@testable import NcursesTerminal

/// OSC 8, on a real pseudo terminal.
@Suite("Links", .serialized)
struct LinkTests {
    private static let capable = ["TERM": "xterm-256color", "COLORTERM": "truecolor", "VTE_VERSION": "7600"]

    private func grid(_ lines: String..., link: String? = nil) -> Grid {
        let grid = Grid(size: Size(width: 40, height: 6))
        for (y, line) in lines.enumerated() { Canvas(grid).put(line, x: 0, y: y, style: .plain) }
        if let found = link.flatMap({ CellLink($0) }) {
            Canvas(grid).link(Rect(x: 2, y: 0, width: 8, height: 1), to: found)
        }
        return grid
    }

    @Test("The cells of an address lead to it; where nothing changes nothing is written; gone is gone")
    func link() throws {
        let pty = try PseudoTerminal()
        let terminal = try pty.start(Self.capable)
        defer { terminal.close() }
        terminal.draw(grid("a http://x b", link: "http://x"), cursor: nil)
        let first = try pty.output()
        #expect(first.contains("\u{1B}]8;;http://x\u{1B}\\"))
        #expect(first.contains("http://x\u{1B}]8;;\u{1B}\\\u{1B}8"))
        terminal.draw(grid("a http://x b", link: "http://x"), cursor: nil)
        #expect(try pty.output() == "")
        // Another target behind the same words is another link.
        terminal.draw(grid("a http://x b", link: "http://y"), cursor: nil)
        #expect(try pty.output().contains("\u{1B}]8;;http://y\u{1B}\\"))
        terminal.draw(grid("a http://x b"), cursor: nil)
        let gone = try pty.output()
        #expect(gone.contains("a http://x b") && !gone.contains("]8;;h"))
    }

    @Test("A terminal that is not known for them sees nothing of them")
    func unknown() throws {
        for environment in [["TERM": "xterm-256color"], ["TERM": "screen-256color"], ["TERM": "linux"]] {
            let pty = try PseudoTerminal()
            let terminal = try pty.start(environment)
            terminal.draw(grid("a http://x b", link: "http://x"), cursor: nil)
            #expect(try !pty.output().contains("]8;"))
            terminal.close()
        }
    }

    @Test(
        "Who is known, and what decides against it",
        arguments: [
            (["TERM": "xterm-kitty"], true), (["TERM": "foot-extra"], true), (["TERM": "footy"], false),
            (["TERM": "xterm-256color", "VTE_VERSION": "4600"], false),
            (["TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a"], false),
            (["TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.4"], true),
            (["TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "next-3.5"], true),
            (["TERM": "tmux-256color", "VTE_VERSION": "7600"], false),
            (["TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"], false),
            (["TERM": "linux", "FORCE_HYPERLINK": "1"], true), ([:], false),
        ])
    func support(_ environment: [String: String], _ isKnown: Bool) {
        #expect(LinkSupport.isKnown(environment) == isKnown)
    }

    @Test("What others send drives no terminal: only addresses of the web, printable and bounded")
    func hostile() throws {
        for text in [
            "http://x\u{1B}\\", "http://x\u{7}", "http://x y", "javascript:alert(1)", "file:///etc/passwd", "http://",
            "http://ü", "http://x\u{9C}y", "http://\(String(repeating: "x", count: 2084))",
        ] {
            #expect(CellLink(text) == nil)
        }
        #expect(CellLink("https://broker.example/a;b?c=%20#d") != nil)
    }

    @Test("More links than a screenful may have are words like others")
    func many() throws {
        let grid = Grid(size: Size(width: 200, height: 100))
        for number in 0..<20_000 {
            if let link = CellLink("http://x/\(number)") {
                Canvas(grid).link(Rect(x: number % 200, y: number / 200, width: 1, height: 1), to: link)
            }
        }
        #expect(grid[0, 0].linkMark != 0 && grid[199, 99].linkMark == 0)
    }
}
