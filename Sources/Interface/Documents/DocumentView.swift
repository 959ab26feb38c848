import Kit
import Payloads
import Terminal

/// A payload where it is read: how it is laid out, the place in it, its folds, and the search through it.
///
/// A pane owns one, hands keys on to it, and gives it the rows that its own header leaves.
final class DocumentView {
    /// How the payload is laid out.
    var mode = DocumentMode.pretty
    /// Whether more of the payload is to come: that it ends early is no fault then.
    var isGrowing = false
    /// The line that is being typed into.
    var field: TextField?
    /// Whether that line is the path's; else it is that of the search.
    private(set) var typesPath = false
    /// The path that narrows the payload.
    private(set) var path = DocumentPath()
    /// What is shown: the payload, or what the path gives.
    private(set) var document: Document?
    /// The payload, and as it is laid out without a path.
    private(set) var payload: PayloadBytes?
    private(set) var whole: Document?
    /// Whether JSON looks different decoded; nil where it is none.
    private var escapes: EscapeSearch?
    private(set) var finder = DocumentFinder()
    /// Rows and columns of the text.
    private(set) var height = 1
    private(set) var width = 1
    /// The first row shown, and the one with the cursor.
    private(set) var top = RowPlace()
    private(set) var cursor = RowPlace()
    /// The first column shown.
    private(set) var left = 0
    /// Lines that were not on the screen when it was drawn last.
    var hidden = HiddenRows()
    /// Whether lines go on in the next row instead of beyond the edge: as the person chose here, or else set.
    var wraps: Bool { chosenWrap ?? usualWrap }
    private var chosenWrap: Bool?
    private var usualWrap = true
    /// Where the lines that were looked at last go on in the next row, by their number.
    var rowsOfLines: [Int: LineRows] = [:]
    /// Rows that the wheel has turned since the last frame.
    private var turned = 0
    /// The cursor waits for the end of the last line: of a payload that is still being read, or of a line of which it is not
    /// known how wide it is.
    private var wantsEnd = false
    /// Where the cursor was when a search began: every letter typed searches from there.
    private var searchStart = 0

    /// Bytes read at once when a payload is opened, so that all but large ones stand in the first frame.
    private static let firstUnits = 1 << 16
    /// Bytes read between two looks at the clock.
    private static let sliceUnits = 1 << 18
    /// Bytes of a line that may be read to draw a row of it.
    static let rowReach = 1 << 20

    // MARK: - What is shown

    /// Shows a payload as it was laid out, from its start or from where the one before was read. A path that stands is
    /// asked of it.
    func show(_ document: Document?, of payload: PayloadBytes?, staysInPlace: Bool) {
        // Before the document is another one.
        let folds = staysInPlace && mode == .pretty ? DocumentFolds(self.document) : nil
        defer { folds?.fold(self.document) }
        if !staysInPlace { goToStart() }
        whole = document
        self.payload = payload
        if document?.kind != .json {
            escapes = nil
        } else if escapes?.bytes !== payload {
            escapes = payload.map(EscapeSearch.init)
        }
        present(document)
        askPath()
    }

    /// Shows nothing.
    func clear() {
        (document, whole, payload, escapes) = (nil, nil, nil, nil)
        path.forget()
        finder.forget()
    }

    private func present(_ document: Document?) {
        self.document = document
        rowsOfLines = [:]
        // Before it is laid out: hex has as many bytes in a line as the width allows.
        _ = document?.fit(columns: width)
        document?.advance(units: Self.firstUnits)
        finder.restart(in: document, from: cursor.line)
    }

    /// Whether the cursor is on the last line, or on its way there.
    var isAtEnd: Bool { wantsEnd || cursor.line >= lineCount - 1 }

    /// Puts the cursor on the last line, also of one that is still being read.
    func goToEnd() { _ = perform(.last) }

    private func goToStart() {
        (top, cursor, left) = (RowPlace(), RowPlace(), 0)
        wantsEnd = false
    }

    // MARK: - The path

    /// The results of the path, as they were sent; nil when no path stands.
    var result: PayloadBytes? { path.result }

    /// Asks the path of the payload, or shows all of it when there is no path.
    private func askPath() {
        guard let payload, path.ask(payload, isJSON: isJSON) else {
            // Without a path there are no places to list.
            if mode == .paths { mode = .pretty }
            if document !== whole { present(whole) }
            return
        }
        present(path.document(mode))
    }

    /// Goes on to the next way of showing; the pane lays the payload out anew.
    func nextMode() {
        // Where it is not known yet the rest is looked through at once: the key cannot go on without.
        escapes?.advance()
        mode = mode.next(ofPath: path.isActive, hasEscapes: escapes?.isFound == true)
    }

    /// Learns how much room there is for the text and the line below it.
    /// - Parameter wraps: whether lines wrap as long as the person did not choose here.
    func fit(to size: Size, wraps: Bool) {
        fit(columns: size.width, wraps: wraps)
        height = max(1, size.height - lineRows)
        takeTurn()
        keepInside()
    }

    private func fit(columns: Int, wraps: Bool) {
        // A row within a line means nothing where lines are cut.
        if usualWrap != wraps, chosenWrap == nil { (top.row, cursor.row, left) = (0, 0, 0) }
        usualWrap = wraps
        // The first column is that of marks for folds.
        if width != max(1, columns - 1) { rowsOfLines = [:] }
        width = max(1, columns - 1)
        if let lines = document?.fit(columns: width) { follow(lines) }
    }

    /// How many rows it takes on so many columns with the line below it, as far as they are counted.
    func rows(columns: Int, wraps: Bool, upTo most: Int) -> Int {
        fit(columns: columns, wraps: wraps)
        var (rows, line) = (lineRows, 0)
        while line < lineCount, rows < most {
            rows += self.wraps ? self.rows(of: line) : 1
            line += 1
        }
        return rows
    }

    /// Stays on the byte that it was on, when a line has another number of them.
    private func follow(_ lines: (old: Int, new: Int)) {
        cursor = RowPlace(line: cursor.line * lines.old / lines.new)
        top = RowPlace(line: top.line * lines.old / lines.new)
        finder.restart(in: document, from: cursor.line)
    }

    private var lineCount: Int { document?.lineCount ?? 0 }

    private func keepInside() {
        cursor = inside(cursor)
        top = inside(top)
        if cursor < top { top = cursor }
        let last = moved(top, by: height - 1)
        // From the cursor up: rows of wrapped lines are counted backward, not divided.
        if cursor > last { top = moved(cursor, by: 1 - height) }
        // No rows stay empty below the end while there are lines above.
        let lowest = moved(RowPlace(line: max(0, lineCount - 1), row: Int.max), by: 1 - height)
        top = min(top, lowest)
    }

    // MARK: - Rows

    /// The place itself, or the nearest that is there.
    private func inside(_ place: RowPlace) -> RowPlace {
        if place.line < 0 { return RowPlace() }
        let line = max(0, min(place.line, lineCount - 1))
        return RowPlace(line: line, row: max(0, min(place.row, rows(of: line) - 1)))
    }

    /// The place so many rows further down, or up; the first or the last when there are not as many.
    func moved(_ place: RowPlace, by count: Int) -> RowPlace {
        guard wraps else { return inside(RowPlace(line: place.line + count, row: 0)) }
        return inside(place).moved(by: count, lastLine: lineCount - 1, rows: rows(of:))
    }

    // MARK: - Keys

    /// Does what a key asks for; false when it asks for nothing that concerns a document.
    func perform(_ action: Action) -> Bool {
        wantsEnd = false
        // Folds give other lines the numbers.
        rowsOfLines = [:]
        switch action {
        case .up: cursor = moved(cursor, by: -1)
        case .down: cursor = moved(cursor, by: 1)
        case .pageUp: scroll(by: -max(1, height - 1))
        case .pageDown: scroll(by: max(1, height - 1))
        case .first:
            cursor = RowPlace()
            left = 0
        case .last:
            // The last line is not known yet, or how many rows it has: the cursor goes there when it is.
            wantsEnd = document.map { !$0.isComplete || !isMeasured(lineCount - 1, of: $0) } ?? false
            // `inside` below makes it the last row that the line has.
            cursor = RowPlace(line: lineCount - 1, row: wantsEnd ? 0 : Int.max)
        // By a quarter: what was read is still in sight.
        case .scrollLeft: left = max(0, left - max(1, width / 4))
        case .scrollRight: scrollRight()
        case .wrap:
            chosenWrap = !wraps
            (top.row, cursor.row, left) = (0, 0, 0)
        case .fold: document?.toggleFold(cursor.line)
        case .foldAll: document?.foldAll()
        case .unfoldAll: document?.unfoldAll()
        case .path:
            typesPath = true
            // All of it: the first key that is typed goes on from there.
            if !path.isActive { setPath("$") }
            field = TextField.query(path.text, history: path.history, goesOn: [".", "["])
        case .filter:
            typesPath = false
            field = TextField.query(finder.text, history: finder.history)
            // Each letter searches from here: a longer text may match before the match of a shorter one.
            searchStart = cursor.line
        case .nextMatch: finder.next(forward: true, in: document, from: cursor.line)
        case .previousMatch: finder.next(forward: false, in: document, from: cursor.line)
        default: return false
        }
        cursor = inside(cursor)
        return true
    }

    /// Takes the search away, or else the path; false when there is neither.
    func back() -> Bool {
        if !finder.text.isEmpty {
            finder.search("", in: document, from: cursor.line)
        } else if path.isActive {
            setPath("")
        } else {
            return false
        }
        return true
    }

    /// The line that is typed into changed, or is done with.
    func typed(_ outcome: FieldOutcome) {
        if typesPath { return typedPath(outcome) }
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

    private func typedPath(_ outcome: FieldOutcome) {
        switch outcome {
        case .changed: setPath(field?.text ?? "")
        case .accepted:
            setPath(field?.text ?? "")
            path.history.add(path.text)
            field = nil
        case .cancelled:
            field = nil
            setPath("")
        }
    }

    private func setPath(_ text: String) {
        guard path.set(text) else { return }
        goToStart()
        askPath()
    }

    private func scroll(by rows: Int) {
        cursor = moved(cursor, by: rows)
        top = moved(top, by: rows)
    }

    private func scrollRight() {
        guard let document, !wraps else { return }
        let end = min(top.line + height, document.lineCount)
        let widest = (min(top.line, end)..<end).reduce(0) { max($0, document.lineWidth($1)) }
        // Not beyond half a width behind the longest line in sight: what is scrolled to is never empty.
        left = max(left, min(left + max(1, width / 4), widest - width / 2))
    }

    /// A press of the button on a row of the text.
    func click(_ point: Point) {
        let place = moved(top, by: point.y)
        guard point.y >= 0, point.y < height, isShown(place, at: point.y) else { return }
        if point.x == 0, document?.isFoldable(place.line) == true { fold(place.line) }
        cursor = inside(place)
    }

    /// The second press at one place folds and unfolds; the mark has done so with the first.
    func doubleClick(_ point: Point) {
        let place = moved(top, by: point.y)
        // In the first column both clicks have toggled it already.
        guard point.x > 0, point.y >= 0, point.y < height, isShown(place, at: point.y) else { return }
        fold(place.line)
    }

    private func fold(_ line: Int) {
        document?.toggleFold(line)
        rowsOfLines = [:]
    }

    /// Turns so many rows down, or up; the cursor comes along where it would be out of sight.
    func turn(by rows: Int) {
        wantsEnd = false
        // From the next frame on: a click before it means what was seen.
        turned += rows
    }

    private func takeTurn() {
        guard turned != 0 else { return }
        top = moved(top, by: turned)
        cursor = max(top, min(cursor, moved(top, by: height - 1)))
        turned = 0
    }

    /// Whether there is a row at all so far below the first.
    private func isShown(_ place: RowPlace, at y: Int) -> Bool {
        guard lineCount > 0 else { return false }
        // Below the end `moved` stays where it is.
        return y == 0 || place > moved(top, by: y - 1)
    }

    // MARK: - Work

    var hasWork: Bool {
        path.hasWork
            || document.map { !$0.isComplete || wantsEnd || $0.isWaiting || finder.hasWork || seeksEscapes } ?? false
    }

    /// Whether what the next mode asks is looked for before it is asked: not in what grows, which is another one soon.
    private var seeksEscapes: Bool { !isGrowing && escapes != nil && escapes?.isFound == nil }

    /// Whether it is known how many rows a line has; reads on in it otherwise.
    private func isMeasured(_ line: Int, of document: Document) -> Bool {
        !wraps || document.measure(line, bytes: Self.sliceUnits)
    }

    /// Asks the path, lays out and searches until a deadline; answers whether something came of it or there is more.
    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        guard hasWork else { return false }
        if path.hasWork {
            // path -> layout -> search: each works on what the one before has made.
            guard path.advance(until: deadline, locates: mode == .paths) else { return true }
            present(path.document(mode))
        }
        guard let document else { return true }
        while !document.isComplete {
            guard ContinuousClock.now < deadline else { return true }
            rowsOfLines = [:]
            document.advance(units: Self.sliceUnits)
        }
        while document.isWaiting || wantsEnd && !isMeasured(document.lineCount - 1, of: document) {
            guard ContinuousClock.now < deadline else { return true }
            rowsOfLines = [:]
            if document.isWaiting { _ = document.measure(bytes: Self.sliceUnits) }
        }
        if wantsEnd {
            rowsOfLines = [:]
            cursor = inside(RowPlace(line: document.lineCount - 1, row: Int.max))
            wantsEnd = false
        }
        finder.advance(until: deadline)
        if let found = finder.takeNews() { show(found) }
        // Last of all: nobody waits for it.
        while !finder.hasWork, seeksEscapes, ContinuousClock.now < deadline {
            escapes?.advance(bytes: 8 * Self.sliceUnits)
        }
        return true
    }

    /// Brings a match into view.
    private func show(_ match: DocumentSearch.Match) {
        cursor = RowPlace(line: match.line, row: wraps ? rows(ofLine: match.line).row(ofColumn: match.column) : 0)
        guard !wraps else { return }
        if match.column < left || match.column + match.length > left + width {
            left = max(0, match.column + match.length <= width ? 0 : match.column - width / 3)
        }
    }
}
