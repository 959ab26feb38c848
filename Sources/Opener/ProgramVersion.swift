import CVersion

/// The version of martlet, in the one place where it stands.
public enum ProgramVersion {
    /// Its number.
    public static let number = "0.1.0"
    /// As `martlet --version` prints it: the number, and the commit where the build was told it.
    public static let words: String = {
        let commit = String(cString: cv_commit())
        return commit.isEmpty ? number : "\(number) (\(commit))"
    }()
    /// What martlet's requests say of who sends them (RFC 9110 10.1.5), from the screen and from its verbs.
    public static let userAgent = "martlet/\(number)"
}
