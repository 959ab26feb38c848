import Glibc

/// What shows that a file has been replaced or written to.
public struct FileStamp: Equatable, Sendable {
    /// Where it is, and which file there.
    let device: UInt
    let inode: UInt
    /// How many bytes it has.
    public let size: Int
    let seconds: Int
    let nanoseconds: Int
    /// Its kind and permissions, as stat(2) tells them.
    public let mode: UInt32

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        size = Int(status.st_size)
        seconds = Int(status.st_mtim.tv_sec)
        nanoseconds = Int(status.st_mtim.tv_nsec)
        mode = UInt32(status.st_mode)
    }

    /// The stamp of what is at a path; nil when there is nothing.
    public init?(of path: String) throws(FileFailure) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .reading(path)
        }
        self.init(status)
    }

    /// Whether it is a file in the narrow sense: no folder, pipe or device.
    public var isRegular: Bool { mode_t(mode) & S_IFMT == S_IFREG }
}
