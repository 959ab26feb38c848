import Glibc

/// A file, a pipe or a device that is read from its start to its end, piece by piece; closed when it is let go.
public final class FileInput: Sendable {
    /// What may be opened.
    public enum Kind: Sendable {
        /// Whatever gives bytes; a named pipe is waited for until somebody has written to it.
        case any
        /// Files alone: nothing that could keep the reader waiting.
        case regular
    }

    /// Its name, for words.
    public let path: String
    /// Its number, for poll(2).
    public let descriptor: Int32
    /// What it was when it was opened.
    public let stamp: FileStamp
    private let isOwned: Bool

    /// Opens a file for reading.
    public init(_ path: String, _ kind: Kind = .any) throws(FileFailure) {
        // Without O_NONBLOCK a pipe of that name would keep open(2) waiting for a writer; so it is poll(2) that waits.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .reading(path) }
        var status = stat()
        var code = fstat(descriptor, &status) == 0 ? 0 : errno
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: code = EISDIR
        default: if kind == .regular { code = EINVAL }
        }
        guard code == 0 else {
            close(descriptor)
            throw .reading(path, code)
        }
        self.path = path
        self.descriptor = descriptor
        stamp = FileStamp(status)
        isOwned = true
    }

    /// What somebody else has opened and closes.
    public init(_ descriptor: Int32, named name: String) {
        path = name
        self.descriptor = descriptor
        var status = stat()
        fstat(descriptor, &status)
        stamp = FileStamp(status)
        isOwned = false
    }

    deinit { if isOwned { close(descriptor) } }

    /// A file, where `-` is standard input.
    public static func named(_ path: String) throws(FileFailure) -> FileInput {
        path == "-" ? FileInput(STDIN_FILENO, named: "standard input") : try FileInput(path)
    }

    /// A file; nil when there is none.
    public static func ifThere(_ path: String, _ kind: Kind = .regular) throws(FileFailure) -> FileInput? {
        do {
            return try FileInput(path, kind)
        } catch {
            if error.reason == .system(ENOENT) || error.reason == .system(ENOTDIR) { return nil }
            throw error
        }
    }

    /// How many bytes it has; nil where that is not known before the end.
    public var size: Int? { stamp.isRegular ? stamp.size : nil }

    /// Goes to where its last bytes begin; answers how many were passed over.
    public func skip(toLast count: Int) -> Int {
        guard let size, size > count else { return 0 }
        return Int(max(0, lseek(descriptor, off_t(size - count), SEEK_SET)))
    }

    /// The next bytes, waited for; 0 at the end.
    /// - Parameter deadline: when waiting ends with `ETIMEDOUT`; nil for never.
    public func read(
        into space: UnsafeMutableRawBufferPointer, until deadline: ContinuousClock.Instant? = nil
    ) throws(FileFailure) -> Int {
        while true {
            if !stamp.isRegular { try wait(until: deadline) }
            let count = Glibc.read(descriptor, space.baseAddress, space.count)
            if count >= 0 { return count }
            // EAGAIN: what poll(2) has seen, another reader of the pipe was quicker to take.
            if errno != EINTR, errno != EAGAIN { throw .reading(path) }
        }
    }

    private func wait(until deadline: ContinuousClock.Instant?) throws(FileFailure) {
        var limit: Int32 = -1
        if let deadline {
            let left = (deadline - .now) / .milliseconds(1)
            if left <= 0 { throw .reading(path, ETIMEDOUT) }
            // Rounded up: with 0 nothing would be waited for, and this would turn in a circle.
            limit = Int32(clamping: Int(left.rounded(.up)))
        }
        var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&input, 1, limit) == 0 { throw .reading(path, ETIMEDOUT) }
    }
}
