import CMemory
import Glibc

/// A file that output goes into piece by piece, as it comes; what is to stand there whole or not at all is for ``WholeFile``.
public struct OutputFile: Sendable {
    /// What becomes of what is there.
    public enum Manner: Sendable {
        /// It is emptied.
        case anew
        /// It stays, and what comes stands behind it.
        case behind
        /// It stays until other bytes take its place, from its beginning on.
        case over
        /// The file is refused; looking and making are one step.
        case onlyNew
    }

    /// Standard output, which is not closed here.
    public static let standard = OutputFile(STDOUT_FILENO, named: "standard output", isStandard: true)

    /// Its name, for messages.
    public let path: String
    /// What is written to.
    public let descriptor: Int32
    /// Whether it is a file that can be cut short and removed, and no device or pipe.
    public let isRegular: Bool
    /// Whether it is standard output.
    public let isStandard: Bool

    private init(_ descriptor: Int32, named path: String, isStandard: Bool = false) {
        // Where standard output was closed at the start, its number is another file's.
        (self.descriptor, self.path, self.isStandard) = (descriptor, path, isStandard)
        // After it is opened: what the name meant before may be something else now.
        var status = stat()
        isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Opens a file, or makes it as the person's umask has it.
    public init(_ path: String, _ manner: Manner = .anew, for audience: WholeFile.Audience = .everybody)
        throws(FileFailure)
    {
        let how: Int32 =
            switch manner {
            case .anew: O_TRUNC
            case .behind: O_APPEND
            case .over: 0
            case .onlyNew: O_EXCL
            }
        let mode: mode_t = audience == .owner ? 0o600 : 0o666
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | how, mode)
        guard file >= 0 else { throw .writing(path) }
        self.init(file, named: path)
        // One that was there is for whom it was made; what it was open for is not what is written now.
        if audience == .owner, isRegular { fchmod(file, mode) }
    }

    /// A file, where `-` is standard output.
    public static func named(
        _ path: String, _ manner: Manner = .anew, for audience: WholeFile.Audience = .everybody
    ) throws(FileFailure) -> OutputFile {
        path == "-" ? .standard : try OutputFile(path, manner, for: audience)
    }

    /// Writes all of some bytes.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        let code = Descriptor.writeAll(bytes, to: descriptor)
        if code != 0 { throw .writing(path, code) }
    }

    /// Writes all of some bytes.
    public func write(_ bytes: [UInt8]) throws(FileFailure) {
        let code = bytes.withUnsafeBytes { Descriptor.writeAll($0, to: descriptor) }
        if code != 0 { throw .writing(path, code) }
    }

    /// Makes room for so many bytes in a file that has fewer, so that a full disk is told before anything is written. Its length
    /// stays as it is.
    public func makeRoom(for count: Int, over size: Int) throws(FileFailure) {
        guard count > size else { return }
        var bound = rlimit()
        // Beyond it the first byte written would be a signal that ends the program (setrlimit(2)), and room is given all the same.
        if getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &bound) == 0, bound.rlim_cur < rlim_t(count) {
            throw .writing(path, EFBIG)
        }
        while cm_reserve(descriptor, size, count - size) != 0 {
            let code = errno
            if code == EINTR { continue }
            // A file system that cannot do it says so with these.
            if code == EOPNOTSUPP || code == EINVAL { return }
            // A part of it may have been taken.
            ftruncate(descriptor, off_t(size))
            throw .writing(path, code)
        }
    }

    /// Takes back what stands behind the first bytes.
    public func cut(to length: Int) throws(FileFailure) {
        guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
            throw .writing(path)
        }
    }

    /// Ends it. That a disk is full may be told only here (close(2)).
    public func close() throws(FileFailure) {
        if !isStandard, Glibc.close(descriptor) != 0 { throw .writing(path) }
    }

    /// Writes and ends it, whatever comes; what failed first is the reason that counts.
    public func closing(after deed: () throws(FileFailure) -> Void) throws(FileFailure) {
        do throws(FileFailure) {
            try deed()
        } catch {
            try? close()
            throw error
        }
        try close()
    }
}
