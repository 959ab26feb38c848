import Terminal

/// The keys: those of the focused pane first.
final class HelpOverlay: Overlay {
    let title = "Help"
    private let context: KeyContext
    private var top = 0
    private var height = 1

    init(_ context: KeyContext) {
        self.context = context
    }

    func size(in state: ExploreState, screen: Size) -> Size {
        Size(width: min(72, screen.width - 4), height: min(lines(state).count + 2, screen.height - 2))
    }

    private func lines(_ state: ExploreState) -> [(keys: String, words: String)] {
        var lines: [(keys: String, words: String)] = []
        for place in context.path + KeyContext.allCases.filter({ !context.path.contains($0) }) {
            if !lines.isEmpty { lines.append(("", "")) }
            lines.append(("", place.title))
            for binding in state.keymap.bindings where binding.context == place && !binding.keys.isEmpty {
                lines.append((binding.keys.map(\.notation).joined(separator: " "), binding.action.summary))
            }
        }
        return lines
    }

    func press(_ key: KeyPress, in state: ExploreState) -> OverlayAnswer {
        switch state.keymap.action(for: key, in: .lists) {
        case .up: top -= 1
        case .down: top += 1
        case .pageUp: top -= height
        case .pageDown: top += height
        case .first: top = 0
        case .last: top = lines(state).count
        default: return .done
        }
        top = max(0, min(top, lines(state).count - height))
        return .stay
    }

    func draw(_ state: ExploreState, into canvas: Canvas) -> Point? {
        let lines = lines(state)
        height = canvas.size.height
        top = max(0, min(top, lines.count - height))
        for (y, line) in lines.dropFirst(top).prefix(height).enumerated() {
            if line.keys.isEmpty {
                canvas.put(line.words, x: 1, y: y, style: state.style(.title))
            } else {
                canvas.put(line.keys, x: 2, y: y, style: state.style(.hintKey), limit: 14)
                canvas.put(line.words, x: 17, y: y, style: state.style(.text))
            }
        }
        return nil
    }
}
