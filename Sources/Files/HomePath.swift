import Glibc

/// Paths as people write them.
public enum HomePath {
    /// A path whose leading `~/` is the home folder.
    public static func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }
}
