/// Where programs keep a person's settings: `$XDG_CONFIG_HOME`, by default `~/.config`.
public enum ConfigFolder {
    /// The folder, whether it is there or not; nil without a home.
    /// - Parameter environment: answers with a variable's value.
    public static func path(environment: (String) -> String? = EnvironmentVariable.value) -> String? {
        // A relative path is to be ignored (XDG Base Directory Specification).
        if let folder = environment("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return folder }
        guard let home = environment("HOME"), !home.isEmpty else { return nil }
        return "\(home)/.config"
    }
}
