import Glibc

/// Where a program keeps what it remembers of its use: `$XDG_STATE_HOME/martlet`.
public enum StateFolder {
    /// The path of a file in it; nil without a home.
    public static func path(_ name: String) -> String? {
        if let state = getenv("XDG_STATE_HOME"), state[0] == UInt8(ascii: "/") {
            return String(cString: state) + "/martlet/\(name)"
        }
        return getenv("HOME").map { String(cString: $0) + "/.local/state/martlet/\(name)" }
    }

    /// Makes the folders that a file is in, for their owner alone; answers what failed.
    @discardableResult
    public static func make(for path: String) -> (folder: String, code: Int32)? {
        var place = ""
        for level in path.split(separator: "/").dropLast() {
            place += "/\(level)"
            if mkdir(place, 0o700) != 0, errno != EEXIST {
                let code = errno
                if access(place, F_OK) != 0 { return (place, code) }
            }
        }
        return nil
    }
}
