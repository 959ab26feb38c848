import Payloads
import Terminal

/// A payload where it is read: how it is laid out, the place in it, its folds, and the search through it.
///
/// A pane owns one, hands keys on to it, and gives it the rows that its own header leaves.
final class DocumentView {
    /// How the payload is laid out.
    var mode = DocumentMode.pretty
    /// The line that is being typed into.
    var field: TextField?
    private(set) var document: Document?
    private(set) var finder = DocumentFinder()
    /// Rows and columns of the text.
    private(set) var height = 1
    private(set) var width = 1
    /// The first row shown, and the one with the cursor.
    private(set) var top = DocumentPlace()
    private(set) var cursor = DocumentPlace()
    /// The first column shown.
    private(set) var left = 0
    /// Whether lines go on in the next row instead of beyond the edge.
    private(set) var wraps = false
    /// The cursor waits for the last line of a payload that is still being read.
    private var wantsEnd = false
    /// Where the cursor was when a search began: every letter typed searches from there.
    private var searchStart = 0

    /// Bytes read at once when a payload is opened, so that all but large ones stand in the first frame.
    private static let firstUnits = 1 << 16
    /// Bytes read between two looks at the clock.
    private static let sliceUnits = 1 << 18

    // MARK: - What is shown

    /// Shows a document, from its start or from where the one before was read.
    func show(_ document: Document?, staysInPlace: Bool) {
        if !staysInPlace {
            (top, cursor) = (DocumentPlace(), DocumentPlace())
            left = 0
        }
        self.document = document
        document?.advance(units: Self.firstUnits)
        finder.restart(in: document, from: cursor.line)
    }

    /// Shows nothing.
    func clear() {
        document = nil
        finder.forget()
    }

    /// Learns how much room there is for the text and the line below it.
    func fit(to size: Size) {
        width = max(1, size.width - 1)
        height = max(1, size.height - lineRows)
        keepInside()
    }

    /// Rows that the line below the text takes.
    private var lineRows: Int { showsSearchLine ? 1 : 0 }

    var showsSearchLine: Bool { field != nil || !finder.text.isEmpty }

    private var lineCount: Int { document?.lineCount ?? 0 }

    private func keepInside() {
        cursor = inside(cursor)
        top = inside(top)
        if cursor < top { top = cursor }
        let last = moved(top, by: height - 1)
        if cursor > last { top = moved(cursor, by: 1 - height) }
        // No rows stay empty below the end while there are lines above.
        let lowest = moved(DocumentPlace(line: max(0, lineCount - 1), row: Int.max), by: 1 - height)
        top = min(top, lowest)
    }

    // MARK: - Rows

    /// The rows that a line takes.
    private func rows(of line: Int) -> Int {
        guard wraps, let document else { return 1 }
        return max(1, (document.lineWidth(line) + width - 1) / width)
    }

    /// The place itself, or the nearest that is there.
    private func inside(_ place: DocumentPlace) -> DocumentPlace {
        if place.line < 0 { return DocumentPlace() }
        let line = max(0, min(place.line, lineCount - 1))
        return DocumentPlace(line: line, row: max(0, min(place.row, rows(of: line) - 1)))
    }

    /// The place so many rows further down, or up; the first or the last when there are not as many.
    func moved(_ place: DocumentPlace, by count: Int) -> DocumentPlace {
        guard wraps else { return inside(DocumentPlace(line: place.line + count, row: 0)) }
        var place = inside(place)
        var left = count
        while left > 0 {
            let below = rows(of: place.line) - 1 - place.row
            if left <= below || place.line + 1 >= lineCount {
                place.row += min(left, below)
                break
            }
            left -= below + 1
            place = DocumentPlace(line: place.line + 1, row: 0)
        }
        while left < 0 {
            if -left <= place.row || place.line == 0 {
                place.row = max(0, place.row + left)
                break
            }
            left += place.row + 1
            place = DocumentPlace(line: place.line - 1, row: rows(of: place.line - 1) - 1)
        }
        return place
    }

    // MARK: - Keys

    /// Does what a key asks for; false when it asks for nothing that concerns a document.
    func perform(_ action: Action) -> Bool {
        wantsEnd = false
        switch action {
        case .up: cursor = moved(cursor, by: -1)
        case .down: cursor = moved(cursor, by: 1)
        case .pageUp: scroll(by: -max(1, height - 1))
        case .pageDown: scroll(by: max(1, height - 1))
        case .first:
            cursor = DocumentPlace()
            left = 0
        case .last:
            cursor = DocumentPlace(line: lineCount - 1, row: Int.max)
            wantsEnd = document?.isComplete == false
        case .scrollLeft: left = max(0, left - max(1, width / 4))
        case .scrollRight: scrollRight()
        case .wrap:
            wraps.toggle()
            (top.row, cursor.row, left) = (0, 0, 0)
        case .fold: document?.toggleFold(cursor.line)
        case .foldAll: document?.foldAll()
        case .unfoldAll: document?.unfoldAll()
        case .filter:
            field = TextField(finder.text, history: finder.history)
            searchStart = cursor.line
        case .nextMatch: finder.next(forward: true, in: document, from: cursor.line)
        case .previousMatch: finder.next(forward: false, in: document, from: cursor.line)
        default: return false
        }
        cursor = inside(cursor)
        return true
    }

    /// Takes the search away; false when there is none.
    func back() -> Bool {
        guard !finder.text.isEmpty else { return false }
        finder.search("", in: document, from: cursor.line)
        return true
    }

    /// The line that is typed into changed, or is done with.
    func typed(_ outcome: FieldOutcome) {
        switch outcome {
        case .changed: finder.search(field?.text ?? "", in: document, from: searchStart)
        case .accepted:
            finder.history.add(finder.text)
            field = nil
        case .cancelled:
            field = nil
            finder.search("", in: document, from: cursor.line)
        }
    }

    private func scroll(by rows: Int) {
        cursor = moved(cursor, by: rows)
        top = moved(top, by: rows)
    }

    private func scrollRight() {
        guard let document, !wraps else { return }
        let end = min(top.line + height, document.lineCount)
        let widest = (min(top.line, end)..<end).reduce(0) { max($0, document.lineWidth($1)) }
        left = max(left, min(left + max(1, width / 4), widest - width / 2))
    }

    /// A press of the button on a row of the text.
    func click(_ point: Point) {
        let place = moved(top, by: point.y)
        guard point.y >= 0, point.y < height, isShown(place, at: point.y) else { return }
        if point.x == 0 || cursor.line == place.line, document?.isFoldable(place.line) == true {
            document?.toggleFold(place.line)
        }
        cursor = inside(place)
    }

    /// Whether there is a row at all so far below the first.
    private func isShown(_ place: DocumentPlace, at y: Int) -> Bool {
        guard lineCount > 0 else { return false }
        return y == 0 || place > moved(top, by: y - 1)
    }

    // MARK: - Work

    var hasWork: Bool { document.map { !$0.isComplete || finder.hasWork } ?? false }

    /// Lays out and searches until a deadline; answers whether something came of it or there is more.
    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        guard hasWork, let document else { return false }
        while !document.isComplete {
            guard ContinuousClock.now < deadline else { return true }
            document.advance(units: Self.sliceUnits)
        }
        if wantsEnd {
            cursor = inside(DocumentPlace(line: document.lineCount - 1, row: Int.max))
            wantsEnd = false
        }
        finder.advance(until: deadline)
        if let found = finder.takeNews() { show(found) }
        return true
    }

    /// Brings a match into view.
    private func show(_ match: DocumentSearch.Match) {
        cursor = DocumentPlace(line: match.line, row: wraps ? match.column / width : 0)
        guard !wraps else { return }
        if match.column < left || match.column + match.length > left + width {
            left = max(0, match.column + match.length <= width ? 0 : match.column - width / 3)
        }
    }
}
