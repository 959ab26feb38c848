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
}
