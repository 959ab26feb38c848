import Kit
import Payloads

/// A search through the open payload: the text, the match that is shown, and how many there are.
struct DocumentFinder {
    private(set) var text = ""
    var history = FieldHistory()
    /// The match that is shown.
    private(set) var match: DocumentSearch.Match?
    /// The number of that match; nil while it is not known.
    private(set) var ordinal: Int?
    private var search: DocumentSearch?
    private var isForward = true
    private var startsAtTop = false
    private var isSettled = false
    private var hasNews = false

    private static let sliceUnits = 1 << 18

    /// What stands at the right of the search line: `3/12`, `12 found`, `not found`.
    var result: String {
        guard let search, !text.isEmpty else { return "" }
        guard isSettled else { return "looking" }
        guard match != nil else { return "not found" }
        // It is counted from the start on: the match that is shown may lie behind what is counted.
        let count = "\(Figures.count(max(search.matchCount, ordinal ?? 1)))\(search.isCounted ? "" : "+")"
        return ordinal.map { "\(Figures.count($0))/\(count)" } ?? "\(count) found"
    }

    /// Looks for another text, from the line of the cursor on.
    mutating func search(_ text: String, in document: Document?, from line: Int) {
        self.text = text
        match = nil
        ordinal = nil
        begin(in: document, line: line, column: 0, forward: true)
    }

    /// Looks for the same text in another document.
    mutating func restart(in document: Document?, from line: Int) {
        match = nil
        ordinal = nil
        begin(in: document, line: line, column: 0, forward: true)
        // A new message does not move the cursor by itself.
        hasNews = false
    }

    /// Lets go of the document.
    mutating func forget() {
        search = nil
        match = nil
    }

    /// To the next or the previous match.
    mutating func next(forward: Bool, in document: Document?, from line: Int) {
        // One column on, going forth: the match itself would be found again.
        guard let match else { return begin(in: document, line: line, column: 0, forward: forward) }
        begin(in: document, line: match.line, column: match.column + (forward ? 1 : 0), forward: forward)
    }

    private mutating func begin(in document: Document?, line: Int, column: Int, forward: Bool) {
        isForward = forward
        isSettled = false
        startsAtTop = line == 0 && column == 0
        search = text.isEmpty ? nil : document?.find(text, from: line, column: column, forward: forward)
    }

    /// Whether there is something left to find or to count.
    var hasWork: Bool { search.map { !isSettled || !$0.isCounted } ?? false }

    /// Works until a deadline.
    mutating func advance(until deadline: ContinuousClock.Instant) {
        guard let search else { return }
        while !isSettled {
            switch search.advance(units: Self.sliceUnits) {
            case .more: if ContinuousClock.now >= deadline { return }
            case .found(let found): settle(found)
            case .notFound:
                isSettled = true
                match = nil
            }
        }
        // The match first, the count behind it: somebody waits for the one, and the other walks all of the text.
        while !search.isCounted {
            if search.count(units: Self.sliceUnits) { break }
            if ContinuousClock.now >= deadline { return }
        }
        // Backward over the top is the last, whose number is known when all are counted.
        if ordinal == nil, match?.wrapped == true { ordinal = isForward ? 1 : search.matchCount }
    }

    private mutating func settle(_ found: DocumentSearch.Match) {
        isSettled = true
        hasNews = true
        // The search went round the end: counting goes on from the other side.
        if found.wrapped {
            ordinal = isForward ? 1 : nil
        } else if let before = ordinal, match != nil {
            // The neighbour of one whose number is known: nothing has to be counted for it.
            ordinal = before + (isForward ? 1 : -1)
        } else if startsAtTop, isForward {
            // Nothing was passed over: it is the first there is.
            ordinal = 1
        }
        match = found
    }

    /// The match that was found since the last time, once.
    mutating func takeNews() -> DocumentSearch.Match? {
        guard hasNews else { return nil }
        hasNews = false
        return match
    }
}
