import CMemory
public import Glibc

/// Other programs: an editor that has the terminal, a program that prints a secret.
public enum Program {
    /// What a program has for a standard stream.
    public enum Stream: Sendable {
        /// What this program has.
        case inherited
        /// Nothing to read, or nobody who reads.
        case nothing
        /// An open file.
        case descriptor(Int32)
    }

    /// Why a program gave nothing.
    public struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
        /// In one line, as in `pass ended with status 1`.
        public let description: String
    }

    /// Starts a program without a shell, with no signal blocked or ignored.
    /// - Returns: its number; the caller waits for it.
    public static func start(
        _ words: [String], input: Stream = .inherited, output: Stream = .inherited, error: Stream = .inherited
    ) throws(FileFailure) -> pid_t {
        guard let program = words.first, !program.isEmpty else {
            throw FileFailure("Cannot start", "a program without a name", .system(ENOENT))
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, error)] {
            switch stream {
            case .inherited: break
            // To be read and to be written to: it may stand for any of the three.
            case .nothing: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
            // A copy stays open in the program: O_CLOEXEC is not copied (dup2(2)).
            case .descriptor(let file): posix_spawn_file_actions_adddup2(&actions, file, number)
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // What is ignored here would be ignored there, too (execve(2)).
        for number in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, program, &actions, &attributes, &arguments, environ)
        guard code == 0 else { throw FileFailure("Cannot start", program, .system(code)) }
        return child
    }

    /// Whether a program is found, by its path or in the folders of `$PATH`.
    public static func isThere(_ program: String) -> Bool {
        func isProgram(_ path: String) -> Bool {
            var facts = stat()
            return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
        }
        if program.utf8.contains(UInt8(ascii: "/")) { return isProgram(program) }
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        return folders.split(separator: ":").contains { isProgram("\($0)/\(program)") }
    }

    /// What a program prints; it has no shell, and what it complains of goes nowhere.
    /// - Parameters:
    ///   - limit: the most bytes; a program that prints more is ended.
    ///   - time: how long it may take.
    ///   - mayAsk: whether it has this program's terminal to ask on; then it takes as long as the person does.
    public static func output(
        of words: [String], limit: Int, within time: Duration, mayAsk: Bool = false
    ) throws(Failure) -> [UInt8] {
        let program = words.first ?? ""
        var ends: [Int32] = [-1, -1]
        guard cm_pipe(&ends, O_CLOEXEC) == 0 else {
            throw Failure(description: "cannot start \(program): \(FileFailure.Reason.system(errno))")
        }
        let printed = FileInput(ends[0], named: program)
        defer { close(ends[0]) }
        let quiet: Stream = mayAsk ? .inherited : .nothing
        // One for both waits: for what it prints, and for its end.
        let deadline: ContinuousClock.Instant? = mayAsk ? nil : .now + time
        let child: pid_t
        do {
            // Closed here, so that the program's end is the end of what is read.
            defer { close(ends[1]) }
            child = try start(words, input: quiet, output: .descriptor(ends[1]), error: quiet)
        } catch {
            throw Failure(description: "cannot start \(program): \(error.reason)")
        }
        let bytes: Result<[UInt8], FileFailure>
        do throws(FileFailure) {
            bytes = .success(try WholeFile.read(printed, limit: limit, until: deadline))
        } catch {
            // A program that prints no end and one that takes no end are ended, with what they have started.
            kill(treeOf: child)
            bytes = .failure(error)
        }
        let ending = end(of: child, until: deadline)
        switch bytes {
        case .failure(let error) where error.reason == .system(ETIMEDOUT):
            throw Failure(description: "\(program) \(Ending.overdue.words(time))")
        case .failure(let error) where error.reason == .tooLarge(limit: limit):
            throw Failure(description: "\(program) gives over \(limit >> 10) KiB: a secret is its first line")
        case .failure(let error): throw Failure(description: "cannot read from \(program): \(error.reason)")
        case .success(let bytes):
            switch ending {
            case .status(0): return bytes
            case .status: throw Failure(description: "\(program) \(ending.words(time)); try it in a shell")
            default: throw Failure(description: "\(program) \(ending.words(time))")
            }
        }
    }

    /// Gives a program all that it is to read; it has no shell, and what it prints goes nowhere.
    /// - Parameter time: how long it may take; one that takes longer is ended.
    public static func feed(_ bytes: [UInt8], to words: [String], within time: Duration) throws(Failure) {
        let program = words.first ?? ""
        let ending: Ending
        do throws(FileFailure) {
            // Not a pipe: whoever reads none of it keeps nobody waiting.
            let input = try TemporaryFile.unnamed(in: TemporaryFile.folder)
            defer { close(input) }
            var code = bytes.withUnsafeBytes { Descriptor.writeAll($0, to: input) }
            if code == 0, lseek(input, 0, SEEK_SET) != 0 { code = errno }
            guard code == 0 else { throw FileFailure.writing(TemporaryFile.folder, code) }
            let child = try start(words, input: .descriptor(input), output: .nothing, error: .nothing)
            ending = end(of: child, until: .now + time)
        } catch {
            throw Failure(description: "cannot start \(program): \(error.reason)")
        }
        guard case .status(0) = ending else { throw Failure(description: "\(program) \(ending.words(time))") }
    }

    /// How a program ended.
    private enum Ending {
        case status(Int32)
        case signal(Int32)
        /// It took no end, and was ended.
        case overdue
        /// Nobody can tell: somebody else has waited for it.
        case unknown(Int32)

        /// What follows its name; `time` is what it had.
        func words(_ time: Duration) -> String {
            switch self {
            case .status(let status): return "ended with status \(status)"
            case .signal(let number): return "was ended by signal \(number)"
            case .overdue:
                let (seconds, rest) = time.components
                return "took over \(seconds > 0 ? "\(seconds) seconds" : "\(rest / 1_000_000_000_000_000) ms")"
            case .unknown(let code): return "cannot be waited for: \(FileFailure.Reason.system(code))"
            }
        }
    }

    /// Waits for a program; it is ended, with what it has started, when it takes no end.
    private static func end(of child: pid_t, until deadline: ContinuousClock.Instant?) -> Ending {
        var status: Int32 = 0
        var isOverdue = false
        while true {
            let found = waitpid(child, &status, deadline == nil || isOverdue ? 0 : WNOHANG)
            if found == child {
                if isOverdue { return .overdue }
                // WIFSIGNALED and WEXITSTATUS, which are macros and do not come through to Swift.
                return status & 0x7F != 0 ? .signal(status & 0x7F) : .status(status >> 8 & 0xFF)
            }
            if found == -1, errno != EINTR { return .unknown(errno) }
            if let deadline, !isOverdue, deadline < .now {
                kill(treeOf: child)
                isOverdue = true
            } else if found == 0 {
                // waitpid(2) knows no time-out: it is looked at again and again.
                usleep(2000)
            }
        }
    }
}
