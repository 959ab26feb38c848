public import Files
public import Profile

/// The history of requests on disk: `$XDG_STATE_HOME/martlet/history`, one line each, for its owner alone.
///
/// A send adds a line in one write, so that a crash leaves half a line at worst, which is passed over. What grew too
/// long is written anew beside it and renamed, at the next start. Several programs may add to it.
public struct HistoryFile: Sendable {
    /// Where it is.
    public let path: String

    /// The most bytes read of it; what is beyond, at its start, is older than what is kept.
    private static let maximumSize = 64 << 20

    /// The file of this person; nil without a home.
    public static var ofPerson: HistoryFile? { StateFolder.path("history").map { HistoryFile(path: $0) } }

    /// A file at a path.
    public init(path: String) { self.path = path }

    /// Adds an entry at the end.
    public func add(_ entry: RequestHistory.Entry) throws(FileFailure) {
        try WholeFile.append(line: entry.line, to: path)
    }

    /// The entries, the oldest first; makes the file short again when much in it is no longer kept.
    public func load() throws(FileFailure) -> [RequestHistory.Entry] {
        // Nobody adds a line between the reading and the replacing.
        let lock = FolderLock(FilePath.folder(of: FilePath.resolved(path)))
        guard let file = try FileInput.ifThere(path) else { return [] }
        let skipped = file.skip(toLast: Self.maximumSize)
        let lines = try WholeFile.read(file, limit: 2 * Self.maximumSize).split(separator: 0x0A)
        var history = RequestHistory()
        for line in lines {
            // A half line, cut by the skip or by a crash, makes no entry.
            RequestHistory.Entry(line: String(decoding: line, as: UTF8.self)).map { _ = history.add($0) }
        }
        // Twice as long before it pays; and where others may read it, at once.
        let isLong = skipped > 0 || lines.count > 2 * max(50, history.entries.count)
        // Without the lock it stays long: a line that another program adds meanwhile would be lost by the renaming.
        if lock != nil, isLong || file.stamp.mode & 0o077 != 0 {
            let bytes = Array(history.entries.map { $0.line + "\n" }.joined().utf8)
            try WholeFile.replace(path, with: bytes, for: .owner, isLocked: true)
        }
        return history.entries
    }
}
