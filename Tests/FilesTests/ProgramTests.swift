import Glibc
import TestSupport
import Testing

@testable import Files

@Suite("Programs that are run") struct ProgramTests {
    private func output(_ words: [String], limit: Int = 100, _ time: Duration = .seconds(20)) throws -> String {
        String(decoding: try Program.output(of: words, limit: limit, within: time), as: UTF8.self)
    }

    @Test("what it prints is taken; it has nothing to read, no signal is blocked, what it complains of goes nowhere")
    func prints() throws {
        #expect(try output(["printf", "%s|", "a b", "$HOME; *"]) == "a b|$HOME; *|")
        #expect(
            try output(["sh", "-c", "cat; echo no >&2; grep SigBlk /proc/self/status"]) == "SigBlk:\t0000000000000000\n"
        )
    }

    @Test(
        "what gives nothing says why",
        arguments: [
            (["/nowhere/at/all"], "cannot start /nowhere/at/all: No such file or directory"),
            (["sh", "-c", "exit 3"], "sh ended with status 3; try it in a shell"),
            (["sh", "-c", "kill -9 $$"], "sh was ended by signal 9"),
            (["yes"], "yes gives over 64 KiB: a secret is its first line"),
        ])
    func failures(words: [String], told: String) {
        #expect(throws: Program.Failure(description: told)) { try output(words, limit: 64 << 10) }
    }

    @Test("one that takes no end is ended, whether it still prints or has closed what it prints to")
    func endless() {
        for script in ["exec sleep 1000", "exec >&- sleep 1000"] {
            let start = ContinuousClock.now
            #expect(throws: Program.Failure.self) { try output(["sh", "-c", script], .milliseconds(100)) }
            #expect(.now - start < .seconds(60))
        }
    }

    @Test("its time holds for all of it: for what it prints and for its end")
    func once() {
        #expect(throws: Program.Failure(description: "sh took over 600 ms")) {
            try output(["sh", "-c", "sleep 0.4; echo x; exec 1>&-; sleep 0.4"], .milliseconds(600))
        }
    }

    @Test("what a program that is ended has started ends with it")
    func tree() async throws {
        let folder = try Scratch.newFolder("tree")
        let script = "sleep 1000 & echo $! >\(folder)/child; wait"
        #expect(throws: Program.Failure.self) { try output(["sh", "-c", script], .milliseconds(300)) }
        let text = try Scratch.read("\(folder)/child")
        let child = try #require(pid_t(text.filter(\.isNumber)))
        _ = try await waiting(for: "the end of \(child)") {
            // A zombie has ended; whoever reaps it is not of this test.
            let state = (try? Scratch.read("/proc/\(child)/stat"))?.split(separator: ") ").last?.first
            return state == nil || state == "Z" ? true : nil
        }
    }

    @Test("a program that is stopped has stopped, and goes on when it is told to")
    func stopped() throws {
        let child = try Program.start(["sh", "-c", "while :; do :; done"])
        defer {
            kill(child, SIGKILL)
            waitpid(child, nil, 0)
        }
        for _ in 0..<50 {
            Program.stop(child)
            let state = try Scratch.read("/proc/\(child)/stat").split(separator: ") ").last?.first
            #expect(state == "T")
            kill(child, SIGCONT)
        }
    }

    @Test("a temporary file is inherited by no program that is started")
    func temporary() throws {
        let file = try TemporaryFile.unnamed(in: "/tmp")
        defer { close(file) }
        #expect(fcntl(file, F_GETFD) & FD_CLOEXEC != 0)
    }
}
