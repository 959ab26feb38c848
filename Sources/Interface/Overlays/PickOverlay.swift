import Kit
import Terminal

/// A list of which one line is taken; what is typed narrows it.
final class PickOverlay: Overlay {
    let title: String
    let keyContext = KeyContext.pick
    let stage: Stage
    private let lines: [(text: String, note: String)]
    private let verb: String
    private let pick: (Int) -> [Effect]
    private var list: ListCursor<RowNumber>
    private var filter = TextField.query()
    /// The places of the lines that are listed.
    private var listed: [Int]

    /// The line `selected` has the bar at first.
    init(
        _ stage: Stage, _ title: String, verb: String, _ lines: [(text: String, note: String)], selected: Int = 0,
        pick: @escaping (Int) -> [Effect]
    ) {
        self.stage = stage
        self.title = title
        self.verb = verb
        self.lines = lines
        listed = Array(lines.indices)
        list = ListCursor(row: selected)
        self.pick = pick
    }

    /// What the longest line takes with its note; once, since a frame asks for it. No list of thousands is measured whole.
    private lazy var longest = lines.prefix(200).reduce(0) {
        max($0, displayWidth(of: $1.text) + displayWidth(of: $1.note))
    }

    func size(screen: Size) -> Size {
        // Seven: the frame, the blanks at the edges, and a gap between line and note.
        let width = min(max(76, longest + 7), 104, screen.width - 4)
        // Four: the frame, the row of what is typed, and the keys. What is behind it is seen where there is room for both.
        let most = screen.height - (screen.height < 16 ? 2 : 4)
        return Size(width: width, height: min(lines.count + 4, most))
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        // First what was typed goes, and then the popup.
        case .back where !filter.text.isEmpty: narrow { $0 = TextField.query() }
        case .back: return .done
        case .accept: return take(list.row)
        default: _ = list.perform(action, of: listed.count)
        }
        return .stay
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        narrow { _ = $0.press(key, stage.keymap) }
        return .stay
    }

    func paste(_ text: String) { narrow { $0.insert(text) } }

    /// Changes what is typed, and lists what holds every word of it.
    private func narrow(_ change: (inout TextField) -> Void) {
        let before = filter.text
        change(&filter)
        // A key that only moves the cursor of the line leaves the bar where it is.
        guard filter.text != before else { return }
        let words = filter.text.lowercased().split(separator: " ")
        listed = lines.indices.filter { index in
            let text = "\(lines[index].text) \(lines[index].note)".lowercased()
            return words.allSatisfy(text.contains)
        }
        // A line that begins with it is meant before one that has it somewhere.
        let start = filter.text.lowercased()
        list = ListCursor(row: listed.firstIndex { lines[$0].text.lowercased().hasPrefix(start) } ?? 0)
    }

    private func take(_ row: Int) -> OverlayAnswer {
        // Nothing is taken where nothing matches.
        guard listed.indices.contains(row) else { return lines.isEmpty ? .done : .stay }
        return OverlayAnswer(isDone: true, effects: pick(listed[row]))
    }

    func click(_ point: Point) -> OverlayAnswer {
        if let row = list.place(ofRow: point.y) { list.put(row, of: listed.count) }
        if point.y == filterRow { filter.click(at: point.x - 1) }
        return .stay
    }

    /// The row of what is typed, at the last drawing.
    private var filterRow = -1

    func doubleClick(_ point: Point) -> OverlayAnswer { list.place(ofRow: point.y).map(take) ?? .stay }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer {
        list.turn(by: rows)
        return .stay
    }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let width = canvas.size.width
        list.fit(count: listed.count, height: canvas.size.height - 2)
        stage.hiddenRows = list.hidden
        if listed.isEmpty { canvas.put("Nothing here has that.", x: 1, y: 0, style: look.style(.textDim)) }
        for (y, index) in list.visible.enumerated() {
            let line = lines[listed[index]]
            // What the line itself leaves is the note's.
            let note = min(displayWidth(of: line.note), max(width / 2, width - displayWidth(of: line.text) - 5))
            canvas.put(line.note, x: width - 1 - note, y: y, style: look.style(.textDim), limit: note)
            canvas.put(line.text, x: 1, y: y, style: look.style(.text), limit: width - note - 4)
            if index == list.row {
                canvas.restyle(Rect(x: 0, y: y, width: width, height: 1), look.theme[.selection])
            }
        }
        drawHints([(.accept, verb), (.back, "back")], y: canvas.size.height - 1, look, into: canvas)
        filterRow = -1
        guard !filter.text.isEmpty else {
            canvas.put("type to narrow", x: 1, y: canvas.size.height - 2, style: look.style(.textDim), limit: width - 2)
            return nil
        }
        let y = canvas.size.height - 2
        filterRow = y
        return Point(
            x: filter.draw(into: canvas, x: 1, y: y, width: width - 2, style: look.style(.field)), y: y)
    }
}
