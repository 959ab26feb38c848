import Glibc
import Scripts

/// What the verbs for scripts share: how they read their surroundings, and how they end.
enum Script {
    /// Runs a verb's work; the process ends with what it answers.
    ///
    /// - Throws: ``Failure``, whose line begins with the verb's name.
    static func run(_ verb: String, isQuiet: Bool, _ work: () throws(ScriptError) -> Int32) throws {
        let status: Int32
        do {
            status = try work()
        } catch {
            if isQuiet { _exit(error.status) }
            throw Failure(verb: verb, error)
        }
        // Threads of the connection may still run: nothing more is to be waited for.
        _exit(status)
    }

    /// A variable of the environment; an empty one counts as none.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// Makes of the command line what the parser reads, where its first word is a verb for scripts.
    static func arguments(_ arguments: [String]) throws -> [String] {
        guard let first = arguments.first, let verb = ScriptVerb(rawValue: first) else { return arguments }
        do {
            return [first]
                + (try ScriptArguments.expanded(
                    Array(arguments.dropFirst()), for: verb, environment: variable, read: text))
        } catch {
            throw Failure(verb: first, error)
        }
    }

    /// What the parser has against the arguments, in one line.
    static func line(_ message: String) -> String {
        let verb = CommandLine.arguments.dropFirst().first ?? ""
        let words = message.replacing("\n", with: " ")
        return "martlet \(verb): \(words); `martlet \(verb) --help` explains"
    }

    /// The text of a file, at most 1 MiB; nil when there is none.
    static func text(of path: String) throws(ScriptError) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw ScriptError("cannot read \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < 1 << 20 {
            let count = read(file, &piece, piece.count)
            if count == 0 { break }
            guard count > 0 else {
                throw ScriptError("cannot read \(path): \(String(cString: strerror(errno)))")
            }
            bytes += piece[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Script {
    /// Microseconds since 1970.
    static func now() -> Int64 {
        let now = WallTime.now()
        return Int64(now.seconds) * 1_000_000 + Int64(now.nanoseconds / 1000)
    }

    /// What a program prints, at most 64 KiB: its name and arguments, no shell. It may ask on the terminal.
    static func output(of words: [String], for what: String) throws(ScriptError) -> String {
        guard let program = words.first else { throw ScriptError("the command for the \(what) is empty") }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ScriptError("cannot make a pipe: \(String(cString: strerror(errno)))") }
        defer { close(ends[0]) }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[1])
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var pid: pid_t = 0
        let status = posix_spawnp(&pid, program, &actions, nil, &arguments, environ)
        close(ends[1])
        guard status == 0 else {
            throw ScriptError(
                "\(program), which gives the \(what), cannot be run: \(String(cString: strerror(status)))")
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while bytes.count < 65_536 {
            let count = read(ends[0], &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            bytes += piece[..<count]
        }
        var end: Int32 = 0
        while waitpid(pid, &end, 0) == -1, errno == EINTR {}
        guard end == 0 else { throw ScriptError("\(program), which gives the \(what), failed") }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Failure {
    /// A verb's end in its own words.
    init(verb: String, _ error: ScriptError) {
        self.init(line: "martlet \(verb): \(error.description)", status: error.status)
    }
}
