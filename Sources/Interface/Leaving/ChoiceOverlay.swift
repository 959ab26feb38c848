import Kit
import Terminal

/// A question with a few answers, each with a key: that gives the answer, so does `Enter` on it.
final class ChoiceOverlay: Overlay {
    /// One answer.
    struct Choice {
        /// What its key asks for.
        let action: Action
        /// What it does.
        let text: String
        /// Does it.
        let pick: (ScreenState) -> [Effect]

        init(_ action: Action, _ text: String, pick: @escaping (ScreenState) -> [Effect]) {
            self.action = action
            self.text = text
            self.pick = pick
        }
    }

    let title: String
    let keyContext = KeyContext.leaving
    private let words: (ScreenState) -> [String]
    private let choices: [Choice]
    private var selected: Int
    /// The row of the first answer, for clicks.
    private var firstRow = 0

    /// `words` say what it is about, at each drawing anew.
    init(_ title: String, words: @escaping (ScreenState) -> [String], _ choices: [Choice], selected: Int = 0) {
        self.title = title
        self.words = words
        self.choices = choices
        self.selected = selected
    }

    func size(in state: ScreenState, screen: Size) -> Size {
        let width = min(76, screen.width - 4)
        let rows = lines(state, width: width - 4).count
        return Size(width: width, height: min(rows + choices.count + 5, screen.height - 2))
    }

    private func lines(_ state: ScreenState, width: Int) -> [String] {
        words(state).flatMap { wrapped($0, width: width) }
    }

    func perform(_ action: Action, in state: ScreenState) -> OverlayAnswer {
        if let index = choices.firstIndex(where: { $0.action == action }) { return answer(index, state) }
        switch action {
        case .back: return .done
        case .accept: return answer(selected, state)
        case .up: selected -= 1
        case .down: selected += 1
        case .first: selected = 0
        case .last: selected = choices.count - 1
        default: break
        }
        selected = max(0, min(selected, choices.count - 1))
        return .stay
    }

    private func answer(_ index: Int, _ state: ScreenState) -> OverlayAnswer {
        OverlayAnswer(isDone: true, effects: choices[index].pick(state))
    }

    func click(_ point: Point, in state: ScreenState) -> OverlayAnswer {
        let index = point.y - firstRow
        guard choices.indices.contains(index) else { return .stay }
        if index == selected { return answer(index, state) }
        selected = index
        return .stay
    }

    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        let room = max(1, canvas.size.height - choices.count - 3)
        let lines = lines(state, width: canvas.size.width - 2)
        for (y, line) in lines.prefix(room).enumerated() {
            let text = y == room - 1 && lines.count > room ? "and \(lines.count - y) lines more" : line
            canvas.put(text, x: 1, y: y, style: state.style(.text), limit: canvas.size.width - 2)
        }
        firstRow = min(lines.count, room) + 1
        for (index, choice) in choices.enumerated() {
            let y = firstRow + index
            let key = state.keymap.key(for: choice.action, in: keyContext) ?? ""
            canvas.put(key, x: 1, y: y, style: state.style(.hintKey))
            let x = max(4, 2 + displayWidth(of: key))
            canvas.put(choice.text, x: x, y: y, style: state.style(.text), limit: canvas.size.width - x - 1)
            if index == selected {
                canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), state.theme[.selection])
            }
        }
        drawHints(
            [(.accept, "do it"), (.back, "stay")], y: canvas.size.height - 1, state, into: canvas)
        state.changesNextSecond()
        return nil
    }
}
