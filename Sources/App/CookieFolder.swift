public import Files
import Glibc
public import Model
import Profile
import REST
import Text

/// The cookie jars on the disk: `$XDG_STATE_HOME/martlet/cookies`, a file for each environment of a profile, for its owner
/// alone, in the form that curl reads too.
///
/// Several programs may use one jar: what each has changed is laid over what is there, under the lock of the folder.
public struct CookieFolder: Sendable {
    /// The folder.
    public let path: String
    /// The profile whose environments these are.
    private let profile: String

    private static let maximumSize = 32 << 20

    /// The folder of this person for a profile; nil without a home.
    public static func ofPerson(profile: String) -> CookieFolder? {
        StateFolder.path("cookies").map { CookieFolder(path: $0, profile: profile) }
    }

    /// A folder at a path.
    public init(path: String, profile: String) {
        self.path = path
        self.profile = profile
    }

    /// The file of an environment; of none for an empty name.
    public func file(of environment: String) -> String {
        // The name is for people; what tells two apart is the mark.
        let name = environment.isEmpty ? "no-environment" : PercentEncoding.component(environment)
        return "\(path)/\(name.prefix(60))-\(ProfileMark.text(of: profile, environment)).txt"
    }

    /// Brings a jar to what the file holds, and the file to what was changed in the jar since; answers how many lines of
    /// the file are no cookies. Waits for the disk.
    @discardableResult
    public func synchronize(_ cookies: EnvironmentCookies) throws(FileFailure) -> Int {
        let jar = cookies.jar
        let file = file(of: cookies.environment)
        jar.noteChanges()
        guard !jar.changes.isEmpty else {
            // Whole at any moment, as it is replaced and not written to: no lock is needed to read it.
            let disk = try read(file)
            // Nothing was written: what is changed since the look above lies over the disk.
            jar.settle(disk.cookies, written: CookieChanges())
            return disk.passedOver
        }
        try FilePath.makeFolder(path)
        guard let lock = FolderLock(path) else { throw FileFailure("Cannot write", file, .locked) }
        defer { withExtendedLifetime(lock) {} }
        let disk = try read(file)
        let changes = jar.changes
        let now = time(nil)
        // What is over leaves the file with the next write of anybody.
        let merged = changes.applied(to: disk.cookies).filter { !$0.isOver(at: now) }
        try WholeFile.replace(file, with: Array(CookieFile.own(merged).utf8), for: .owner, isLocked: true)
        // Only what was written: a cookie that arrived during the write is still a change.
        jar.settle(merged, written: changes)
        return disk.passedOver
    }

    private func read(_ file: String) throws(FileFailure) -> CookieFile {
        guard let bytes = try WholeFile.ifThere(file, limit: Self.maximumSize)?.bytes else { return CookieFile("") }
        return CookieFile(String(decoding: bytes, as: UTF8.self))
    }

    /// Gives the file of an environment another name; one that is there under it belonged to an environment that is gone.
    func rename(_ old: String, to new: String) throws(FileFailure) {
        let (from, to) = (file(of: old), file(of: new))
        // The folder comes with the first cookie.
        guard access(path, F_OK) == 0 else { return }
        guard let lock = FolderLock(path) else { throw FileFailure("Cannot rename", from, .locked) }
        defer { withExtendedLifetime(lock) {} }
        guard Glibc.rename(from, to) != 0 else { return }
        let error = errno
        // No cookie was ever kept for it; then none is to be found under the new name.
        guard error == ENOENT else { throw FileFailure("Cannot rename", from, .system(error)) }
        _ = try remove(new)
    }

    /// Takes the file of an environment away; false when there is none.
    public func remove(_ environment: String) throws(FileFailure) -> Bool {
        let file = file(of: environment)
        if unlink(file) == 0 { return true }
        // Gone already is no failure: another program on the same jar may have removed it.
        if errno == ENOENT { return false }
        throw FileFailure("Cannot remove", file, .system(errno))
    }
}
