/// A search through the lines of a document, done in slices.
///
/// A pattern without capital letters finds them too; with one, letters must match exactly. The search goes once
/// round the document, and opens the folds that hide what it found.
public final class DocumentSearch {
    /// Where the text was found.
    public struct Match: Hashable, Sendable {
        /// The line, as `Document.line` counts them now that folds around it are open.
        public var line: Int
        /// The first column of the match in that line.
        public var column: Int
        /// How many columns the match takes.
        public var length: Int
        /// Whether the search passed the end (or the start) of the document to get there.
        public var wrapped: Bool
    }

    /// What a slice of searching brought.
    public enum Step: Hashable, Sendable {
        /// Not found so far; call again.
        case more
        /// Found.
        case found(Match)
        /// The text is nowhere in the document.
        case notFound
    }

    private let step: Step

    init(step: Step) { self.step = step }

    /// Searches on through about `units` bytes. Once it has found something it answers with that again.
    public func advance(units: Int) -> Step { step }

    /// How many matches the whole document has, as far as counted.
    public private(set) var matchCount = 0

    /// Whether `matchCount` is the whole number.
    public private(set) var isCounted = true

    /// Counts on through about `units` bytes; true when all matches are counted.
    public func count(units: Int) -> Bool { true }
}
