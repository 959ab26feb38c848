/// A change to the keys that cannot be made.
public struct KeyProblem: Hashable, Sendable, CustomStringConvertible {
    /// The place in whose words it stands.
    public let place: String
    /// The key in its notation; nil when it is the place that nobody knows.
    public let key: String?
    /// What is wrong.
    public let words: String

    /// `keys: no action is called "dance"`
    public var description: String { "keys: \(words)" }
}
