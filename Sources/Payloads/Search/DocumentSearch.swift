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

        /// A match at that place.
        public init(line: Int, column: Int, length: Int, wrapped: Bool = false) {
            self.line = line
            self.column = column
            self.length = length
            self.wrapped = wrapped
        }
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

    private let body: any DocumentBody
    private let pattern: SearchPattern
    private let forward: Bool
    private let start: (position: Int, column: Int)
    private var cursor: LineWindow
    private var hasWrapped = false
    private var best: LineMatch?
    private var result: (position: Int, match: LineMatch)?
    private var isExhausted = false
    private var counter = LineWindow(position: 0)

    init(_ body: any DocumentBody, _ text: String, position: Int, column: Int, forward: Bool) {
        self.body = body
        self.forward = forward
        pattern = SearchPattern(text)
        start = (position, column)
        cursor = LineWindow(position: position)
        isExhausted = pattern.isEmpty
        isCounted = pattern.isEmpty
    }

    /// How many matches the whole document has, as far as counted.
    public private(set) var matchCount = 0

    /// Whether `matchCount` is the whole number.
    public private(set) var isCounted: Bool

    /// Searches on through about `units` bytes. Once it has found something it answers with that again.
    public func advance(units: Int) -> Step {
        var units = units
        while result == nil, !isExhausted, units > 0 { searchWindow(&units) }
        if let result {
            body.reveal(position: result.position)
            let line = body.line(atPosition: result.position)
            return .found(
                Match(line: line, column: result.match.column, length: result.match.length, wrapped: hasWrapped))
        }
        return isExhausted ? .notFound : .more
    }

    private func searchWindow(_ units: inout Int) {
        // Searching backward may wrap to the end, forward may run to it: so the end must be known.
        guard cursor.position < body.positionCount, cursor.position >= 0 else { return passEdge(&units) }
        if forward, cursor.isAtStart {
            guard
                let next = body.nextCandidate(
                    pattern, from: cursor.position, searched: &cursor.searched, units: &units)
            else { return }
            // Once round: behind the line where it started everything has been seen.
            if hasWrapped, next > start.position { return isExhausted = true }
            guard next == cursor.position else { return cursor = LineWindow(position: next) }
        }
        // The line it starts in is searched twice, each time one side of the column.
        let isFirst = cursor.position == start.position && !hasWrapped
        let isLast = cursor.position == start.position && hasWrapped
        let (matches, isEnd) = cursor.search(body, pattern, &units)
        for match in matches {
            let isBefore = match.column < start.column
            if isFirst && isBefore == forward || isLast && isBefore != forward { continue }
            if forward {
                result = (cursor.position, match)
                return
            }
            // Backward, the last match of a line is the next one.
            best = match
        }
        guard isEnd else { return }
        if let best {
            result = (cursor.position, best)
        } else if isLast {
            isExhausted = true
        } else {
            cursor = LineWindow(position: cursor.position + (forward ? 1 : -1))
        }
    }

    private func passEdge(_ units: inout Int) {
        if !body.isComplete {
            // Slices of reading count as slices of searching.
            _ = body.advance(units: units)
            units = 0
        } else if hasWrapped || body.positionCount == 0 {
            isExhausted = true
        } else {
            hasWrapped = true
            cursor = LineWindow(position: forward ? 0 : body.positionCount - 1)
        }
    }

    /// Counts on through about `units` bytes; true when all matches are counted.
    public func count(units: Int) -> Bool {
        var units = units
        while !isCounted, units > 0 {
            if counter.position < body.positionCount {
                if counter.isAtStart {
                    guard
                        let next = body.nextCandidate(
                            pattern, from: counter.position, searched: &counter.searched, units: &units)
                    else { continue }
                    counter = LineWindow(position: next)
                    if next >= body.positionCount { continue }
                }
                let (matches, isEnd) = counter.search(body, pattern, &units)
                matchCount += matches.count
                if isEnd { counter = LineWindow(position: counter.position + 1) }
            } else if body.isComplete {
                isCounted = true
            } else {
                _ = body.advance(units: units)
                units = 0
            }
        }
        return isCounted
    }
}
