import Glibc
import Payloads
import Synchronization

/// Standard output, or whatever takes its place: the one door for what a verb prints. Bytes are written whole, what was not
/// written is an error, and a reader that has gone is an end, not an error.
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
                SignalWatch.progress.add(1, ordering: .relaxed)
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

    /// Somebody else made it non-blocking; a terminal is shared with the shell.
    private func waitUntilWritable() {
        var wish = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wish, 1, -1)
    }
}
