import Glibc
import Synchronization

/// Tells the temporary files of this process apart.
private let temporaries = Atomic<Int>(0)

extension WholeFile {
    /// Whom a file is for.
    public enum Audience: Sendable {
        /// Its owner alone, whoever could read what was there.
        case owner
        /// As what was there; a new file as the person's umask has it.
        case everybody
    }

    /// Replaces a file, or makes it: a new file beside it, its bytes on the disk, renamed, the folder on the disk. Whoever
    /// is killed in between leaves the old file, whole. A symbolic link stays, and what it means is replaced. What is for
    /// everybody is a person's own file: one that is read-only is refused, though a rename would not mind, and one that has
    /// other names is written in place, as they would else keep the old bytes: where the disk has no room for the new ones it
    /// keeps them too, but who is killed in between leaves some of both.
    /// - Parameter isLocked: whether the folder's lock is held, so that what an earlier writer left behind is nobody's.
    @discardableResult
    public static func replace(
        _ path: String, with bytes: UnsafeRawBufferPointer, for audience: Audience, isLocked: Bool = false
    ) throws(FileFailure) -> FileStamp {
        let target = FilePath.resolved(path)
        let old = try FileStamp(of: target)
        if let old, !old.isRegular { return try pour(bytes, into: target, old, audience) }
        if audience == .everybody, let old {
            if old.mode & 0o222 == 0 { throw FileFailure("Cannot write", path, .readOnly) }
            guard access(target, W_OK) == 0 else { throw .writing(path) }
            if hasOtherNames(target) { return try overwrite(target, of: old.size, with: bytes) }
        }
        let temporary: String
        // One name for all writers, so that what one left behind is found; without the lock each has its own.
        if isLocked {
            temporary = "\(target).new"
            unlink(temporary)
        } else {
            let number = temporaries.add(1, ordering: .relaxed).newValue
            temporary = "\(target).\(getpid())-\(number).new"
        }
        let isNew = audience == .everybody && old == nil
        // The umask takes from a mode that is given here, not from one that is set later.
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, isNew ? 0o644 : 0o600)
        guard file >= 0 else { throw .writing(path) }
        var code: Int32 = 0
        if audience == .everybody, let old, fchmod(file, mode_t(old.mode) & 0o777) != 0 { code = errno }
        if code == 0 { code = Descriptor.writeAll(bytes, to: file) }
        // Before the rename: a crash could else leave the new name with nothing in it.
        if code == 0, fsync(file) != 0 { code = errno }
        var status = stat()
        if code == 0, fstat(file, &status) != 0 { code = errno }
        if close(file) != 0, code == 0 { code = errno }
        if code == 0, rename(temporary, target) != 0 { code = errno }
        guard code == 0 else {
            unlink(temporary)
            throw .writing(path, code)
        }
        syncFolder(of: target)
        return FileStamp(status)
    }

    private static func hasOtherNames(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_nlink > 1
    }

    /// Puts other bytes in a file that is there, of so many bytes.
    private static func overwrite(
        _ path: String, of size: Int, with bytes: UnsafeRawBufferPointer
    ) throws(FileFailure) -> FileStamp {
        let file = try OutputFile(path, .over)
        var status = stat()
        try file.closing { () throws(FileFailure) in
            // Nothing is cut off before the new bytes are there.
            try file.makeRoom(for: bytes.count, over: size)
            try file.write(bytes)
            try file.cut(to: bytes.count)
            guard fsync(file.descriptor) == 0, fstat(file.descriptor, &status) == 0 else { throw .writing(path) }
        }
        return FileStamp(status)
    }

    /// Replaces a file, or makes it with its folders.
    @discardableResult
    public static func replace(
        _ path: String, with bytes: [UInt8], for audience: Audience, isLocked: Bool = false
    ) throws(FileFailure) -> FileStamp {
        try FilePath.makeFolder(FilePath.folder(of: FilePath.resolved(path)))
        let result: Result<FileStamp, FileFailure> = bytes.withUnsafeBytes { bytes in
            do throws(FileFailure) {
                return .success(try replace(path, with: bytes, for: audience, isLocked: isLocked))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Writes to a pipe or a device, which nothing can take the place of.
    private static func pour(
        _ bytes: UnsafeRawBufferPointer, into path: String, _ stamp: FileStamp, _ audience: Audience
    ) throws(FileFailure) -> FileStamp {
        guard audience == .everybody else { throw .writing(path, EINVAL) }
        // A named pipe that nobody reads would keep open(2) waiting; with O_NONBLOCK it answers so.
        let file = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { throw .writing(path) }
        defer { close(file) }
        _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) & ~O_NONBLOCK)
        let code = Descriptor.writeAll(bytes, to: file)
        guard code == 0 else { throw .writing(path, code) }
        return stamp
    }

    /// Makes a file with its folders; one that is there already is never written over.
    public static func create(
        _ path: String, with bytes: [UInt8], for audience: Audience = .owner
    ) throws(FileFailure) {
        try FilePath.makeFolder(FilePath.folder(of: path))
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, audience == .owner ? 0o600 : 0o644)
        guard file >= 0 else { throw .writing(path) }
        var code = bytes.withUnsafeBytes { Descriptor.writeAll($0, to: file) }
        if code == 0, fsync(file) != 0 { code = errno }
        if close(file) != 0, code == 0 { code = errno }
        guard code == 0 else {
            unlink(path)
            throw .writing(path, code)
        }
        syncFolder(of: path)
    }

    /// Adds a line at the end in one write, so that a crash leaves half a line at worst; the next one begins on a line of
    /// its own. Makes the file for its owner alone, with its folders.
    public static func append(line: String, to path: String) throws(FileFailure) {
        let folder = FilePath.folder(of: FilePath.resolved(path))
        try FilePath.makeFolder(folder)
        // Nobody replaces the file between the opening and the write.
        guard let lock = FolderLock(folder) else { throw FileFailure("Cannot write", path, .locked) }
        defer { _ = lock }
        let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard file >= 0 else { throw .writing(path) }
        defer { close(file) }
        var last: UInt8 = 0x0A
        let end = lseek(file, 0, SEEK_END)
        if end > 0 { _ = pread(file, &last, 1, end - 1) }
        let bytes = Array(((last == 0x0A ? "" : "\n") + line + "\n").utf8)
        let code = bytes.withUnsafeBytes { Descriptor.writeAll($0, to: file) }
        if code != 0 { throw .writing(path, code) }
    }

    /// Makes a new name last; a file system that cannot do it has nothing that could be done better.
    public static func syncFolder(of path: String) {
        let file = open(FilePath.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return }
        fsync(file)
        close(file)
    }
}
