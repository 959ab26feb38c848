import Glibc

/// Files that are read as a whole, and replaced as a whole or not at all.
public enum WholeFile {
    /// All that is left to read of an input.
    /// - Parameters:
    ///   - limit: the most bytes; more is a failure.
    ///   - deadline: when waiting for them ends.
    public static func read(
        _ input: FileInput, limit: Int, until deadline: ContinuousClock.Instant? = nil
    ) throws(FileFailure) -> [UInt8] {
        // From its start only: what was read before does not count.
        if let size = input.size, size > limit, lseek(input.descriptor, 0, SEEK_CUR) == 0 {
            throw FileFailure("Cannot read", input.path, .tooLarge(limit: limit))
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(input.size ?? 0, limit))
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 1)
        defer { space.deallocate() }
        while true {
            let count = try input.read(into: space, until: deadline)
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else {
                throw FileFailure("Cannot read", input.path, .tooLarge(limit: limit))
            }
            bytes += UnsafeRawBufferPointer(rebasing: space[..<count])
        }
    }

    /// All of a file.
    public static func read(
        _ path: String, _ kind: FileInput.Kind = .any, limit: Int
    ) throws(FileFailure) -> [UInt8] {
        try read(try FileInput(path, kind), limit: limit)
    }

    /// All of a file with the stamp that it belongs to; nil when there is none.
    public static func ifThere(
        _ path: String, _ kind: FileInput.Kind = .regular, limit: Int
    ) throws(FileFailure) -> (bytes: [UInt8], stamp: FileStamp)? {
        guard let input = try FileInput.ifThere(path, kind) else { return nil }
        return (try read(input, limit: limit), input.stamp)
    }

    /// The lines of a file of UTF-8 text; the last line break ends the last line.
    public static func lines(of path: String, limit: Int) throws(FileFailure) -> [String] {
        guard let text = String(validating: try read(path, limit: limit), as: UTF8.self) else {
            throw FileFailure("Cannot read", path, .notText)
        }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
