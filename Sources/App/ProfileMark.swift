import Glibc
import Text

/// What tells the files of one profile from those of another in the folder of states.
enum ProfileMark {
    /// The mark of the profile at a path, and of something in it.
    static func text(of profile: String, _ part: String = "") -> String {
        // No path holds NUL, so that nothing is two things at once.
        let text = part.isEmpty ? absolute(profile) : "\(absolute(profile))\0\(part)"
        // The next start must come to the same name, which Swift's own hash does not.
        return String(FNV.hash(text.utf8), radix: 16)
    }

    private static func absolute(_ path: String) -> String {
        // A profile that does not exist yet has no real path: the mark is that of the path as it was given.
        guard let found = realpath(path, nil) else { return path }
        defer { free(found) }
        return String(cString: found)
    }
}
