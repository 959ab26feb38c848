import Glibc
import Terminal
import Testing

@testable import NcursesTerminal

/// Both ends of a pseudo terminal: the test is the terminal, the program under test is a program in it.
final class PseudoTerminal {
    struct Failure: Error {
        let words: String
    }

    /// Where the program reads and writes.
    let program: Int32
    private var person: Int32
    private var marks = 0
    /// What signals ring: the test hears it at the first end.
    private var bell: [Int32] = [-1, -1]

    init(_ size: Size = Size(width: 40, height: 6)) throws {
        person = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlocked: Int32 = 0
        var number: Int32 = -1
        guard person >= 0, ioctl(person, 0x4004_5431, &unlocked) == 0, ioctl(person, 0x8004_5430, &number) == 0 else {
            throw Failure(words: "no pseudo terminal: errno \(errno)")
        }
        program = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard program >= 0 else { throw Failure(words: "/dev/pts/\(number): errno \(errno)") }
        guard pipe(&bell) == 0 else { throw Failure(words: "no pipe: errno \(errno)") }
        resize(size)
    }

    deinit {
        hangUp()
        for descriptor in bell + [program] where descriptor >= 0 { Glibc.close(descriptor) }
    }

    func resize(_ size: Size) {
        var window = winsize(ws_row: UInt16(size.height), ws_col: UInt16(size.width), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(person, UInt(TIOCSWINSZ), &window)
    }

    /// The person leaves.
    func hangUp() {
        if person >= 0 { Glibc.close(person) }
        person = -1
    }

    func start(
        _ environment: [String: String] = ["TERM": "xterm-256color", "COLORTERM": "truecolor"]
    ) throws -> NcursesTerminal {
        try NcursesTerminal(input: program, output: program, environment: environment, wake: bell[1])
    }

    /// Everything that was written since the last time. A mark behind it says that it is everything.
    func output() throws -> String {
        marks += 1
        let mark = Array("<mark \(marks)>".utf8)
        _ = write(program, mark, mark.count)
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while !bytes.suffix(mark.count).elementsEqual(mark) {
            var descriptor = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 10_000) > 0 else { throw Failure(words: "the mark did not come back") }
            let count = Glibc.read(person, &part, part.count)
            guard count > 0 else { throw Failure(words: "the program's end is gone") }
            bytes += part[..<count]
        }
        return String(decoding: bytes.dropLast(mark.count), as: UTF8.self)
    }

    /// What there is of what was written, without a mark.
    func outputNow() -> String {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            var descriptor = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 0) > 0 else { return String(decoding: bytes, as: UTF8.self) }
            let count = Glibc.read(person, &part, part.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += part[..<count]
        }
    }

    /// Sends what keys send.
    func press(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(person, bytes, bytes.count)
    }

    /// Sends what keys send, and answers what becomes of it: as many events.
    func type(_ text: String, to terminal: NcursesTerminal, count: Int = 1) throws -> [TerminalEvent] {
        let bytes = Array(text.utf8)
        _ = write(person, bytes, bytes.count)
        var events: [TerminalEvent] = []
        while events.count < count {
            var descriptor = pollfd(fd: program, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 10_000) > 0 else { throw Failure(words: "only \(events) came") }
            events += terminal.read()
        }
        return events
    }

    /// Sends this process a signal and waits for the bell.
    func send(_ signal: Int32) throws {
        // Not raise(3): the threads that tests run on have signals blocked.
        kill(getpid(), signal)
        var descriptor = pollfd(fd: bell[0], events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, 10_000) > 0 else { throw Failure(words: "signal \(signal) rang no bell") }
        var rung: UInt64 = 0
        _ = Glibc.read(bell[0], &rung, 8)
    }

    /// Whether lines are edited and echoed, as a shell wants it.
    var isCooked: Bool {
        var modes = termios()
        tcgetattr(program, &modes)
        let wanted = tcflag_t(ICANON | ECHO | ISIG)
        return modes.c_lflag & wanted == wanted
    }
}
