/// Where a program keeps what it remembers of its use: `$XDG_STATE_HOME/martlet`.
public enum StateFolder {
    /// The path of a file in it; nil without a home.
    /// - Parameter environment: answers with a variable's value.
    public static func path(_ name: String, environment: (String) -> String? = EnvironmentVariable.value) -> String? {
        // A relative path is to be ignored (XDG Base Directory Specification).
        if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") { return "\(state)/martlet/\(name)" }
        guard let home = environment("HOME"), !home.isEmpty else { return nil }
        return "\(home)/.local/state/martlet/\(name)"
    }
}
