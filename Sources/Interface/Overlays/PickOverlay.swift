import Terminal

/// A list of which one line is taken.
final class PickOverlay: Overlay {
    let title: String
    private let lines: [(text: String, note: String)]
    private let verb: String
    private let pick: (Int) -> [Effect]
    private var selected: Int
    private var rows = 1

    /// The line `selected` has the bar at first.
    init(
        _ title: String, verb: String, _ lines: [(text: String, note: String)], selected: Int = 0,
        pick: @escaping (Int) -> [Effect]
    ) {
        self.title = title
        self.verb = verb
        self.lines = lines
        self.selected = selected
        self.pick = pick
    }

    func size(in state: ScreenState, screen: Size) -> Size {
        Size(width: min(76, screen.width - 4), height: min(lines.count + 4, screen.height - 4))
    }

    func press(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer {
        if leaves(key) { return .done }
        if key.key == .enter { return OverlayAnswer(isDone: true, effects: pick(selected)) }
        switch state.keymap.action(for: key, in: .lists) {
        case .up: selected -= 1
        case .down: selected += 1
        case .pageUp: selected -= rows
        case .pageDown: selected += rows
        case .first: selected = 0
        case .last: selected = lines.count - 1
        default: break
        }
        selected = max(0, min(selected, lines.count - 1))
        return .stay
    }

    func click(_ point: Point, in state: ScreenState) -> OverlayAnswer {
        let line = point.y + top
        guard point.y < rows, lines.indices.contains(line) else { return .stay }
        if line == selected { return OverlayAnswer(isDone: true, effects: pick(line)) }
        selected = line
        return .stay
    }

    private var top: Int { max(0, selected - rows + 1) }

    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        rows = max(1, canvas.size.height - 2)
        for (y, line) in lines.dropFirst(top).prefix(rows).enumerated() {
            let note = min(displayWidth(of: line.note), canvas.size.width / 2)
            canvas.put(line.note, x: canvas.size.width - 1 - note, y: y, style: state.style(.textDim), limit: note)
            canvas.put(line.text, x: 1, y: y, style: state.style(.text), limit: canvas.size.width - note - 4)
            if y + top == selected {
                canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), state.theme[.selection])
            }
        }
        drawHints([("Enter", verb), ("Esc", "back")], y: canvas.size.height - 1, state, into: canvas)
        return nil
    }
}
