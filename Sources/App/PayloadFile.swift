import Files
import Glibc
import Payloads

/// Writes a payload to a file, whole or not at all.
enum PayloadFile {
    /// A file could not be written: which, and the system's reason.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let code: Int32

        var description: String { "Cannot write \(path): \(String(cString: strerror(code)))" }
    }

    /// Writes to a new file beside `path` and renames it; a leading `~/` is the home folder.
    /// - Returns: the number of bytes written.
    static func write(_ payload: PayloadBytes, to path: String) -> Result<Int, Failure> {
        let target = HomePath.expanded(path)
        let temporary = "\(target).\(getpid()).part"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { return .failure(Failure(path: target, code: errno)) }
        var code = payload.withBytes { Descriptor.writeAll($0, to: file) }
        if code == 0, fsync(file) != 0 { code = errno }
        if close(file) != 0, code == 0 { code = errno }
        if code == 0, rename(temporary, target) != 0 { code = errno }
        guard code == 0 else {
            unlink(temporary)
            return .failure(Failure(path: target, code: code))
        }
        return .success(payload.count)
    }

    /// Whether there is something at a path already.
    static func exists(_ path: String) -> Bool {
        access(HomePath.expanded(path), F_OK) == 0
    }
}
