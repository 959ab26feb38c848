/// One sentence about an answer and caches, with what decides it.
public struct CacheLine: Hashable, Sendable {
    /// How it is to be taken.
    public enum Level: String, Hashable, Sendable {
        /// It is so, and nobody has to do anything.
        case plain
        /// What caches can work with.
        case good
        /// What is to be thought of.
        case warning
        /// What keeps caches from working, or makes them wrong.
        case bad
    }

    /// The sentence.
    public var words: String
    /// The field that decides, as it was written; empty when it is the want of one, or none.
    public var field: String
    /// The section of the standard: `9111 4.2.1`.
    public var section: String
    /// How it is to be taken.
    public var level: Level

    /// A line of its parts.
    public init(_ words: String, _ field: String = "", _ section: String, _ level: Level = .plain) {
        (self.words, self.field, self.section, self.level) = (words, field, section, level)
    }
}
