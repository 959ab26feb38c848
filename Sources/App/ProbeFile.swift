public import Files
public import Profile

/// What the tests of connections have found, on disk: `$XDG_STATE_HOME/martlet/brokers`, one line a broker, for its owner
/// alone.
public struct ProbeFile: Sendable {
    /// Where it is.
    public let path: String

    /// The most brokers kept; the one that was tested longest ago goes first.
    private static let most = 200
    /// The most bytes read of it.
    private static let maximumSize = 4 << 20

    /// The file of this person; nil without a home.
    public static var ofPerson: ProbeFile? { StateFolder.path("brokers").map { ProbeFile(path: $0) } }

    /// A file at a path.
    public init(path: String) { self.path = path }

    /// What was found, the earliest first; lines that are none are passed over.
    public func load() throws(FileFailure) -> [ProbeReport] {
        guard let bytes = try WholeFile.ifThere(path, limit: Self.maximumSize)?.bytes else { return [] }
        return bytes.split(separator: 0x0A).compactMap { ProbeReport(line: String(decoding: $0, as: UTF8.self)) }
    }

    /// Keeps a test in the place of an earlier one of the same broker.
    public func keep(_ report: ProbeReport) throws(FileFailure) {
        // Nobody keeps another between the reading and the replacing.
        let lock = FolderLock(FilePath.folder(of: FilePath.resolved(path)))
        // A file that cannot be read is written anew.
        var reports = ((try? load()) ?? []).filter { $0.address != report.address }
        reports.append(report)
        let text = reports.suffix(Self.most).map { $0.line + "\n" }.joined()
        try WholeFile.replace(path, with: Array(text.utf8), for: .owner, isLocked: lock != nil)
    }
}
