public import Files
import Glibc
import Payloads

/// Standard error: the one door for every line that a verb says to people.
///
/// Much of what is said was chosen by the other side (reasons of a broker, names in a certificate, topics): control
/// characters, escape sequences and bidirectional controls go out as ``visible(_:)`` shows them, and a line stays one.
public enum StandardError {
    /// Whether a person looks at it.
    public static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Says one line.
    ///
    /// - Parameter patience: how long a terminal that does not read is waited for, in milliseconds; for ever when nil.
    public static func say(_ line: String, patience: Int32? = nil) {
        write(visible(line) + "\n", patience)
    }

    /// Says words that are several lines of our own, such as how a verb is used.
    public static func say(lines: String, patience: Int32? = nil) {
        var lines = lines.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        write(lines.joined(separator: "\n") + "\n", patience)
    }

    /// Writes words of a form that a person gave, with its own line ends.
    public static func write(_ text: String) {
        write(
            text.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }
                .joined(separator: "\n"), nil)
    }

    /// Asks: words without a line end.
    static func ask(_ words: String) { write(visible(words), nil) }

    /// Puts words in the place of the line that is there; none empty it. For a terminal.
    static func replaceLine(with words: String) { write("\r\u{1B}[K\(visible(words))", nil) }

    /// Leads it into a file, which is made or emptied, or to standard output: `-`.
    /// - Returns: why that is not possible; nil when it is done.
    public static func lead(to path: String) -> FileFailure.Reason? {
        do throws(FileFailure) {
            let file = try OutputFile.named(path)
            guard dup2(file.descriptor, STDERR_FILENO) >= 0 else { return .system(errno) }
            // Its copy stays.
            try file.close()
            return nil
        } catch {
            return error.reason
        }
    }

    private static func write(_ text: String, _ patience: Int32?) {
        if let patience, isatty(STDERR_FILENO) == 1 {
            return write(Array(text.utf8), toTerminal: STDERR_FILENO, within: patience)
        }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            if let patience {
                var wish = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
                // Nobody reads: what is lost is a line to nobody, and the program goes on.
                guard poll(&wish, 1, patience) > 0 else { return }
            }
            let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                // Somebody else made it non-blocking; a terminal is shared with the shell.
                var wish = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
                poll(&wish, 1, -1)
            } else if errno != EINTR {
                // There is nowhere left to say it.
                return
            }
        }
    }

    /// Writes as much as a terminal takes within some milliseconds.
    ///
    /// poll(2) tells that there is room, and not for how much: a write of more than that would wait for whoever reads, for
    /// ever when nobody does. So it is written to the terminal opened once more, which does not wait and is no business of
    /// the shell's.
    static func write(_ bytes: [UInt8], toTerminal descriptor: Int32, within patience: Int32) {
        let own = open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard own >= 0 else { return }
        defer { close(own) }
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(Int(patience)))
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(own, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
                continue
            }
            guard count == 0 || errno == EAGAIN || errno == EINTR else { return }
            let left = (deadline - .now) / .milliseconds(1)
            guard left > 0 else { return }
            var wish = pollfd(fd: own, events: Int16(POLLOUT), revents: 0)
            if poll(&wish, 1, Int32(left.rounded(.up))) == 0 { return }
        }
    }
}
