import Files

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
        do {
            return try WholeFile.read(HomePath.expanded(path), limit: maximumSize)
        } catch {
            if case .tooLarge = error.reason {
                throw Failure(description: "\(path) is over 256 MiB; send it with -T, or as a body that is a file")
            }
            throw Failure(description: "cannot read \(path): \(error.reason)")
        }
    }
}
