/// What is wrong with a path, and where.
public struct JSONPathError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in a few words.
    public let words: String
    /// The character at which it is, counted from one.
    public let column: Int

    /// The words with the place: `column 5: a ] is missing`.
    public var description: String { "column \(column): \(words)" }
}
