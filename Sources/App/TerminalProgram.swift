import Dispatch
import Files
import Glibc
import Interface
import Payloads
import Synchronization

/// An editor or a pager of the person's on a temporary file, in the terminal that the screen has given back.
///
/// It runs on a thread of its own, so that the loop can go on taking what arrives: a broker whose messages nobody takes
/// would think the connection dead.
final class TerminalProgram: Sendable {
    private let job: TerminalJob
    private let path: String
    private let state = Mutex(State())

    private struct State {
        /// The shell that runs it; nil before it starts and when it has ended.
        var shell: pid_t?
        /// The status as waitpid(2) tells it, or minus an errno.
        var status: Int32?
        var isAskedToEnd = false
    }

    /// Writes the file.
    /// - Throws: ``FileFailure`` when there is nowhere to write it.
    init(_ job: TerminalJob) throws(FileFailure) {
        self.job = job
        path = try Self.makeFile(for: job)
    }

    /// Whether it has ended.
    var hasEnded: Bool { state.withLock { $0.status != nil } }

    /// Starts it; `done` is called from another thread at its end.
    func start(done: @escaping @Sendable () -> Void) {
        let command = command
        DispatchQueue.global().async { [self] in
            let result = run(command)
            state.withLock { $0.status = result }
            done()
        }
    }

    private func run(_ command: String) -> Int32 {
        let shell: pid_t
        do {
            shell = try Program.start(["/bin/sh", "-c", command])
        } catch {
            if case .system(let code) = error.reason { return -code }
            return -EINVAL
        }
        let isAskedToEnd = state.withLock { state in
            state.shell = shell
            return state.isAskedToEnd
        }
        // It was asked while the shell was being started: nobody else would tell it.
        if isAskedToEnd { Program.askToEnd(shell) }
        // Not reaped before `shell` is forgotten: no signal must go to a number that is somebody else's by then.
        var facts = siginfo_t()
        while waitid(P_PID, id_t(shell), &facts, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        state.withLock { $0.shell = nil }
        var status: Int32 = 0
        while waitpid(shell, &status, 0) == -1 {
            if errno != EINTR { return -errno }
        }
        return status
    }

    /// Asks it to end, because this program was asked to; kills it when it has not after two seconds.
    func end() {
        let isFirst = state.withLock { state in
            defer { state.isAskedToEnd = true }
            if let shell = state.shell, !state.isAskedToEnd { Program.askToEnd(shell) }
            return !state.isAskedToEnd
        }
        guard isFirst else { return }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(2)) { [self] in
            state.withLock { if let shell = $0.shell { Program.kill(treeOf: shell) } }
        }
    }

    /// The command for sh(1); the path has no character that a shell would see.
    private var command: String {
        switch job.program {
        case .editor:
            "e=${VISUAL:-${EDITOR:-}}; if [ -z \"$e\" ]; then e=$(command -v editor || command -v vi || "
                + "command -v nano) || exit 127; fi; set -- '\(path)'; case \"${e##*/}\" in "
                // `"$e"` may have arguments of its own: eval splits it, and the path stays one word by `"$@"`.
                + "vi|vim|nvim|nano|emacs|micro|kak|joe) set -- +\(max(1, job.line)) '\(path)';; esac; eval \"$e\" '\"$@\"'"
        case .pager:
            "p=${PAGER:-}; if [ -z \"$p\" ]; then p=$(command -v less || command -v more) || exit 127; fi; "
                + "eval \"$p\" '\(path)'"
        }
    }

    /// What came of it; the file is gone afterwards, unless something in it could not be taken over.
    func outcome() -> TerminalJob.Outcome {
        var isKept = false
        defer { if !isKept { unlink(path) } }
        let result = state.withLock { $0.status } ?? 0
        if result < 0 { return .failed("Cannot start a shell: \(String(cString: strerror(-result)))") }
        // The low seven bits are the signal that ended it, the next byte its exit status.
        let signal = result & 0x7F
        let exit = result >> 8 & 0xFF
        let name = job.program == .editor ? "editor" : "pager"
        let variable = job.program == .editor ? "$EDITOR" : "$PAGER"
        // The shell's numbers for what is not found and what cannot be run (POSIX sh 2.8.2).
        if exit == 127 || exit == 126 { return .failed("There is no such \(name): set \(variable) to one") }
        if signal != 0 || exit != 0 {
            let how = signal != 0 ? "was ended by signal \(signal)" : "ended with status \(exit)"
            return job.program == .pager ? .ended : .failed("The editor \(how): nothing was taken over")
        }
        guard job.program == .editor else { return .ended }
        let outcome = edited()
        if case .failed = outcome { isKept = true }
        return outcome
    }

    private func edited() -> TerminalJob.Outcome {
        let text: [UInt8]
        do {
            text = try WholeFile.read(path, .regular, limit: Self.maximumSize)
        } catch {
            return .failed("\(error): nothing was taken over")
        }
        if job.content.withBytes({ $0.elementsEqual(text) }) { return .ended }
        guard let string = String(validating: text, as: UTF8.self) else {
            return .failed("What the editor wrote is not UTF-8: nothing was taken over, it is kept in \(path)")
        }
        return .edited(string)
    }

    // MARK: - Files

    /// The most bytes read back.
    private static let maximumSize = 16 << 20

    private static func makeFile(for job: TerminalJob) throws(FileFailure) -> String {
        // Its path goes to a shell, in quotes.
        let folder = TemporaryFile.folder.contains("'") ? "/tmp" : TemporaryFile.folder
        let ending = "." + job.fileExtension.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let result: Result<String, FileFailure> = job.content.withBytes { bytes in
            Result { () throws(FileFailure) in
                try TemporaryFile.make("martlet", ending: ending, in: folder, with: bytes)
            }
        }
        return try result.get()
    }
}
