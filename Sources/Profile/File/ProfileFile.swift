public import Files
import Glibc
import Text

/// The profile on the disk: read once, compared and replaced at each save, never written in place.
///
///     open ──> base ──(the person changes ours)──> save: lock the folder
///                ^                                   │ the file is as we know it ──────────────> replace
///                │                                   │ another program wrote it: merge by item ─> replace
///                │                                   │ both changed one thing: ask ─────────────> nothing written
///                └───────────────────────────────────┴ it is damaged: set aside under a new name, then replace
///
/// A value for one thread at a time; saving may take the time of two fsync calls.
public struct ProfileFile: Sendable {
    /// What was found at the path.
    public enum State: Equatable, Sendable {
        /// No file yet: it is made at the first save.
        case absent
        /// A profile, with what in it was not understood.
        case read([ProfileProblem])
        /// No profile: nothing of it is used, and a save sets it aside.
        case damaged(Profile.Damage)
        /// Written by a newer martlet: never written by this one.
        case newer(version: Int)
        /// It could not be read: never written.
        case unreadable(FileFailure)
    }

    /// What came of a save.
    public enum Outcome: Equatable, Sendable {
        /// The disk has all of it already.
        case unchanged
        /// Written. `setAside` is the new name of a damaged file; `isMerged` when another program had changed the file.
        case saved(setAside: String?, isMerged: Bool)
        /// Nothing written: both programs have changed the same things.
        case conflicts([ProfileConflict])
        /// Nothing written, and why, in one line.
        case failed(String)
    }

    /// The largest file that is read: a profile of hundreds of megabytes is none.
    private static let maximumSize = 256 << 20

    /// Where the file is, as the person named it.
    public let path: String
    /// What was found when it was opened or last saved.
    public private(set) var state = State.absent
    /// What others may do with the file and its folder though they should not.
    public private(set) var warnings: [String] = []
    /// The profile as it was on the disk when it was last read or written: what changes are counted from.
    public private(set) var base = Profile()

    private let isOwnFolder: Bool
    private var stamp: FileStamp?
    private var hash: UInt64 = 0

    /// Reads the file, if there is one.
    /// - Parameters:
    ///   - path: the file.
    ///   - isOwnFolder: whether the folder is martlet's own, so that its mode is martlet's business.
    public init(_ path: String, isOwnFolder: Bool = false) {
        self.path = path
        self.isOwnFolder = isOwnFolder
        do {
            guard let (bytes, stamp) = try WholeFile.ifThere(path, limit: Self.maximumSize) else { return }
            take(bytes, stamp)
        } catch {
            state = .unreadable(error)
        }
        warnings = Self.warnings(of: path, stamp, isOwnFolder: isOwnFolder)
    }

    /// The default place: `$XDG_CONFIG_HOME/martlet/profile.json`, with `~/.config` when that is not set; nil without a home.
    public static func standardPath(environment: (String) -> String?) -> String? {
        ConfigFolder.path(environment: environment).map { "\($0)/martlet/profile.json" }
    }

    /// Gives what checks have found its place in the file.
    public func located(_ found: [ProfileProblem]) -> [ProfileProblem] {
        guard let (bytes, _) = try? WholeFile.ifThere(path, limit: Self.maximumSize) else { return found }
        return ProfileProblem.locate(found, in: bytes)
    }

    // MARK: - Reading

    private mutating func take(_ bytes: [UInt8], _ stamp: FileStamp) {
        self.stamp = stamp
        hash = Self.hash(bytes)
        switch Profile.read(bytes) {
        case .failure(let damage):
            state = .damaged(damage)
            base = Profile()
        case .success((let profile, let problems)):
            base = profile
            state = profile.isNewer ? .newer(version: profile.version) : .read(problems)
        }
    }

    /// Whether the file is not the one that was read or written last; cheap, for asking now and then.
    public var isChanged: Bool {
        let now = try? FileStamp(of: path)
        return now != stamp
    }

    /// What another program has written.
    public enum News: Equatable, Sendable {
        /// Nothing new.
        case none
        /// What is there now is no profile: what was read before holds.
        case damaged(Profile.Damage)
        /// Both have changed the same things: ours holds until a save settles it.
        case conflicts
        /// Its changes are in the profile that is answered.
        case merged
    }

    /// Takes in what another program has written.
    /// - Returns: our profile with its changes, and what is to be said of it.
    public mutating func reload(into mine: Profile) -> (profile: Profile, news: News) {
        guard isChanged, let found = try? WholeFile.ifThere(path, limit: Self.maximumSize) else { return (mine, .none) }
        // Touched, or written as it was, as our own saves are.
        guard Self.hash(found.bytes) != hash else {
            stamp = found.stamp
            return (mine, .none)
        }
        let theirs: Profile
        let problems: [ProfileProblem]
        switch Profile.read(found.bytes) {
        case .failure(let damage): return (mine, .damaged(damage))
        case .success(let read): (theirs, problems) = (read.profile, read.problems)
        }
        if theirs.isNewer { return (mine, .none) }
        let merged = Profile.merged(base: base, mine: mine, theirs: theirs)
        guard merged.conflicts.isEmpty else { return (mine, .conflicts) }
        // The disk's state with our numbers for the entries, as if we had changed nothing: changes are counted from it.
        let all = Profile.merged(base: base, mine: base, theirs: theirs).profile
        base = all
        stamp = found.stamp
        hash = Self.hash(found.bytes)
        state = .read(problems)
        return (merged.profile, .merged)
    }

    // MARK: - Saving

    /// Writes ours, with what another program has written since.
    /// - Parameter choice: what to keep of a thing that both have changed; nil answers the conflicts and writes nothing.
    /// - Returns: the profile as it is now on the disk, ours when nothing was written, and what came of it.
    public mutating func save(
        _ mine: Profile, choice: ConflictChoice? = nil
    ) -> (profile: Profile, outcome: Outcome) {
        do {
            return try saved(mine, choice)
        } catch {
            return (mine, .failed("\(error): the change stays in memory"))
        }
    }

    private mutating func saved(
        _ mine: Profile, _ choice: ConflictChoice?
    ) throws(FileFailure) -> (profile: Profile, outcome: Outcome) {
        if case .newer(let version) = state { return (mine, .failed(newerWords(version))) }
        // A link is followed first: replacing it would leave the file that it leads to behind.
        let target = FilePath.resolved(path)
        let folder = FilePath.folder(of: target)
        try FilePath.makeFolder(folder)
        // From the comparing to the renaming nobody else writes.
        guard let lock = FolderLock(folder) else {
            return (mine, .failed("Another program is saving \(path): the change stays in memory"))
        }
        defer { _ = lock }
        var profile = mine
        var setAside: String?
        var isMerged = false
        // The stamp first, which costs no reading: it is the same as long as nobody else has written.
        if try FileStamp(of: target) != stamp || stamp == nil,
            let found = try WholeFile.ifThere(target, limit: Self.maximumSize)
        {
            let isOther = stamp == nil || Self.hash(found.bytes) != hash
            switch Profile.read(found.bytes) {
            // What somebody has made of it is kept under another name, and ours is written in its place.
            case .failure: setAside = try Self.setAside(target)
            case .success((let theirs, _)) where theirs.isNewer:
                return (mine, .failed(newerWords(theirs.version)))
            case .success((let theirs, _)) where isOther:
                let merged = Profile.merged(base: base, mine: mine, theirs: theirs, choice: choice)
                if !merged.conflicts.isEmpty, choice == nil { return (mine, .conflicts(merged.conflicts)) }
                profile = merged.profile
                isMerged = true
            case .success: break
            }
        } else if case .damaged = state, stamp != nil {
            setAside = try Self.setAside(target)
        }
        let bytes = profile.bytes(expecting: (stamp?.size ?? 0) + 4096)
        let newHash = Self.hash(bytes)
        // What we have is what is there, unless somebody has removed it.
        if !isMerged, setAside == nil, stamp != nil, newHash == hash, try FileStamp(of: target) != nil {
            base = profile
            return (profile, .unchanged)
        }
        stamp = try WholeFile.replace(target, with: bytes, for: .owner, isLocked: true)
        hash = newHash
        base = profile
        state = .read([])
        warnings = Self.warnings(of: path, stamp, isOwnFolder: isOwnFolder)
        return (profile, .saved(setAside: setAside, isMerged: isMerged))
    }

    private func newerWords(_ version: Int) -> String {
        "\(path) was written by a newer martlet (version \(version)): it is not written, the change stays in memory"
    }

    /// Gives a damaged file a name of its own beside the profile: `profile.json.damaged`, `profile.json.damaged-2`.
    private static func setAside(_ path: String) throws(FileFailure) -> String {
        for number in 1...1000 {
            let name = number == 1 ? "\(path).damaged" : "\(path).damaged-\(number)"
            // A link of its own cannot replace a file of that name.
            if link(path, name) == 0 {
                chmod(name, 0o600)
                WholeFile.syncFolder(of: path)
                return name
            }
            // An earlier one that was set aside: the next number.
            if errno == EEXIST { continue }
            // A file system without links.
            if access(name, F_OK) != 0, rename(path, name) == 0 { return name }
            break
        }
        throw FileFailure("Cannot set aside", path, .system(errno))
    }

    // MARK: - Facts

    private static func warnings(of path: String, _ stamp: FileStamp?, isOwnFolder: Bool) -> [String] {
        var warnings: [String] = []
        if let mode = stamp?.mode, mode & 0o077 != 0 {
            warnings.append("Others can read \(path): it has mode \(octal(mode)); chmod 600 \(path)")
        }
        let folder = FilePath.folder(of: path)
        // A shared folder is bad where everybody may write to it; a sticky one, as /tmp, lets nobody replace another's file.
        if let mode = (try? FileStamp(of: folder))?.mode, mode & (isOwnFolder ? 0o077 : 0o002) != 0,
            mode & 0o1000 == 0
        {
            let deed = mode & 0o022 != 0 ? "replace the profile in" : "list"
            warnings.append("Others can \(deed) \(folder): it has mode \(octal(mode)); chmod 700 \(folder)")
        }
        return warnings
    }

    private static func octal(_ mode: UInt32) -> String { padded(mode & 0o777, 4, radix: 8) }

    /// Whether the bytes are the same as before, not who made them.
    private static func hash(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { FNV.fast($0) } }
}
