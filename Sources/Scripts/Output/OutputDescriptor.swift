import Glibc
import Payloads
import Synchronization

/// Standard output, or whatever takes its place: the one door for what a verb prints. Bytes are written whole, what was not
/// written is an error, and a reader that has gone is an end, not an error.
///
/// A pipe or a terminal whose reader is behind blocks write(2), and with it the thread that hears of signals. It is shared
/// with others, the shell for one, so it cannot be made non-blocking; but it can be opened a second time.
public final class OutputDescriptor: Sendable {
    /// The descriptor that is written to.
    public let descriptor: Int32
    /// The same file, where a write never waits; `descriptor` where it cannot be had.
    private let door: Int32
    /// The most bytes of one write.
    private let most: Int

    /// Some descriptor.
    public init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var about = stat()
        let kind = fstat(descriptor, &about) == 0 ? about.st_mode & S_IFMT : 0
        // A file never waits; a socket cannot be opened by its path in /proc.
        let waits = kind == S_IFIFO || isatty(descriptor) == 1
        let second =
            waits ? open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1
        door = second >= 0 ? second : descriptor
        // What poll(2) calls writable takes a page without waiting (pipe(7)).
        most = waits && second < 0 || kind == S_IFSOCK ? 4096 : .max
    }

    deinit {
        if door != descriptor { close(door) }
    }

    /// Standard output.
    public static let standard = OutputDescriptor(STDOUT_FILENO)

    /// Whether a person looks at it.
    public var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes everything.
    ///
    /// - Parameter waitForReader: called with a descriptor when its reader is behind; returns when more may be written, or
    ///   throws when it is not to be waited for.
    /// - Returns: false when nobody reads any more.
    /// - Throws: ``ScriptError`` for a full disk and the like, and what `waitForReader` throws.
    public func write(
        _ bytes: UnsafeRawBufferPointer,
        waitForReader: (Int32) throws(ScriptError) -> Void = OutputDescriptor.waitUntilWritable
    ) throws(ScriptError) -> Bool {
        var written = 0
        while written < bytes.count, let base = bytes.baseAddress {
            // The descriptor may wait: first it is made sure that the next write does not.
            if most < .max { try waitForReader(door) }
            let count = Glibc.write(door, base + written, min(bytes.count - written, most))
            if count >= 0 {
                written += count
                // Who still writes is not ended after a first signal.
                SignalWatch.progress.add(1, ordering: .relaxed)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN: try waitForReader(door)
            // SIGPIPE is ignored, or this line would never be reached.
            case EPIPE, ECONNRESET: return false
            default:
                throw ScriptError("cannot write to standard output: \(String(cString: strerror(errno)))")
            }
        }
        return true
    }

    /// Writes text of a verb's: on a terminal what could drive it is made visible, elsewhere it goes out as it is.
    ///
    /// - Returns: false when nobody reads any more.
    /// - Throws: ``ScriptError`` when it did not arrive.
    @discardableResult
    public func print(_ text: String, terminator: String = "\n") throws(ScriptError) -> Bool {
        try print(Array(text.utf8), terminator: terminator)
    }

    /// The same for bytes that should be text.
    @discardableResult
    public func print(_ text: [UInt8], terminator: String = "\n") throws(ScriptError) -> Bool {
        let out = OutputBuffer(capacity: text.count + terminator.utf8.count)
        if isTerminal {
            _ = text.withUnsafeBytes { bytes in
                forEachVisiblePiece(bytes, keeping: "\n\t") { out.append($0) }
            }
        } else {
            out.append(text)
        }
        out.append(terminator)
        return try write(out.bytes)
    }

    /// Waits as long as it takes.
    public static func waitUntilWritable(_ descriptor: Int32) {
        var wish = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wish, 1, -1)
    }
}
