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
            case .nothing: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
            case .descriptor(let file): posix_spawn_file_actions_adddup2(&actions, file, number)
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
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
        if program.contains("/") { return access(program, X_OK) == 0 }
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        return folders.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
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
        let child: pid_t
        do {
            defer { close(ends[1]) }
            child = try start(words, input: quiet, output: .descriptor(ends[1]), error: quiet)
        } catch {
            throw Failure(description: "cannot start \(program): \(error.reason)")
        }
        let bytes: Result<[UInt8], FileFailure>
        do throws(FileFailure) {
            bytes = .success(try WholeFile.read(printed, limit: limit, until: mayAsk ? nil : .now + time))
        } catch {
            // A program that prints no end and one that takes no end are ended, with what they have started.
            kill(treeOf: child)
            bytes = .failure(error)
        }
        let status = end(of: child, until: mayAsk ? nil : .now + time)
        switch bytes {
        case .failure(let error) where error.reason == .system(ETIMEDOUT):
            throw Failure(description: "\(program) took over \(time.components.seconds) seconds")
        case .failure(let error) where error.reason == .tooLarge(limit: limit):
            throw Failure(description: "\(program) gives over \(limit >> 10) KiB: a secret is its first line")
        case .failure(let error): throw Failure(description: "cannot read from \(program): \(error.reason)")
        case .success(let bytes):
            if status & 0x7F != 0 {
                throw Failure(description: "\(program) was ended by signal \(status & 0x7F)")
            }
            if status >> 8 & 0xFF != 0 {
                throw Failure(description: "\(program) ended with status \(status >> 8 & 0xFF); try it in a shell")
            }
            return bytes
        }
    }

    /// The status of a program that has closed what it prints to; it is ended when it does not end.
    private static func end(of child: pid_t, until deadline: ContinuousClock.Instant?) -> Int32 {
        var status: Int32 = 0
        while true {
            let found = waitpid(child, &status, deadline == nil ? 0 : WNOHANG)
            if found == child || found == -1 && errno != EINTR { return status }
            if let deadline, deadline < .now { kill(treeOf: child) }
            if found == 0 { usleep(2000) }
        }
    }
}
