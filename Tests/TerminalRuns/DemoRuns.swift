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
        try screen.type("<Esc>q")
        #expect(try await screen.leftovers() == [])
        #expect(screen.exitStatus == 0)
    }

    @Test("Headless, it serves mosquitto's clients until it is told to end")
    func headless() async throws {
        let demo = try ChildProcess(
            [builtProduct("martlet"), "demo", "--headless"], outputFile: try Scratch.newFolder("demo") + "/log")
        defer { demo.end() }
        demo.signal(0)
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
