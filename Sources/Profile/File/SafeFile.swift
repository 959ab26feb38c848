import Glibc

/// Files that are replaced whole or not at all.
enum SafeFile {
    /// What shows that a file has been replaced or written to.
    struct Stamp: Equatable {
        var device: UInt
        var inode: UInt
        var size: Int
        var seconds: Int
        var nanoseconds: Int
        var mode: UInt32
    }

    /// The largest file that is read: a profile of a hundred megabytes is none.
    static let maximumSize = 256 << 20

    /// The file's stamp; nil when there is none.
    static func stamp(_ path: String) throws(FileFailure) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileFailure(deed: "Cannot read", path: path, code: errno)
        }
        return stamp(status)
    }

    /// The file's bytes with the stamp they belong to; nil when there is no file.
    static func read(_ path: String) throws(FileFailure) -> (bytes: [UInt8], stamp: Stamp)? {
        // Without O_NONBLOCK a pipe of that name would wait for a writer for ever.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileFailure(deed: "Cannot read", path: path, code: errno)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw FileFailure(deed: "Cannot read", path: path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileFailure(
                deed: "Cannot read", path: path, code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        guard status.st_size <= maximumSize else { throw FileFailure(deed: "Cannot read", path: path, code: EFBIG) }
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size) + 1) { buffer, count in
            while count < buffer.count {
                let got = Glibc.read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
                if got == 0 { break }
                if got < 0 {
                    if errno == EINTR { continue }
                    code = errno
                    break
                }
                count += got
            }
        }
        guard code == 0 else { throw FileFailure(deed: "Cannot read", path: path, code: code) }
        return (bytes, stamp(status))
    }

    /// Replaces a file, or makes it: a new file beside it with mode 0600, its bytes on the disk, renamed, the folder on the
    /// disk. Whoever is killed in between leaves the old file, whole.
    static func replace(_ path: String, with bytes: [UInt8]) throws(FileFailure) -> Stamp {
        func failure() -> FileFailure { FileFailure(deed: "Cannot write", path: path, code: errno) }
        let temporary = "\(path).new"
        // Left by a program that was killed; whoever holds the folder's lock may take it away.
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure() }
        var code = writeAll(bytes, to: file)
        if code == 0, fsync(file) != 0 { code = errno }
        var status = stat()
        if code == 0, fstat(file, &status) != 0 { code = errno }
        if close(file) != 0, code == 0 { code = errno }
        if code == 0, rename(temporary, path) != 0 { code = errno }
        guard code == 0 else {
            unlink(temporary)
            throw FileFailure(deed: "Cannot write", path: path, code: code)
        }
        syncFolder(of: path)
        return stamp(status)
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Int32 {
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = write(file, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                if count < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                written += count
            }
            return 0
        }
    }

    /// Makes the new name last; a file system that cannot do it has nothing that could be done better.
    static func syncFolder(of path: String) {
        let file = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return }
        fsync(file)
        close(file)
    }

    /// The folder that a path is in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes a folder and those above it, for its owner alone.
    static func makeFolder(_ path: String) throws(FileFailure) {
        if path.isEmpty || path == "/" || path == "." || access(path, F_OK) == 0 { return }
        try makeFolder(folder(of: path))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw FileFailure(deed: "Cannot make the folder", path: path, code: errno)
        }
    }

    /// Where a chain of symbolic links ends, so that the file is replaced and not the link to it; also of a link to a file
    /// that is not there yet.
    static func resolved(_ path: String) -> String {
        var path = path
        for _ in 0..<16 {
            var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = buffer.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { readlink(path, $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
            }
            guard count > 0 else { return path }
            let target = String(decoding: buffer[..<count], as: UTF8.self)
            path = target.hasPrefix("/") ? target : "\(folder(of: path))/\(target)"
        }
        return path
    }

    private static func stamp(_ status: stat) -> Stamp {
        Stamp(
            device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
            seconds: Int(status.st_mtim.tv_sec), nanoseconds: Int(status.st_mtim.tv_nsec), mode: UInt32(status.st_mode))
    }
}

/// The lock of a folder, held while a file in it is compared and replaced. It ends with the process, however that ends.
struct FolderLock: ~Copyable {
    private let file: Int32

    /// Waits up to two seconds for another program; nil when it still has the lock.
    init?(_ folder: String) {
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.file = file
        guard file >= 0 else { return }
        for _ in 0..<200 {
            if flock(file, LOCK_EX | LOCK_NB) == 0 { return }
            // A file system without locks: go without.
            guard errno == EWOULDBLOCK || errno == EINTR else { return }
            usleep(10_000)
        }
        close(file)
        return nil
    }

    deinit {
        if file >= 0 { close(file) }
    }
}
