import Glibc
import TestSupport
import Testing

/// The demo: with nothing installed and no network.
@Suite("The demo") struct DemoRuns {
    @Test("The explorer opens on devices that speak")
    func explorer() async throws {
        let screen = try await Running.martlet(["demo"])
        try await screen.waitFor("home")
        try await screen.waitFor("$SYS")
        try screen.type("/lamp<Enter>")
        try await screen.waitFor(#""on""#)
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
        #expect(screen.exitStatus == 0)
    }

    @Test("One key races polling against pushing, with a thing of the demo's")
    func race() async throws {
        let screen = try await Running.martlet(["demo"])
        try await screen.waitFor("home")
        try screen.type("4<M-r>")
        try await screen.waitFor("home/living/thermostat")
        try screen.type("thermostat<Enter>")
        try await screen.waitFor("/devices/thermostat")
        try screen.type("<Tab><Tab><C-u>200 ms<Tab><C-u>2 s<Enter>")
        try await screen.waitFor("poll (HTTP, every 0.2 s)")
        // 304 from the second answer on: the resource has a tag.
        let rows = try await screen.waitFor("the end of the race") { rows in
            rows.contains { $0.contains("copy the table") && $0.contains("over") }
        }
        #expect(rows.contains { $0.contains("304 Not Modified") && $0.contains("%)") }, "\(rows)")
        #expect(rows.contains { $0.contains("failed") && $0.contains(" 0 ") }, "\(rows)")
        try screen.type("<Esc>")
        try await screen.waitFor("the end of the popup") { rows in !rows.contains { $0.contains("copy the table") } }
        try screen.type("q")
        #expect(try await screen.exited() == 0)
    }

    @Test("Headless, it serves mosquitto's clients until it is told to end")
    func headless() async throws {
        let screen = try await Running.martlet(["demo", "--headless"])
        let rows = try await screen.waitFor("http://127.0.0.1:")
        let line = rows.first { $0.contains("mqtt://127.0.0.1:") } ?? ""
        let port = line.split(separator: "127.0.0.1:").last.map { String($0.prefix { $0.isNumber }) } ?? ""
        let heard = try await Command.run(
            .mosquittoSub, ["-h", "127.0.0.1", "-p", port, "-t", "home/#", "-C", "2", "-W", "20"])
        #expect(!heard.output.isEmpty)
        let url = rows.first { $0.hasPrefix("http://127.0.0.1:") }.map { String($0.prefix { !$0.isWhitespace }) } ?? ""
        let tasks = try await Command.run(.curl, ["-fsS", "-m", "20", "\(url)/tasks/"])
        #expect(tasks.output.contains("summary"))
        try await screen.signal(SIGTERM)
        #expect(try await screen.exited() == 0)
    }

    @Test("Help shows examples and every verb")
    func help() async throws {
        let screen = try await Running.martlet(["--help"])
        try await screen.waitFor("martlet demo")
        #expect(try await screen.exited() == 0)
    }

    @Test("An unknown letter is an error with a hint, and exit status 1")
    func unknownLetter() async throws {
        let screen = try await Running.martlet(["--no-such-letter"])
        try await screen.waitFor("no-such-letter")
        #expect(try await screen.exited() == 1)
    }
}
