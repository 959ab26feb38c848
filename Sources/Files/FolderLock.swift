import Glibc

/// The lock of a folder, held while a file in it is compared and replaced. It ends with the process, however that ends.
public struct FolderLock: ~Copyable {
    private let file: Int32

    /// Waits up to two seconds for another program; nil when it still has the lock.
    public init?(_ folder: String) {
        file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // What cannot be opened cannot be locked: writing there says why.
        guard file >= 0 else { return }
        for _ in 0..<200 {
            if flock(file, LOCK_EX | LOCK_NB) == 0 { return }
            // A file system without locks: go without.
            guard errno == EWOULDBLOCK || errno == EINTR else { return }
            // flock(2) knows no time-out: it is tried again and again.
            usleep(10_000)
        }
        // Not closed here: `deinit` runs for a lock that did not come about too, and a second close would take the number
        // from whoever has got it meanwhile.
        return nil
    }

    deinit {
        if file >= 0 { close(file) }
    }
}
