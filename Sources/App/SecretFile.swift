import Files
import Glibc

/// A file that holds one secret, for its owner alone.
enum SecretFile {
    /// A secret could not be written: where, and the system's reason.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let code: Int32

        var description: String { "Cannot write \(path): \(String(cString: strerror(code)))" }
    }

    /// Makes the file; one that is there already is never written over.
    static func write(_ value: String, to path: String) throws(Failure) {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        guard folder.isEmpty || mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw Failure(path: path, code: errno)
        }
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure(path: path, code: errno) }
        var code = Array("\(value)\n".utf8).withUnsafeBytes { Descriptor.writeAll($0, to: file) }
        if code == 0, fsync(file) != 0 { code = errno }
        close(file)
        guard code == 0 else {
            unlink(path)
            throw Failure(path: path, code: code)
        }
    }
}
