import Terminal
import TestSupport
import Testing

/// Every size from 40x10 up works; smaller says so; colours as the terminal has them.
@Suite("Sizes and colours") struct SizeRuns {
    @Test("80x24 shows all three panes")
    func small() async throws {
        let screen = try await Running.martlet(["demo"], size: Size(width: 80, height: 24))
        try await screen.waitFor("home")
        let rows = try await screen.waitFor("Messages")
        for title in ["Topics", "Messages", "Message "] {
            #expect(rows.contains { $0.contains(title) }, "no \(title)")
        }
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
    }

    @Test("A resize is followed at once, and a terminal that is too small is told so")
    func resize() async throws {
        let screen = try await Running.martlet(["demo"], size: Size(width: 120, height: 36))
        try await screen.waitFor("home")
        try screen.resize(to: Size(width: 30, height: 10))
        try await screen.waitFor("40x10")
        try screen.resize(to: Size(width: 160, height: 50))
        try await screen.waitFor("Topics")
        try await screen.waitForNo("40x10")
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
    }

    @Test("NO_COLOR draws without a single colour")
    func noColor() async throws {
        let screen = try await Running.martlet(["demo"], environment: ["NO_COLOR": "1"])
        try await screen.waitFor("home")
        let colours = try screen.captureStyled().joined().matches(
            of: /\u{1B}\[[0-9;]*\b(3[0-7]|4[0-7]|38|48|9[0-7])\b[0-9;]*m/)
        #expect(colours.isEmpty)
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
    }

    @Test("Colours come as the terminal has them", arguments: ["xterm", "xterm-256color", "tmux-256color"])
    func colours(term: String) async throws {
        let screen = try await Running.martlet(["demo"], environment: ["TERM": term])
        try await screen.waitFor("home")
        #expect(try screen.captureStyled().contains { $0.contains("\u{1B}[") })
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
    }
}
