import Glibc

/// Paths as people write them.
public enum HomePath {
    /// A path whose leading `~/` is the home folder.
    public static func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }

    /// Whether there is something at a path.
    public static func exists(_ path: String) -> Bool { access(expanded(path), F_OK) == 0 }
}
