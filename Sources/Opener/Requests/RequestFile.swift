import Files
import Glibc

/// Reads a file whose content stands in a request, whole and bounded.
enum RequestFile {
    /// A file could not be read: one line.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The most bytes that are read.
    static let maximumSize = 256 << 20

    /// The bytes of a file, of a pipe or of a device.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let file = open(HomePath.expanded(path), O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(path)
            }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= maximumSize else {
                throw Failure(description: "\(path) is over 256 MiB; send it with -T, or as a body that is a file")
            }
        }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(description: "cannot read \(path): \(String(cString: strerror(errno)))")
    }
}
