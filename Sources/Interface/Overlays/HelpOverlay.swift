import Kit
import Terminal

/// The keys: those of the focused pane first.
final class HelpOverlay: Overlay {
    let title = "Help"
    let keyContext = KeyContext.help
    private let context: KeyContext
    private var top = 0
    private var height = 1

    init(_ context: KeyContext) {
        self.context = context
    }

    func size(in state: ScreenState, screen: Size) -> Size {
        Size(width: min(76, screen.width - 4), height: min(lines(state).count + 4, screen.height - 2))
    }

    /// Headings have no keys, spaces between sections have no words either.
    private func lines(_ state: ScreenState) -> [(keys: String, words: String)] {
        var lines: [(keys: String, words: String)] = []
        func section(_ title: String, _ keys: [(keys: String, words: String)]) {
            if !lines.isEmpty { lines.append(("", "")) }
            lines.append(("", title))
            lines += keys
        }
        for place in context.path + KeyContext.allCases.filter({ !context.path.contains($0) }) {
            let keys = state.keymap.lines(of: place)
            if !keys.isEmpty { section(place.title, keys) }
        }
        return lines
    }

    func type(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer { .done }

    func perform(_ action: Action, in state: ScreenState) -> OverlayAnswer {
        switch action {
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

    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        let lines = lines(state)
        height = max(1, canvas.size.height - 2)
        top = max(0, min(top, lines.count - height))
        for (y, line) in lines.dropFirst(top).prefix(height).enumerated() {
            if line.keys.isEmpty {
                canvas.put(line.words, x: 1, y: y, style: state.style(.titleFocused))
            } else {
                canvas.put(line.keys, x: 3, y: y, style: state.style(.hintKey), limit: 17)
                canvas.put(line.words, x: 21, y: y, style: state.style(.text))
            }
        }
        let y = canvas.size.height - 1
        drawHints(state.keymap.scrollHints, y: y, state, into: canvas)
        if lines.count > height {
            let part = "\(top + 1)-\(min(top + height, lines.count)) of \(lines.count)"
            canvas.put(part, endingAt: canvas.size.width - 1, y: y, style: state.style(.textDim))
        }
        return nil
    }
}
