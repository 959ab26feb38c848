import CVersion

/// The version of martlet, in the one place where it stands.
public enum ProgramVersion {
    /// Its number.
    public static let number = "0.1.0"
    /// As `martlet --version` prints it: the number, and the commit that the build was told. A build that was told none says
    /// that, too: without a word the number would pass for a release.
    public static let words = words(commit: String(cString: cv_commit()))

    static func words(commit: String) -> String { "\(number) (\(commit.isEmpty ? "commit unknown" : commit))" }
    /// What martlet's requests say of who sends them (RFC 9110 10.1.5), from the screen and from its verbs.
    public static let userAgent = "martlet/\(number)"
}
