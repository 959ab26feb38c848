import Terminal

/// Every action by name: type a part of it, Enter does it.
final class PaletteOverlay: Overlay {
    let title = "Palette"
    private let context: KeyContext
    private var line = TextField()
    private var selected = 0

    init(_ context: KeyContext) {
        self.context = context
    }

    func size(in state: ExploreState, screen: Size) -> Size {
        Size(width: min(64, screen.width - 4), height: min(20, screen.height - 2))
    }

    private func found(_ state: ExploreState) -> [Keymap.Binding] {
        let words = line.text.lowercased()
        return state.keymap.bindings.filter { binding in
            context.path.contains(binding.context) && binding.action != .palette
                && Self.contains(words, in: binding.action.summary.lowercased())
        }
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

    func press(_ key: KeyPress, in state: ExploreState) -> OverlayAnswer {
        let count = found(state).count
        switch key.key {
        case .escape: return .done
        case .character("c") where key.modifiers == .control: return .done
        case .up: selected -= 1
        case .down: selected += 1
        case .enter:
            let all = found(state)
            return OverlayAnswer(isDone: true, action: all.indices.contains(selected) ? all[selected].action : nil)
        default: if line.press(key) { selected = 0 }
        }
        selected = max(0, min(selected, count - 1))
        return .stay
    }

    func paste(_ text: String, in state: ExploreState) {
        line.insert(text)
    }

    func draw(_ state: ExploreState, into canvas: Canvas) -> Point? {
        let x = line.draw(into: canvas, x: 1, y: 0, width: canvas.size.width - 2, style: state.style(.field))
        let rows = canvas.size.height - 1
        let top = max(0, selected - rows + 1)
        for (y, binding) in found(state).dropFirst(top).prefix(rows).enumerated() {
            canvas.put(binding.action.summary, x: 2, y: y + 1, style: state.style(.text), limit: canvas.size.width - 16)
            let keys = binding.keys.first?.notation ?? ""
            canvas.put(keys, x: canvas.size.width - 12, y: y + 1, style: state.style(.hintKey))
            if y + top == selected {
                canvas.restyle(Rect(x: 0, y: y + 1, width: canvas.size.width, height: 1), state.theme[.selection])
            }
        }
        return Point(x: x, y: 0)
    }
}
