import FoundationEssentials
public import Glibc
import Synchronization

/// A process started by a test. It is killed when the object goes, or when the test process dies.
public final class ChildProcess: Sendable {
    /// Its number.
    public let pid: pid_t

    /// The status once it was waited for.
    private let state = Mutex<ExitStatus?>(nil)

    /// How a process ended.
    public enum ExitStatus: Equatable, Sendable {
        /// It returned this code.
        case code(Int32)
        /// This signal ended it.
        case signal(Int32)
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: The path of the program, then its arguments.
    ///   - environment: Added to (and over) this process's own.
    ///   - input: Standard input; nil is `/dev/null`.
    ///   - outputFile: Where standard output and standard error go, appended; nil throws them away.
    public init(
        _ command: [String], environment: [String: String] = [:], input: Int32? = nil, outputFile: String? = nil
    ) throws {
        var output: Int32?
        if let outputFile {
            let descriptor = open(outputFile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw TestFailure("\(outputFile): \(errnoText())") }
            output = descriptor
        }
        defer { if let output { close(output) } }
        // Asked for first: no child may be born while its pipe is half made.
        let watchdog = Watchdog.shared
        pid = try Self.spawn(command, environment: environment, input: input, output: output)
        watchdog.watch(pid)
    }

    /// Starts a program in a terminal: a session of its own, with the terminal for all three descriptors.
    public init(_ command: [String], environment: [String: String] = [:], terminal: Int32) throws {
        let watchdog = Watchdog.shared
        pid = try Self.spawn(command, environment: environment, input: terminal, output: terminal, isOwnSession: true)
        watchdog.watch(pid)
    }

    deinit { end() }

    /// Sends a signal; nothing when it has ended already.
    public func signal(_ number: Int32) {
        state.withLock { if $0 == nil { kill(pid, number) } }
    }

    /// Kills it and waits until it is gone.
    public func end() {
        signal(SIGKILL)
        _ = wait()
    }

    /// How it ended, or nil while it runs.
    public func exitStatus() -> ExitStatus? { reap(WNOHANG) }

    /// Waits until it ends by itself.
    public func exited(within limit: Duration = .seconds(20)) async throws -> ExitStatus {
        try await waiting(for: "the end of process \(pid)", within: limit) { exitStatus() }
    }

    private func wait() -> ExitStatus? { reap(0) }

    /// Waits under the lock, so that no signal can go to a number that is already somebody else's.
    private func reap(_ options: Int32) -> ExitStatus? {
        state.withLock { known in
            if let known { return known }
            var status: Int32 = 0
            var answer = waitpid(pid, &status, options)
            while answer == -1, errno == EINTR { answer = waitpid(pid, &status, options) }
            guard answer == pid else { return nil }
            let signal = status & 0x7F
            let exit: ExitStatus = signal == 0 ? .code((status >> 8) & 0xFF) : .signal(signal)
            known = exit
            Watchdog.shared.forget(pid)
            return exit
        }
    }

    /// POSIX_SPAWN_SETSID of glibc, which the imported headers hide.
    private static let setSessionFlag: Int32 = 0x80

    private static func openDescriptors() -> [Int32] {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.compactMap { Int32($0) } ?? []
    }

    /// posix_spawn with default signals and only the three standard descriptors.
    ///
    /// - Parameters:
    ///   - input: Standard input; nil is `/dev/null`.
    ///   - output: Standard output and standard error; nil is `/dev/null`.
    ///   - isOwnSession: Makes it deaf to the C-c of this terminal.
    static func spawn(
        _ command: [String], environment: [String: String] = [:], input: Int32? = nil, output: Int32?,
        isOwnSession: Bool = false
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        if let output {
            posix_spawn_file_actions_adddup2(&actions, output, 1)
            posix_spawn_file_actions_adddup2(&actions, output, 2)
        } else {
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        // A broker that inherits a test's listening socket would keep its port. Closing what is closed already is no
        // error here.
        for descriptor in openDescriptors() where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        if isOwnSession { flags |= setSessionFlag }
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + settings { free(text) } }

        var pid: pid_t = 0
        let code = posix_spawn(&pid, command[0], &actions, &attributes, &arguments, &settings)
        guard code == 0 else { throw TestFailure("\(command[0]) does not start: \(errnoText(code))") }
        return pid
    }
}
