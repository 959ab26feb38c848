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
    private var list: NarrowedList

    /// The line `selected` has the bar at first.
    init(
        _ stage: Stage, _ title: String, verb: String, _ lines: [(text: String, note: String)], selected: Int = 0,
        pick: @escaping (Int) -> [Effect]
    ) {
        self.stage = stage
        self.title = title
        self.verb = verb
        self.lines = lines
        list = NarrowedList(lines.map { "\($0.text) \($0.note)" }, selected: selected)
        self.pick = pick
    }

    /// What the longest line takes with its note; once, since a frame asks for it. No list of thousands is measured whole.
    private lazy var longest = lines.prefix(200).reduce(0) {
        max($0, displayWidth(of: $1.text) + displayWidth(of: $1.note))
    }

    func size(screen: Size) -> Size {
        // Seven: the frame, the blanks at the edges, and a gap between line and note.
        let width = min(max(76, longest + 7), screen.width - 4)
        // Four: the frame, the row of what is typed, and the keys. What is behind it is seen where there is room for both.
        let most = screen.height - (screen.height < 16 ? 2 : 4)
        return Size(width: width, height: min(lines.count + 4, most))
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        // First what was typed goes, and then the popup.
        case .back: return list.widen() ? .stay : .done
        case .accept: return take(list.selected)
        default: list.perform(action)
        }
        return .stay
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        list.type(key, stage.keymap)
        return .stay
    }

    func paste(_ text: String) { list.paste(text) }

    private func take(_ place: Int?) -> OverlayAnswer {
        // Nothing is taken where nothing matches.
        guard let place else { return lines.isEmpty ? .done : .stay }
        return OverlayAnswer(isDone: true, effects: pick(place))
    }

    func click(_ point: Point) -> OverlayAnswer {
        _ = list.click(point)
        return .stay
    }

    func doubleClick(_ point: Point) -> OverlayAnswer { list.click(point).map(take) ?? .stay }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer {
        list.turn(by: rows)
        return .stay
    }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let width = canvas.size.width
        list.fit(height: canvas.size.height - 1)
        stage.hiddenRows = list.list.hidden
        for (y, index) in list.list.visible.enumerated() {
            let line = lines[list.listed[index]]
            // What the line itself leaves is the note's.
            let note = min(displayWidth(of: line.note), max(width / 2, width - displayWidth(of: line.text) - 5))
            canvas.put(line.note, x: width - 1 - note, y: y, style: look.style(.textDim), limit: note)
            canvas.put(line.text, x: 1, y: y, style: look.style(.text), limit: width - note - 4)
            if index == list.list.row {
                canvas.restyle(Rect(x: 0, y: y, width: width, height: 1), look.theme[.selection])
            }
        }
        drawHints([(.accept, verb), (.back, list.backWords)], y: canvas.size.height - 1, look, into: canvas)
        return list.drawFilter(look, y: canvas.size.height - 2, into: canvas)
    }
}
