import Glibc
import TestSupport

/// The built program on a pseudo terminal of 120x36, as its user sees it; this process is the terminal.
final class ScreenProgram {
    let pid: pid_t
    /// The person's end.
    let terminal: Int32
    let startedAt = ContinuousClock.now

    /// Starts `martlet`, which is beside this program, with arguments.
    init(_ arguments: [String]) throws {
        let person = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlocked: Int32 = 0
        var number: Int32 = -1
        // TIOCSPTLCK and TIOCGPTN.
        guard person >= 0, ioctl(person, 0x4004_5431, &unlocked) == 0, ioctl(person, 0x8004_5430, &number) == 0 else {
            throw SocketFailure("open /dev/ptmx")
        }
        var window = winsize(ws_row: 36, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(person, UInt(TIOCSWINSZ), &window)
        terminal = person
        pid = try Self.spawn(arguments, terminal: "/dev/pts/\(number)")
    }

    private static func spawn(_ arguments: [String], terminal: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, terminal, O_RDWR, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID of glibc, which the imported headers hide: the terminal becomes its own.
        posix_spawnattr_setflags(&attributes, 0x80)
        let own = CommandLine.arguments[0]
        let program = "\(own[..<(own.lastIndex(of: "/") ?? own.startIndex)])/martlet"
        var texts: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        let variables = ["TERM=xterm-256color", "COLORTERM=truecolor", "LC_ALL=C.UTF-8", "HOME=/tmp"]
        var settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for text in texts + settings { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, &attributes, &texts, &settings)
        guard code == 0 else {
            errno = code
            throw SocketFailure("start \(program)")
        }
        return pid
    }

    /// Presses keys, given as the bytes a terminal sends.
    func type(_ bytes: String) {
        let bytes = Array(bytes.utf8)
        _ = write(terminal, bytes, bytes.count)
    }

    /// Reads what the program writes until a time, or until its text holds some words.
    /// - Returns: the bytes read, and how long it took to see the words; nil when they did not come.
    @discardableResult
    func read(for limit: Duration, until words: String? = nil) -> (bytes: Int, took: Duration?) {
        let start = ContinuousClock.now
        var text: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        let wanted = words.map { Array($0.utf8) }
        var total = 0
        while true {
            let left = limit - (ContinuousClock.now - start)
            if left <= .zero { return (total, nil) }
            var descriptor = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, Int32(left.seconds * 1000) + 1) > 0 else { continue }
            let count = Glibc.read(terminal, &part, part.count)
            guard count > 0 else { return (total, nil) }
            total += count
            guard let wanted else { continue }
            text += part[..<count]
            if text.contains(wanted) { return (total, ContinuousClock.now - start) }
        }
    }

    /// Processor seconds it has used.
    func cpu() -> Double {
        var clock = clockid_t()
        return clock_getcpuclockid(pid, &clock) == 0 ? Benchmarks.cpu(clock) : 0
    }

    /// Megabytes of it in RAM, now and at most.
    func memory() -> String {
        guard let file = fopen("/proc/\(pid)/status", "r") else { return "gone" }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        var words: [String] = []
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            for name in ["VmRSS:", "VmHWM:"] where text.hasPrefix(name) {
                let number = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
                words.append("\((number.flatMap { Int($0) } ?? 0) / 1024)")
            }
        }
        // VmHWM comes first.
        return "\(words.last ?? "?") MB, at most \(words.first ?? "?") MB"
    }

    /// Ends it and waits until it is gone.
    func end() {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        close(terminal)
    }
}
