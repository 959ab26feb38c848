import Glibc

/// A folder of files under keys, for its owner alone, bounded in number and in bytes: where there is no more room, what was
/// put there longest ago goes.
///
/// An entry is written whole or not at all, and nothing is read before somebody asks for it. Several programs may share one:
/// whoever changes it holds its lock. Waits for the disk: not for a thread that others wait on.
public struct BoundedFolder: Sendable {
    /// Where it is, whether it is there or not.
    public let path: String
    /// The most bytes of all entries.
    public let budget: Int
    /// The most entries.
    public let maximumCount: Int

    /// What is in it under one key.
    public struct Entry: Hashable, Sendable {
        /// What it is found by.
        public var key: String
        /// How many bytes it has.
        public var size: Int
    }

    /// A folder at a path; it is made by the first entry.
    public init(path: String, budget: Int, maximumCount: Int = 1000) {
        self.path = path
        self.budget = budget
        self.maximumCount = maximumCount
    }

    /// Whether a text may be a key: up to 100 letters, digits, `-` and `_` of ASCII, so that it is a file's name and no path.
    public static func isKey(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
                default: false
                }
            }
    }

    /// Puts an entry in the place of what is under its key; it is the youngest then.
    /// - Returns: what had to go for it, the oldest first.
    /// - Throws: also when it alone is more than the budget, and for what is no key (`EINVAL`).
    @discardableResult
    public func put(_ key: String, _ bytes: [UInt8]) throws(FileFailure) -> [Entry] {
        guard bytes.count <= budget else {
            throw FileFailure("Cannot write", file(key), .tooLarge(limit: budget))
        }
        return try changing { () throws(FileFailure) in
            let file = try checked(key)
            try WholeFile.replace(file, with: bytes, for: .owner, isLocked: true)
            // A file system's own clock is coarse: what was put within one tick of it would have no order.
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            _ = [now, now].withUnsafeBufferPointer { utimensat(AT_FDCWD, file, $0.baseAddress, 0) }
            return try trim()
        }
    }

    /// What is under a key; nil for nothing.
    public func get(_ key: String) throws(FileFailure) -> [UInt8]? {
        try WholeFile.ifThere(try checked(key), limit: budget)?.bytes
    }

    /// Takes an entry away, if there is one.
    public func remove(_ key: String) throws(FileFailure) {
        let file = try checked(key)
        try changing { () throws(FileFailure) in try take(file) }
    }

    /// Takes every entry away; answers how many there were.
    @discardableResult
    public func removeAll() throws(FileFailure) -> Int {
        try changing { () throws(FileFailure) in
            let found = try found()
            for entry in found { try take(file(entry.entry.key)) }
            return found.count
        }
    }

    /// All that is in it, the oldest first. What is no entry is passed over.
    public func list() throws(FileFailure) -> [Entry] { try found().map(\.entry) }

    // MARK: - The files

    private func file(_ key: String) -> String { "\(path)/\(key)" }

    private func checked(_ key: String) throws(FileFailure) -> String {
        guard Self.isKey(key) else { throw FileFailure("Cannot use", file(key), .system(EINVAL)) }
        return file(key)
    }

    /// Changes the folder while nobody else does; makes it when it is not there.
    private func changing<R>(_ change: () throws(FileFailure) -> R) throws(FileFailure) -> R {
        try FilePath.makeFolder(path)
        guard let lock = FolderLock(path) else { throw FileFailure("Cannot write", path, .locked) }
        // Used at the end, so that it is held until then.
        defer { _ = lock }
        return try change()
    }

    private func take(_ file: String) throws(FileFailure) {
        guard unlink(file) == 0 || errno == ENOENT else { throw FileFailure("Cannot remove", file, .system(errno)) }
    }

    /// Takes the oldest away until the others are within the bounds. The lock is held: what a writer that was killed has
    /// left behind is nobody's.
    private func trim() throws(FileFailure) -> [Entry] {
        let found = try found { stray throws(FileFailure) in try take(stray) }
        var size = found.reduce(0) { $0 + $1.entry.size }
        var gone: [Entry] = []
        for (entry, _) in found {
            guard size > budget || found.count - gone.count > maximumCount else { break }
            try take(file(entry.key))
            size -= entry.size
            gone.append(entry)
        }
        return gone
    }

    /// The entries with their stamps, the oldest first.
    /// - Parameter stray: told of each file that is a half-written entry.
    private func found(
        stray: (String) throws(FileFailure) -> Void = { _ in }
    ) throws(FileFailure) -> [(entry: Entry, stamp: FileStamp)] {
        guard let folder = opendir(path) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw .reading(path)
        }
        defer { closedir(folder) }
        var found: [(entry: Entry, stamp: FileStamp)] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(Self.unfinished), Self.isKey(String(name.dropLast(Self.unfinished.utf8.count))) {
                try stray(file(name))
            }
            // Another program may have taken it away meanwhile.
            guard Self.isKey(name), let stamp = try FileStamp(of: file(name)), stamp.isRegular else { continue }
            found.append((Entry(key: name, size: stamp.size), stamp))
        }
        return found.sorted { one, other in
            let (a, b) = (one.stamp, other.stamp)
            return (a.seconds, a.nanoseconds, one.entry.key) < (b.seconds, b.nanoseconds, other.entry.key)
        }
    }

    /// How the name of an entry ends that is being written, as ``WholeFile`` names it.
    private static let unfinished = ".new"
}
