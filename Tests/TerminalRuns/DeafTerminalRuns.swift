import Glibc
import TestSupport
import Testing

/// A terminal that nobody reads must not keep a program from ending.
@Suite("A terminal that nobody reads", .timeLimit(.minutes(2))) struct DeafTerminalRuns {
    /// The demo, in a terminal that has taken all it can and is behind.
    private func stuck() async throws -> (terminal: DeafTerminal, program: ChildProcess) {
        let terminal = try DeafTerminal(columns: 400, rows: 150)
        let program = try terminal.start(
            [builtProduct("martlet"), "demo"],
            environment: ["XDG_CONFIG_HOME": "/nonexistent", "SWIFT_BACKTRACE": "enable=no"])
        var isWide = true
        _ = try await waiting(for: "a full terminal", within: .seconds(30)) {
            if program.exitStatus() != nil { throw TestFailure("It ended: \(program.exitStatus() as Any)") }
            // Another size is another whole screen.
            isWide.toggle()
            terminal.resize(columns: isWide ? 400 : 398, rows: 150)
            return terminal.isFull ? true : nil
        }
        return (terminal, program)
    }

    @Test("INT, TERM, HUP and signals that end any program end it", arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    func signals(number: Int32) async throws {
        let (terminal, program) = try await stuck()
        program.signal(number)
        let status = try await program.exited(within: .seconds(15))
        #expect(status == (number == SIGQUIT ? .signal(number) : .code(128 + number)))
        #expect(terminal.isCooked)
    }

    @Test("When it is read again, what is there now is shown whole, and keys typed meanwhile have been obeyed")
    func comesBack() async throws {
        let (terminal, program) = try await stuck()
        terminal.type("?")
        var seen = ""
        _ = try await waiting(for: "the help") {
            seen += String(decoding: terminal.read(), as: UTF8.self)
            return seen.contains("Help") ? true : nil
        }
        // C-c closes the help, and then the program.
        terminal.type("\u{3}\u{3}")
        _ = try await waiting(for: "the end") {
            _ = terminal.read()
            return program.exitStatus()
        }
        #expect(program.exitStatus() == .code(0))
        #expect(terminal.isCooked)
    }
}
