import Kit
import Terminal

/// The keys: those of the focused pane first.
final class HelpOverlay: Overlay {
    let title = "Help"
    let keyContext = KeyContext.help
    let stage: Stage
    private let context: KeyContext
    private var top = 0
    private var height = 1

    init(_ stage: Stage, _ context: KeyContext) {
        self.stage = stage
        self.context = context
    }

    func size(screen: Size) -> Size {
        Size(width: min(76, screen.width - 4), height: min(lines().count + 4, screen.height - 2))
    }

    /// Headings have no keys, spaces between sections have no words either.
    private func lines() -> [(keys: String, words: String)] {
        var lines: [(keys: String, words: String)] = []
        func section(_ title: String, _ keys: [(keys: String, words: String)]) {
            if !lines.isEmpty { lines.append(("", "")) }
            lines.append(("", title))
            lines += keys
        }
        for place in context.path + KeyContext.allCases.filter({ !context.path.contains($0) }) {
            let keys = stage.keymap.lines(of: place)
            if !keys.isEmpty { section(place.title, keys) }
        }
        return lines
    }

    func type(_ key: KeyPress) -> OverlayAnswer { .done }

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .up: top -= 1
        case .down: top += 1
        case .pageUp: top -= height
        case .pageDown: top += height
        case .first: top = 0
        case .last: top = lines().count
        default: return .done
        }
        top = max(0, min(top, lines().count - height))
        return .stay
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let lines = lines()
        height = max(1, canvas.size.height - 2)
        top = max(0, min(top, lines.count - height))
        for (y, line) in lines.dropFirst(top).prefix(height).enumerated() {
            if line.keys.isEmpty {
                canvas.put(line.words, x: 1, y: y, style: look.style(.titleFocused))
            } else {
                canvas.put(line.keys, x: 3, y: y, style: look.style(.hintKey), limit: 17)
                canvas.put(line.words, x: 21, y: y, style: look.style(.text))
            }
        }
        let y = canvas.size.height - 1
        drawHints(stage.keymap.scrollHints, y: y, look, into: canvas)
        if lines.count > height {
            let part = "\(top + 1)-\(min(top + height, lines.count)) of \(lines.count)"
            canvas.put(part, endingAt: canvas.size.width - 1, y: y, style: look.style(.textDim))
        }
        return nil
    }
}
