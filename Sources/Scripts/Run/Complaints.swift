/// What goes to standard error: one line each, with the verb's name in front; nothing with `--quiet`.
public struct Complaints: Sendable {
    /// `martlet sub`.
    public let name: String
    /// Whether nothing is said.
    public let isQuiet: Bool

    /// Lines that begin with `name`.
    public init(name: String, isQuiet: Bool) {
        self.name = name
        self.isQuiet = isQuiet
    }

    /// Says it.
    public func say(_ words: String) {
        if isQuiet { return }
        StandardError.say("\(name): \(words)")
    }
}
