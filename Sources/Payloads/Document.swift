/// A payload laid out in lines. Only what is asked for is made into text.
public final class Document {
    private var lines: [[Span]]

    /// Lays out `bytes`; the kind is detected. Nothing is read until `advance(units:)`.
    public init(_ bytes: PayloadBytes, view: PayloadView) {
        kind = bytes.withBytes { PayloadKind.detect($0) }
        lines = bytes.withBytes { bytes in
            bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
                [Span(kind: .plain, text: String(decoding: $0, as: UTF8.self))]
            }
        }
    }

    /// Lays out what changed from `old` to `new`, line by line of their pretty forms.
    public init(diff old: PayloadBytes, _ new: PayloadBytes) {
        kind = new.withBytes { PayloadKind.detect($0) }
        lines = []
    }

    /// What the payload is.
    public let kind: PayloadKind

    /// Whether all lines are known.
    public var isComplete: Bool { true }

    /// Reads on through about `units` bytes; true when all lines are known.
    @discardableResult
    public func advance(units: Int) -> Bool { true }

    /// The lines known so far, without the folded ones.
    public var lineCount: Int { lines.count }

    /// What line `i` shows in `columns` columns from `column` on.
    public func line(_ i: Int, from column: Int, columns: Int) -> [Span] { lines[i] }

    /// The columns line `i` takes.
    public func lineWidth(_ i: Int) -> Int { lines[i].reduce(0) { $0 + $1.text.count } }

    /// Whether line `i` starts something that can be folded or unfolded.
    public func isFoldable(_ i: Int) -> Bool { false }

    /// Whether the lines that belong to line `i` are folded away.
    public func isFolded(_ i: Int) -> Bool { false }

    /// Folds or unfolds what starts on line `i`. Answers false when there is nothing to fold, or its end is not known yet.
    @discardableResult
    public func toggleFold(_ i: Int) -> Bool { false }

    /// Folds everything but the outermost level.
    public func foldAll() {}

    /// Unfolds everything.
    public func unfoldAll() {}

    /// The number of line `i` in the unfolded document: it stays the same when folds change.
    public func position(ofLine i: Int) -> Int { i }

    /// The line that shows `position` now: itself, or the line it is folded into.
    public func line(atPosition position: Int) -> Int { position }

    /// Starts a search for `text` from line `line` and column `column` on: forward at or after it, backward before it.
    public func find(_ text: String, from line: Int, column: Int = 0, forward: Bool) -> DocumentSearch {
        DocumentSearch(step: .notFound)
    }

    /// What is wrong with the payload, in one line; the bytes are shown all the same.
    public var problem: String? { nil }

    /// Where the problem is, as `position(ofLine:)` counts.
    public var problemPosition: Int? { nil }
}
