public import Files
import Glibc
public import Profile

/// Where typed requests wait for the next start when the program is told to end and nobody can be asked: beside the
/// history, a file for each profile, for its owner alone.
public struct UnsavedFile: Sendable {
    /// Where it is.
    public let path: String

    private static let maximumSize = 256 << 20

    /// The file for a profile; nil without a home.
    public init?(profile: String) {
        guard let history = HistoryFile.ofPerson?.path, let slash = history.lastIndex(of: "/") else { return nil }
        path = "\(history[..<slash])/unsaved-\(ProfileMark.text(of: profile)).json"
    }

    /// What waits there; nil for nothing.
    public func load() throws(FileFailure) -> UnsavedDrafts? {
        try WholeFile.ifThere(path, limit: Self.maximumSize).flatMap { UnsavedDrafts($0.bytes) }
    }

    /// Puts requests there in place of what is there; none takes the file away.
    public func save(_ drafts: UnsavedDrafts) throws(FileFailure) {
        if drafts.count == 0 {
            unlink(path)
        } else {
            try WholeFile.replace(path, with: drafts.bytes, for: .owner)
        }
    }
}
