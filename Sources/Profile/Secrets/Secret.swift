/// A value that must not be seen: as it is, or where it is found when it is needed.
///
/// Only the reference is ever shown, copied or written to a history; the value lives in the effect that needs it.
public enum Secret: Hashable, Sendable {
    /// The value itself; it may hold `{{variables}}`.
    case literal(String)
    /// The value of an environment variable.
    case environment(String)
    /// The first line of a file.
    case file(String)
    /// The first line that a program prints: its name and arguments, no shell.
    case command([String])
    /// Asked of the person when it is needed, and kept until the program ends.
    case prompt
    /// The token that comes of signing in as a saved request does, by the request's name or that of its folder.
    case token(String)
}
