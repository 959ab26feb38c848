/// The version of martlet, in the one place where it stands.
public enum ProgramVersion {
    /// As `martlet --version` prints it.
    public static let number = "0.1.0"
    /// What martlet's requests say of who sends them (RFC 9110 10.1.5), from the screen and from its verbs.
    public static let userAgent = "martlet/\(number)"
}
