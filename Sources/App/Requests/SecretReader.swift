import Dispatch
import Explorer
import Glibc

/// Finds secrets where they are: in the environment, in files, in what programs print. What was asked of the person is
/// given.
struct SecretReader: Sendable {
    /// What the person said.
    var prompted: [Expansion.Need: String] = [:]

    /// A secret could not be found, in words.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Longest wait for a program, in milliseconds.
    private static let patience: Int32 = 30_000
    /// The most bytes that are taken for a secret.
    private static let maximumSize = 64 << 10

    /// The values of some secrets. Programs run on a thread of their own.
    func values(of needs: [Expansion.Need]) async throws(Failure) -> [Expansion.Need: String] {
        let result: Result<[Expansion.Need: String], Failure> = await withCheckedContinuation { done in
            DispatchQueue.global().async {
                do throws(Failure) {
                    var values: [Expansion.Need: String] = [:]
                    for need in needs { values[need] = try value(of: need) }
                    done.resume(returning: .success(values))
                } catch {
                    done.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    /// The value of one secret; blocks while a program runs.
    func value(of need: Expansion.Need) throws(Failure) -> String {
        switch need.secret {
        case .literal(let text): return text
        case .environment(let name):
            guard let value = getenv(name) else {
                throw Failure(description: "\(need.name): $\(name) is not set; set it before martlet starts")
            }
            return String(cString: value)
        case .file(let path): return try firstLine(of: path, need.name)
        case .command(let words): return try output(of: words, need.name)
        case .prompt:
            guard let value = prompted[need] else { throw Failure(description: "\(need.name) was not asked for") }
            return value
        }
    }

    private func firstLine(of path: String, _ name: String) throws(Failure) -> String {
        let expanded =
            path.hasPrefix("~/") ? (getenv("HOME").map { String(cString: $0) } ?? "~") + path.dropFirst() : path
        // Without O_NONBLOCK a pipe of that name would wait for a writer for ever.
        let file = open(expanded, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            throw Failure(description: "\(name): cannot read \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        return try line(of: file, until: nil, "\(name): \(path)")
    }

    // MARK: - Programs

    private func output(of words: [String], _ name: String) throws(Failure) -> String {
        guard let program = words.first else { throw Failure(description: "\(name): the command is empty") }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw Failure(description: "\(name): no pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, program, &actions, nil, &arguments, environ)
        close(ends[1])
        guard code == 0 else {
            throw Failure(description: "\(name): cannot run \(program): \(String(cString: strerror(code)))")
        }
        let value = Result { () throws(Failure) in try line(of: ends[0], until: Self.patience, "\(name): \(program)") }
        if case .failure = value { kill(child, SIGTERM) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let text = try value.get()
        // The low seven bits are the signal that ended it, the next byte its exit status.
        guard status & 0xFF7F == 0 || status & 0x7F == SIGPIPE else {
            throw Failure(description: "\(name): \(program) ended with status \(status >> 8 & 0xFF)")
        }
        return text
    }

    /// The first line that comes from a descriptor.
    private func line(of file: Int32, until patience: Int32?, _ what: String) throws(Failure) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !bytes.contains(0x0A), bytes.count < Self.maximumSize {
            if let patience {
                var descriptor = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
                guard poll(&descriptor, 1, patience) != 0 else {
                    throw Failure(description: "\(what) says nothing for 30 s")
                }
            }
            let count = read(file, &buffer, buffer.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(description: "\(what) cannot be read: \(String(cString: strerror(errno)))")
            }
            bytes += buffer[..<count]
        }
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        guard let text = String(validating: line, as: UTF8.self), !text.isEmpty else {
            throw Failure(description: "\(what) holds no secret in its first line")
        }
        return text
    }
}
