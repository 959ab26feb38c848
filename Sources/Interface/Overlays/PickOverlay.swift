import Kit
import Terminal

/// A list of which one line is taken.
final class PickOverlay: Overlay {
    let title: String
    let keyContext = KeyContext.pick
    let stage: Stage
    private let lines: [(text: String, note: String)]
    private let verb: String
    private let pick: (Int) -> [Effect]
    private var list: ListCursor<RowNumber>

    /// The line `selected` has the bar at first.
    init(
        _ stage: Stage, _ title: String, verb: String, _ lines: [(text: String, note: String)], selected: Int = 0,
        pick: @escaping (Int) -> [Effect]
    ) {
        self.stage = stage
        self.title = title
        self.verb = verb
        self.lines = lines
        list = ListCursor(row: selected)
        self.pick = pick
    }

    func size(screen: Size) -> Size {
        Size(width: min(76, screen.width - 4), height: min(lines.count + 4, screen.height - 4))
    }

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back: return .done
        case .accept: return take(list.row)
        default: _ = list.perform(action, of: lines.count)
        }
        return .stay
    }

    private func take(_ line: Int) -> OverlayAnswer {
        lines.indices.contains(line) ? OverlayAnswer(isDone: true, effects: pick(line)) : .done
    }

    func click(_ point: Point) -> OverlayAnswer {
        guard let line = list.place(ofRow: point.y) else { return .stay }
        if line == list.row { return take(line) }
        list.put(line, of: lines.count)
        return .stay
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        list.fit(count: lines.count, height: canvas.size.height - 2)
        for (y, index) in list.visible.enumerated() {
            let line = lines[index]
            let note = min(displayWidth(of: line.note), canvas.size.width / 2)
            canvas.put(line.note, x: canvas.size.width - 1 - note, y: y, style: look.style(.textDim), limit: note)
            canvas.put(line.text, x: 1, y: y, style: look.style(.text), limit: canvas.size.width - note - 4)
            if index == list.row {
                canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.theme[.selection])
            }
        }
        drawHints([(.accept, verb), (.back, "back")], y: canvas.size.height - 1, look, into: canvas)
        return nil
    }
}
