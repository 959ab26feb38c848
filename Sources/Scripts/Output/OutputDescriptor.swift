import Glibc

/// Standard output, or whatever takes its place: bytes are written whole, and a reader that has gone is an end, not an
/// error.
public struct OutputDescriptor: Sendable {
    /// The descriptor that is written to.
    public let descriptor: Int32

    /// Some descriptor.
    public init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Standard output.
    public static var standard: OutputDescriptor { OutputDescriptor(STDOUT_FILENO) }

    /// Whether a person looks at it.
    public var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes everything.
    ///
    /// - Returns: false when nobody reads any more.
    /// - Throws: ``ScriptError`` for a full disk and the like.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(ScriptError) -> Bool {
        var written = 0
        while written < bytes.count, let base = bytes.baseAddress {
            let count = Glibc.write(descriptor, base + written, bytes.count - written)
            if count >= 0 {
                written += count
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN: waitUntilWritable()
            case EPIPE, ECONNRESET: return false
            default:
                throw ScriptError("cannot write to standard output: \(String(cString: strerror(errno)))")
            }
        }
        return true
    }

    /// Somebody else made it non-blocking; a terminal is shared with the shell.
    private func waitUntilWritable() {
        var wish = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wish, 1, -1)
    }
}
