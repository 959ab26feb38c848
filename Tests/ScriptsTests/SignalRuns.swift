import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// INT and TERM end a verb, whatever it waits for.
@Suite("Signals of verbs", .timeLimit(.minutes(2))) struct SignalRuns {
    /// What `child` said at its end, and how it ended.
    private func end(of child: ChildProcess, _ file: String) async throws -> (ChildProcess.ExitStatus, String) {
        let status = try await child.exited(within: .seconds(15))
        return (status, try String(contentsOfFile: file, encoding: .utf8))
    }

    /// How many bytes wait in a pipe.
    private func waitingBytes(_ pipe: Int32) -> Int32 {
        var count: Int32 = -1
        _ = ioctl(pipe, UInt(FIONREAD), &count)
        return count
    }

    @Test("pub and rr that read standard input", arguments: [SIGINT, SIGTERM], ["pub", "rr"])
    func standardInput(number: Int32, verb: String) async throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        let file = try Scratch.newFolder("signals") + "/errors"
        let child = try ChildProcess(
            [builtProduct("martlet"), verb, "-t", "a", "-s"] + (verb == "rr" ? ["-e", "b"] : []),
            environment: ["XDG_CONFIG_HOME": "/nonexistent"], input: ends[0], outputFile: file)
        // It reads: what was written is gone, and more is waited for.
        #expect(write(ends[1], "x", 1) == 1)
        _ = try await waiting(for: "a byte to be read") { waitingBytes(ends[0]) == 0 ? true : nil }
        child.signal(number)
        let (status, words) = try await end(of: child, file)
        #expect(status == .code(128 + number))
        #expect(words == "martlet \(verb): interrupted; nothing was sent\n")
    }

    @Test("pub that reads a named pipe, before and after somebody writes to it", arguments: [false, true])
    func namedPipe(isWritten: Bool) async throws {
        let folder = try Scratch.newFolder("signals")
        try #require(mkfifo("\(folder)/pipe", 0o600) == 0)
        let child = try ChildProcess(
            [builtProduct("martlet"), "pub", "-t", "a", "-f", "\(folder)/pipe"],
            environment: ["XDG_CONFIG_HOME": "/nonexistent"], outputFile: "\(folder)/errors")
        // Opening it to write succeeds as soon as there is a reader.
        let writer = try await waiting(for: "a reader") { () -> Int32? in
            let writer = open("\(folder)/pipe", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            return writer < 0 ? nil : writer
        }
        defer { close(writer) }
        if isWritten {
            #expect(write(writer, "x", 1) == 1)
            _ = try await waiting(for: "a byte to be read") { waitingBytes(writer) == 0 ? true : nil }
        }
        child.signal(SIGTERM)
        let (status, words) = try await end(of: child, "\(folder)/errors")
        #expect(status == .code(128 + SIGTERM))
        #expect(words == "martlet pub: interrupted; nothing was sent\n")
    }

    @Test("All that several writers put into a named pipe, one after the other, is one payload; /dev/stdin is read too")
    func pipesAreRead() async throws {
        let broker = try await Mosquitto.start()
        let at = "-h 127.0.0.1 -p \(broker.port())"
        let run = try await ScriptRun.shell(
            """
            mkfifo "$0.pipe"; martlet pub \(at) -t p -r -f "$0.pipe" & exec 3>"$0.pipe"; printf one >&3; (printf two >&3)
            exec 3>&-; wait $!; martlet sub \(at) -t p -C 1; printf three | martlet pub \(at) -t p -r -f /dev/stdin
            martlet sub \(at) -t p -C 1
            """)
        #expect(run.text == "onetwo\nthree\n" && run.errors == "")
    }

    @Test("sub whose output nobody takes: the second signal ends it at once, one alone when nothing moves")
    func outputStuck() async throws {
        let broker = try await Mosquitto.start()
        try await Command.run(
            .mosquittoPub,
            ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "stuck", "-r", "-s"],
            input: [UInt8](repeating: 0x78, count: 1 << 18))
        for signals in [1, 2] {
            let terminal = try DeafTerminal()
            let child = try terminal.start(
                [builtProduct("martlet"), "sub", "-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "stuck"],
                environment: ["XDG_CONFIG_HOME": "/nonexistent"])
            _ = try await waiting(for: "a full terminal", within: .seconds(40)) { terminal.isFull ? true : nil }
            for _ in 0..<signals { child.signal(SIGTERM) }
            #expect(try await child.exited(within: .seconds(15)) == .signal(SIGTERM))
        }
    }
}
