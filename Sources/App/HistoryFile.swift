import Files
import Glibc
public import Profile

/// The history of requests on disk: `$XDG_STATE_HOME/martlet/history`, one line each, for its owner alone.
///
/// A send adds a line in one write, so that a crash leaves half a line at worst, which is passed over. What grew too
/// long is written anew beside it and renamed, at the next start. Several programs may add to it.
public struct HistoryFile: Sendable {
    /// Where it is.
    public let path: String

    /// The most bytes read of it; what is beyond, at its start, is older than what is kept.
    private static let maximumSize = 64 << 20

    /// The file of this person; nil without a home.
    public static var ofPerson: HistoryFile? { StateFolder.path("history").map { HistoryFile(path: $0) } }

    /// A file at a path.
    public init(path: String) { self.path = path }

    /// Something failed: what, and the system's reason.
    public struct Failure: Error, CustomStringConvertible {
        let what: String
        let code: Int32

        /// One line for people.
        public var description: String { "\(what): \(String(cString: strerror(code)))" }
    }

    /// Adds an entry at the end.
    public func add(_ entry: RequestHistory.Entry) throws(Failure) {
        if let (folder, code) = StateFolder.make(for: path) {
            throw Failure(what: "Cannot make the folder \(folder)", code: code)
        }
        let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Failure(what: "Cannot write the history \(path)", code: errno) }
        defer { close(file) }
        flock(file, LOCK_SH)
        // After the half line of a crash the next one begins on a line of its own.
        var last: UInt8 = 0x0A
        let end = lseek(file, 0, SEEK_END)
        if end > 0 { _ = pread(file, &last, 1, end - 1) }
        let bytes = Array(((last == 0x0A ? "" : "\n") + entry.line + "\n").utf8)
        let code = bytes.withUnsafeBytes { Descriptor.writeAll($0, to: file) }
        if code != 0 { throw Failure(what: "Cannot write the history \(path)", code: code) }
    }

    /// The entries, the oldest first; makes the file short again when much in it is no longer kept.
    public func load() throws(Failure) -> [RequestHistory.Entry] {
        let file = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT { return [] }
            throw Failure(what: "Cannot read the history \(path)", code: errno)
        }
        defer { close(file) }
        flock(file, LOCK_EX)
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(what: "Cannot read the history \(path)", code: EINVAL)
        }
        let size = Int(status.st_size)
        let start = max(0, size - Self.maximumSize)
        var bytes = [UInt8](repeating: 0, count: size - start)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                pread(file, $0.baseAddress?.advanced(by: filled), $0.count - filled, off_t(start + filled))
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            filled += count
        }
        let lines = bytes[..<filled].split(separator: 0x0A)
        var history = RequestHistory()
        for line in lines {
            RequestHistory.Entry(line: String(decoding: line, as: UTF8.self)).map { _ = history.add($0) }
        }
        if start > 0 || lines.count > 2 * max(50, history.entries.count) || status.st_mode & 0o077 != 0 {
            try replace(with: history.entries)
        }
        return history.entries
    }

    private func replace(with entries: [RequestHistory.Entry]) throws(Failure) {
        let temporary = "\(path).\(getpid()).new"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure(what: "Cannot write the history \(temporary)", code: errno) }
        let bytes = Array(entries.map { $0.line + "\n" }.joined().utf8)
        var code = bytes.withUnsafeBytes { Descriptor.writeAll($0, to: file) }
        if code == 0, fsync(file) != 0 { code = errno }
        if close(file) != 0, code == 0 { code = errno }
        if code == 0, rename(temporary, path) != 0 { code = errno }
        guard code != 0 else { return }
        unlink(temporary)
        throw Failure(what: "Cannot write the history \(path)", code: code)
    }
}
