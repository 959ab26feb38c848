/// Why a text is no condition: what is wrong, and where.
public struct ConditionProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what to do, in one line.
    public let words: String
    /// The character at which it is, counted from one.
    public let column: Int

    /// The words with the place: `column 5: a value is missing`.
    public var description: String { "column \(column): \(words)" }
}
