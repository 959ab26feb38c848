import Terminal

/// Every action by name: type a part of it, Enter does it. Those of the focused pane come first.
final class PaletteOverlay: Overlay {
    let title = "Palette"
    private let context: KeyContext
    private var line = TextField()
    private var selected = 0

    init(_ context: KeyContext) {
        self.context = context
    }

    func size(in state: ScreenState, screen: Size) -> Size {
        Size(width: min(64, screen.width - 4), height: min(18, screen.height - 2))
    }

    /// What is found, the best first: those with the words as typed, then those with the letters in that order.
    private func found(_ state: ScreenState) -> [Keymap.Binding] {
        let words = line.text.lowercased()
        let order = context.path + KeyContext.allCases.filter { !context.path.contains($0) }
        let all = order.flatMap { place in
            state.keymap.bindings.filter { $0.context == place && $0.action != .palette && $0.action != .back }
        }
        guard !words.isEmpty else { return all }
        let exact = all.filter { $0.action.summary.lowercased().contains(words) }
        let loose = all.filter { binding in
            !exact.contains(binding) && Self.contains(words, in: binding.action.summary.lowercased())
        }
        return exact + loose
    }

    /// Whether the letters come in this order.
    private static func contains(_ letters: String, in text: String) -> Bool {
        var rest = text[...]
        for letter in letters {
            guard let place = rest.firstIndex(of: letter) else { return false }
            rest = rest[rest.index(after: place)...]
        }
        return true
    }

    func press(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer {
        if leaves(key) { return .done }
        switch key.key {
        case .up: selected -= 1
        case .down: selected += 1
        case .pageUp: selected -= 10
        case .pageDown: selected += 10
        case .enter: return run(state)
        default: if line.press(key) { selected = 0 }
        }
        selected = max(0, min(selected, found(state).count - 1))
        return .stay
    }

    private func run(_ state: ScreenState) -> OverlayAnswer {
        let all = found(state)
        guard all.indices.contains(selected) else { return .stay }
        return OverlayAnswer(isDone: true, action: (all[selected].action, all[selected].context))
    }

    func paste(_ text: String, in state: ScreenState) {
        line.insert(text)
        selected = 0
    }

    func click(_ point: Point, in state: ScreenState) -> OverlayAnswer {
        guard point.y >= 2, point.y - 2 + top < found(state).count else { return .stay }
        selected = point.y - 2 + top
        return run(state)
    }

    private var rows = 1
    private var top: Int { max(0, selected - rows + 1) }

    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        let width = canvas.size.width
        let x = line.draw(into: canvas, x: 1, y: 0, width: width - 2, style: state.style(.field))
        rows = max(1, canvas.size.height - 2)
        let found = found(state)
        if found.isEmpty { canvas.put("No action is called that.", x: 2, y: 2, style: state.style(.textDim)) }
        for (index, binding) in found.dropFirst(top).prefix(rows).enumerated() {
            let y = index + 2
            canvas.put(binding.action.summary, x: 2, y: y, style: state.style(.text), limit: width - 24)
            canvas.put(binding.context.title, x: width - 22, y: y, style: state.style(.textDim))
            canvas.put(binding.keys.first?.notation ?? "", x: width - 8, y: y, style: state.style(.hintKey))
            if index + top == selected {
                canvas.restyle(Rect(x: 0, y: y, width: width, height: 1), state.theme[.selection])
            }
        }
        return Point(x: x, y: 0)
    }
}
