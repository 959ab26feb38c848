import Files
import Glibc

/// Reads files that the person names.
enum TextFile {
    /// A file could not be read: which, and why.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String

        var description: String { "Cannot read \(path): \(reason)" }
    }

    /// The bytes of a file; a leading `~/` is the home folder.
    /// - Parameter limit: the most bytes.
    static func bytes(of path: String, limit: Int) -> Result<[UInt8], Failure> {
        let file = open(HomePath.expanded(path), O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return .failure(Failure(path: path, reason: String(cString: strerror(errno)))) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &chunk, chunk.count)
            if count == 0 { return .success(bytes) }
            if count < 0 {
                if errno == EINTR { continue }
                return .failure(Failure(path: path, reason: String(cString: strerror(errno))))
            }
            guard bytes.count + count <= limit else {
                return .failure(Failure(path: path, reason: "it has more than \(limit) bytes"))
            }
            bytes += chunk[..<count]
        }
    }

    /// The lines of a file of UTF-8 text; the last line break ends the last line.
    static func lines(of path: String, limit: Int) -> Result<[String], Failure> {
        bytes(of: path, limit: limit).flatMap { bytes in
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return .failure(Failure(path: path, reason: "it is not UTF-8 text"))
            }
            var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
            if lines.last?.isEmpty == true { lines.removeLast() }
            return .success(lines)
        }
    }
}
