import Kit
import Payloads
import Terminal

/// Lines of which what is typed lists those that have every word of it, and the bar on one of them.
struct NarrowedList {
    /// What is looked in, one text for each line.
    private var texts: [String]
    /// The places of the lines that are listed.
    private(set) var listed: [Int]
    private(set) var list: ListCursor<RowNumber>
    private var filter = TextField.query()
    /// Whether the bar was moved: until then it stands on the first line, whatever comes before it.
    private var isMoved = false
    /// The row of what is typed, at the last drawing.
    private var filterRow = -1

    /// The line `selected` has the bar at first.
    init(_ texts: [String], selected: Int = 0) {
        self.texts = texts.map { $0.lowercased() }
        listed = Array(texts.indices)
        list = ListCursor(row: selected)
    }

    /// The place of the line with the bar among all of them; nil where nothing matches.
    var selected: Int? { place(ofRow: list.row) }

    /// The place of a listed row among all lines.
    func place(ofRow row: Int) -> Int? { listed.indices.contains(row) ? listed[row] : nil }

    /// Whether something is typed.
    var isNarrowed: Bool { !filter.text.isEmpty }

    /// What the key for back does, in a word: first what was typed goes, and then the popup.
    var backWords: String { isNarrowed ? "clear" : "back" }

    // MARK: - Keys

    /// Lists everything again; false where nothing was typed.
    mutating func widen() -> Bool {
        guard isNarrowed else { return false }
        narrow { $0 = TextField.query() }
        return true
    }

    mutating func perform(_ action: Action) { if list.perform(action, of: listed.count) { isMoved = true } }

    mutating func type(_ key: KeyPress, _ keys: any TextKeys) { narrow { _ = $0.press(key, keys) } }

    mutating func paste(_ text: String) { narrow { $0.insert(text) } }

    /// Changes what is typed, and lists what holds every word of it.
    private mutating func narrow(_ change: (inout TextField) -> Void) {
        let before = filter.text
        change(&filter)
        // A key that only moves the cursor of the line leaves the bar where it is.
        guard filter.text != before else { return }
        let typed = filter.text.lowercased()
        look()
        // A line that begins with it is meant before one that has it somewhere.
        list = ListCursor(row: listed.firstIndex { texts[$0].hasPrefix(typed) } ?? 0)
        isMoved = false
    }

    private mutating func look() {
        let words = WordSearch(filter.text)
        listed = texts.indices.filter { words.isFound(in: texts[$0]) }
    }

    /// Other lines, as they come in by themselves: the bar stays on its line once it was moved.
    mutating func update(_ lines: [String]) {
        let line = isMoved ? selected.map { texts[$0] } : nil
        texts = lines.map { $0.lowercased() }
        look()
        if let place = line.flatMap({ line in listed.firstIndex { texts[$0] == line } }) {
            list.put(place, of: listed.count)
        }
    }

    /// Puts the bar on the line that was pressed, or the cursor into what is typed; answers the line.
    mutating func click(_ point: Point) -> Int? {
        if point.y == filterRow { filter.click(at: point.x - 1) }
        guard let row = list.place(ofRow: point.y) else { return nil }
        list.put(row, of: listed.count)
        isMoved = true
        return place(ofRow: row)
    }

    mutating func turn(by rows: Int) { list.turn(by: rows) }

    // MARK: - Drawing

    /// Makes room for so many rows, of which the last has what is typed.
    mutating func fit(height: Int) { list.fit(count: listed.count, height: height - 1) }

    /// Draws what is typed on a row, and what is to be said where nothing has it; answers where the cursor is.
    mutating func drawFilter(_ look: Look, y: Int, into canvas: Canvas) -> Point? {
        let width = canvas.size.width - 2
        if listed.isEmpty, isNarrowed {
            canvas.put("Nothing here has that.", x: 1, y: 0, style: look.style(.textDim), limit: width)
        }
        filterRow = -1
        guard isNarrowed else {
            canvas.put("type to narrow", x: 1, y: y, style: look.style(.textDim), limit: width)
            return nil
        }
        filterRow = y
        return Point(x: filter.draw(into: canvas, x: 1, y: y, width: width, style: look.style(.field)), y: y)
    }
}
