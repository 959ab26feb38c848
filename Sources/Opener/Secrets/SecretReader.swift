import Files
import Glibc
import Profile

/// Finds secrets where they are: in the environment, in files, in what programs print. ``SecretResolver`` asks for the
/// others.
enum SecretReader {
    /// A secret could not be found, in words.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The most bytes read of a file or of a program.
    private static let maximumSize = 64 * 1024
    /// How long a program may take, in milliseconds.
    private static let commandTime: Int32 = 20_000

    /// The value of a secret; what is read and run is on a thread that nobody else waits for.
    /// - Parameter words: what it is for: said in errors.
    static func value(of secret: Secret, for words: String) async throws(Failure) -> String {
        let result: Result<String, Failure> = await withCheckedContinuation { done in
            BlockingWork.run {
                do throws(Failure) {
                    done.resume(returning: .success(try find(secret, words)))
                } catch {
                    done.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    private static func find(_ secret: Secret, _ words: String) throws(Failure) -> String {
        switch secret {
        case .literal(let text): return text
        case .environment(let name):
            guard let value = getenv(name) else {
                throw Failure(description: "\(words): $\(name) is not set; set it before martlet starts")
            }
            return String(cString: value)
        case .file(let path): return try read(path, words)
        case .command(let arguments): return try run(arguments, words)
        case .prompt: throw Failure(description: "\(words) was not asked for")
        }
    }

    // MARK: - Files and programs

    private static func read(_ path: String, _ words: String) throws(Failure) -> String {
        let path = HomePath.expanded(path)
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw failure(words, "cannot read \(path)", errno) }
        defer { close(file) }
        let (bytes, code) = readAll(file, until: nil)
        if code != 0 { throw failure(words, "cannot read \(path)", code) }
        return try firstLine(bytes, words, "\(path)")
    }

    /// Runs a program without a shell; its standard input is empty and what it complains of goes nowhere.
    private static func run(_ arguments: [String], _ words: String) throws(Failure) -> String {
        guard let program = arguments.first, !program.isEmpty else {
            throw Failure(description: "\(words): the command has no program")
        }
        var pipes: [Int32] = [0, 0]
        guard pipe(&pipes) == 0 else { throw failure(words, "cannot start \(program)", errno) }
        defer { close(pipes[0]) }
        for descriptor in pipes { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var child: pid_t = 0
        let code = spawn(arguments, output: pipes[1], &child)
        close(pipes[1])
        guard code == 0 else { throw failure(words, "cannot start \(program)", code) }
        let deadline = uptime() + Int64(commandTime)
        let (bytes, readCode) = readAll(pipes[0], until: deadline)
        // A program that prints no end and one that takes no end are ended.
        if readCode != 0 || bytes.count > maximumSize { kill(child, SIGKILL) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        if readCode == ETIMEDOUT {
            throw Failure(description: "\(words): \(program) took over \(commandTime / 1000) seconds")
        }
        if readCode != 0 { throw failure(words, "cannot read from \(program)", readCode) }
        if bytes.count > maximumSize { return try firstLine(bytes, words, program) }
        if status & 0x7F != 0 {
            throw Failure(description: "\(words): \(program) was ended by signal \(status & 0x7F)")
        }
        if status >> 8 & 0xFF != 0 {
            throw Failure(
                description: "\(words): \(program) ended with status \(status >> 8 & 0xFF); try it in a shell")
        }
        return try firstLine(bytes, words, program)
    }

    private static func spawn(_ arguments: [String], output: Int32, _ child: inout pid_t) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return posix_spawnp(&child, arguments[0], &actions, nil, pointers, environ)
    }

    /// Reads to the end, or a little over the maximum, or until a moment of ``uptime()``.
    private static func readAll(_ file: Int32, until deadline: Int64?) -> (bytes: [UInt8], code: Int32) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= maximumSize {
            if let deadline {
                var wait = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
                let left = deadline - uptime()
                if left <= 0 { return (bytes, ETIMEDOUT) }
                if poll(&wait, 1, Int32(left)) == 0 { return (bytes, ETIMEDOUT) }
            }
            let count = Glibc.read(file, &buffer, buffer.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                return (bytes, errno)
            }
            bytes += buffer[..<count]
        }
        return (bytes, 0)
    }

    private static func firstLine(_ bytes: [UInt8], _ words: String, _ place: String) throws(Failure) -> String {
        guard bytes.count <= maximumSize else {
            throw Failure(description: "\(words): \(place) gives over 64 KiB: a secret is its first line")
        }
        var line = bytes.prefix { $0 != 0x0A }
        if line.last == 0x0D { line.removeLast() }
        guard !line.isEmpty else { throw Failure(description: "\(words): the first line of \(place) is empty") }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw Failure(description: "\(words): the first line of \(place) is not UTF-8")
        }
        return text
    }

    private static func failure(_ words: String, _ what: String, _ code: Int32) -> Failure {
        Failure(description: "\(words): \(what): \(String(cString: strerror(code)))")
    }

    private static func uptime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
