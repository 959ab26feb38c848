import Kit
import Terminal

/// Every action by name: type a part of it, Enter does it. Those of the focused pane come first.
final class PaletteOverlay: Overlay {
    let title = "Palette"
    let keyContext = KeyContext.palette
    let stage: Stage
    private let context: KeyContext
    private var line = TextField.query()
    private var list = ListCursor<RowNumber>()

    init(_ stage: Stage, _ context: KeyContext) {
        self.stage = stage
        self.context = context
    }

    func size(screen: Size) -> Size {
        Size(width: min(64, screen.width - 4), height: min(18, screen.height - 2))
    }

    /// What is found, the best first: those with the words as typed, then those with the letters in that order.
    private func found() -> [Keymap.Binding] {
        let words = line.text.lowercased()
        // What is longer than every name is in none.
        guard words.utf8.count <= Self.longestName else { return [] }
        let order = context.path + KeyContext.allCases.filter { $0.isOfPanes && !context.path.contains($0) }
        let all = order.flatMap { place in
            stage.keymap.bindings.filter { $0.context == place && $0.action != .palette && $0.action != .back }
        }
        guard !words.isEmpty else { return all }
        let exact = all.filter { $0.action.summary.lowercased().contains(words) }
        let loose = all.filter { binding in
            !exact.contains(binding) && Self.contains(words, in: binding.action.summary.lowercased())
        }
        return exact + loose
    }

    private static let longestName = Action.allCases.reduce(0) { max($0, $1.summary.utf8.count) }

    /// Whether the letters come in this order.
    private static func contains(_ letters: String, in text: String) -> Bool {
        var rest = text[...]
        for letter in letters {
            guard let place = rest.firstIndex(of: letter) else { return false }
            rest = rest[rest.index(after: place)...]
        }
        return true
    }

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back: return .done
        case .accept: return run(list.row)
        default: _ = list.perform(action, of: found().count)
        }
        return .stay
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        if line.press(key, stage.keymap) { list = ListCursor() }
        return .stay
    }

    private func run(_ row: Int) -> OverlayAnswer {
        let all = found()
        guard all.indices.contains(row) else { return .stay }
        return OverlayAnswer(isDone: true, action: (all[row].action, all[row].context))
    }

    func paste(_ text: String) {
        line.insert(text)
        list = ListCursor()
    }

    func click(_ point: Point) -> OverlayAnswer {
        guard let row = list.place(ofRow: point.y - 2) else { return .stay }
        return run(row)
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let width = canvas.size.width
        let x = line.draw(into: canvas, x: 1, y: 0, width: width - 2, style: look.style(.field))
        let found = found()
        list.fit(count: found.count, height: canvas.size.height - 2)
        if found.isEmpty { canvas.put("No action is called that.", x: 2, y: 2, style: look.style(.textDim)) }
        for (row, index) in list.visible.enumerated() {
            let (binding, y) = (found[index], row + 2)
            canvas.put(binding.action.summary, x: 2, y: y, style: look.style(.text), limit: width - 25)
            canvas.put(binding.context.title, x: width - 22, y: y, style: look.style(.textDim))
            canvas.put(binding.keys.first?.notation ?? "", x: width - 8, y: y, style: look.style(.hintKey))
            if index == list.row {
                canvas.restyle(Rect(x: 0, y: y, width: width, height: 1), look.theme[.selection])
            }
        }
        return Point(x: x, y: 0)
    }
}
