import Files
import FoundationEssentials
import Glibc
import Interface
import Payloads
import Terminal
import TestSupport
import Testing

@testable import App

@Suite("Editors and pagers in the terminal", .serialized)
struct TerminalProgramTests {
    /// Runs a job with a program in place of the editor or pager.
    private func outcome(
        of program: TerminalJob.Program, on text: String, _ variable: String, _ command: String
    ) async throws -> TerminalJob.Outcome {
        unsetenv("VISUAL")
        setenv(variable, command, 1)
        defer { unsetenv(variable) }
        let job = TerminalJob(
            number: 1, program: program, content: PayloadBytes(Array(text.utf8)), fileExtension: "json", line: 3)
        let running = try TerminalProgram(job)
        await withCheckedContinuation { ended in running.start { ended.resume() } }
        #expect(running.hasEnded)
        return running.outcome()
    }

    @Test("what the editor wrote comes back; its arguments are kept")
    func edited() async throws {
        #expect(try await outcome(of: .editor, on: "a b\n", "EDITOR", "sed -i s/a/ä/") == .edited("ä b\n"))
        #expect(try await outcome(of: .editor, on: "same", "EDITOR", "true") == .ended)
    }

    @Test("the file is for the person alone, ends as its syntax does, and is gone afterwards")
    func file() async throws {
        let seen = try await outcome(
            of: .editor, on: "x", "EDITOR", "sh -c 'stat -c \"%a %n\" \"$0\" > \"$0.new\"; mv \"$0.new\" \"$0\"'")
        guard case .edited(let text) = seen else {
            Issue.record("\(seen)")
            return
        }
        #expect(text.hasPrefix("600 ") && text.hasSuffix(".json\n"))
        let path = String(text.dropFirst(4).dropLast())
        #expect(access(path, F_OK) != 0)
    }

    @Test("an editor that fails, that is not there or that writes nonsense changes nothing, in words")
    func failures() async throws {
        #expect(
            try await outcome(of: .editor, on: "x", "EDITOR", "false")
                == .failed("The editor ended with status 1: nothing was taken over"))
        #expect(
            try await outcome(of: .editor, on: "x", "EDITOR", "/no/such/program")
                == .failed("There is no such editor: set $EDITOR to one"))
        // What was written is not lost: the file stays, and is named.
        let nonsense = try await outcome(of: .editor, on: "x", "EDITOR", "sh -c 'printf \"\\377\" > \"$0\"'")
        let words = "What the editor wrote is not UTF-8: nothing was taken over, it is kept in "
        guard case .failed(let text) = nonsense, text.hasPrefix(words) else {
            Issue.record("\(nonsense)")
            return
        }
        let path = String(text.dropFirst(words.count))
        #expect(try WholeFile.read(path, .regular, limit: 10) == [0xFF])
        unlink(path)
    }

    @Test("asked to end, it ends with all that it has started, also what does not listen")
    func ended() async throws {
        let folder = try Scratch.newFolder("ended")
        // Known by its length among all that run here.
        let sleep = "sleep 100\(UInt16.random(in: 10_000...65_000))"
        for (command, isDeaf) in [("exec \(sleep)", false), ("trap : TERM; while :; do \(sleep); done", true)] {
            let mark = "\(folder)/\(isDeaf)"
            setenv("EDITOR", "sh -c 'echo $$ > \(mark).new; mv \(mark).new \(mark); \(command)'", 1)
            defer { unsetenv("EDITOR") }
            let job = TerminalJob(
                number: 1, program: .editor, content: PayloadBytes(Array("x".utf8)), fileExtension: "txt", line: 1)
            let running = try TerminalProgram(job)
            running.start {}
            let editor = try await waiting(for: "the editor") { () -> pid_t? in
                guard let text = try? String(contentsOfFile: mark, encoding: .utf8) else { return nil }
                return pid_t(text.dropLast())
            }
            running.end()
            running.end()
            _ = try await waiting(for: "the end") { running.hasEnded ? true : nil }
            _ = try await waiting(for: "the end of the editor") { kill(editor, 0) != 0 ? true : nil }
            // One that was started while the others were being ended must not be left behind.
            _ = try await waiting(for: "the end of all that it started") { isRunning(sleep) ? nil : true }
            guard case .failed = running.outcome() else {
                Issue.record("\(running.outcome())")
                return
            }
        }
    }

    private func isRunning(_ command: String) -> Bool {
        let arguments = command.replacing(" ", with: "\0") + "\0"
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.contains { (try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8)) == arguments }
    }

    @Test("a pager sees the bytes, and what it says at its end is its own affair")
    func pager() async throws {
        #expect(try await outcome(of: .pager, on: "x", "PAGER", "grep -q x <") == .ended)
        #expect(try await outcome(of: .pager, on: "x", "PAGER", "/no/such/program") != .ended)
    }
}
