import Glibc

/// A pseudo terminal that nobody reads until a test does: a stopped tmux client, a dead link, a pressed C-s.
public final class DeafTerminal: Sendable {
    private let person: Int32
    private let program: Int32

    /// A terminal with so many columns and rows.
    public init(columns: Int = 80, rows: Int = 24) throws {
        let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlocked: Int32 = 0
        var number: Int32 = -1
        // TIOCSPTLCK and TIOCGPTN: what unlockpt(3) and ptsname(3) do, which the imported headers hide.
        guard descriptor >= 0, ioctl(descriptor, 0x4004_5431, &unlocked) == 0,
            ioctl(descriptor, 0x8004_5430, &number) == 0
        else { throw TestFailure("No pseudo terminal: \(errnoText())") }
        person = descriptor
        program = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard program >= 0 else { throw TestFailure("The pseudo terminal does not open: \(errnoText())") }
        resize(columns: columns, rows: rows)
    }

    deinit {
        close(person)
        close(program)
    }

    /// The side that a program has.
    public var descriptor: Int32 { program }

    /// Gives it another size.
    public func resize(columns: Int, rows: Int) {
        var window = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(person, UInt(TIOCSWINSZ), &window)
    }

    /// Starts a program in it.
    public func start(_ command: [String], environment: [String: String] = [:]) throws -> ChildProcess {
        try ChildProcess(
            command, environment: ["TERM": "xterm-256color"].merging(environment) { $1 }, terminal: program)
    }

    /// Whether it takes nothing any more.
    ///
    /// What a person's side holds unread counts too: the kernel moves what was written there behind the program's back.
    /// That makes room, of which poll(2) tells whoever asks anew, but which wakes nobody who waits for it.
    public var isFull: Bool {
        var descriptor = pollfd(fd: program, events: Int16(POLLOUT), revents: 0)
        if poll(&descriptor, 1, 0) == 0 { return true }
        var unread: Int32 = 0
        // FIONREAD, of at most 4096 bytes of a terminal.
        return ioctl(person, 0x541B, &unread) == 0 && unread >= 4000
    }

    /// Types.
    public func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(person, bytes, bytes.count)
    }

    /// Takes what was written, as much as there is now.
    public func read() -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            var descriptor = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 0) > 0 else { return bytes }
            let count = Glibc.read(person, &part, part.count)
            guard count > 0 else { return bytes }
            bytes += part[..<count]
        }
    }

    /// Whether lines are edited and echoed, as a shell wants it.
    public var isCooked: Bool {
        var modes = termios()
        tcgetattr(program, &modes)
        let wanted = tcflag_t(ICANON | ECHO | ISIG)
        return modes.c_lflag & wanted == wanted
    }
}
