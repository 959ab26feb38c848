import Kit
import Terminal

/// A question with a few answers, each with a key: that gives the answer, so does `Enter` on it.
final class ChoiceOverlay: Overlay {
    /// One answer.
    struct Choice {
        /// What its key asks for.
        let action: Action
        /// Another key that gives it, and is not shown; nil for none.
        let also: Action?
        /// What it does.
        let text: String
        /// Does it.
        let pick: () -> [Effect]

        init(_ action: Action, _ text: String, also: Action? = nil, pick: @escaping () -> [Effect]) {
            self.action = action
            self.also = also
            self.text = text
            self.pick = pick
        }
    }

    var title: String { about() }
    let keyContext = KeyContext.leaving
    let stage: Stage
    private let about: () -> String
    private let words: () -> [String]
    private let offer: () -> [Choice]
    private let preferred: ([Choice]) -> Int
    /// The answers that are offered now.
    private var choices: [Choice]
    private var selected: Int
    /// The row of the first answer, for clicks.
    private var firstRow = 0

    /// `title` and `words` say what it is about, at each drawing anew; so do `choices` which answers make sense, and
    /// `selected` which of them is selected when they have become others, unless to stay is.
    init(
        _ stage: Stage, _ title: @escaping @autoclosure () -> String, words: @escaping () -> [String],
        choices: @escaping () -> [Choice], selected: @escaping ([Choice]) -> Int
    ) {
        self.stage = stage
        about = title
        self.words = words
        (offer, preferred) = (choices, selected)
        self.choices = choices()
        self.selected = selected(self.choices)
    }

    /// What is asked about goes on meanwhile: learns which answers still make sense.
    private func follow() {
        let before = choices.map(\.action)
        choices = offer()
        guard choices.map(\.action) != before else { return }
        // Who is on their way to stay must not find the end beneath the key.
        let stay = before[selected] == .stay ? choices.firstIndex { $0.action == .stay } : nil
        selected = stay ?? preferred(choices)
    }

    func size(screen: Size) -> Size {
        follow()
        let width = min(76, screen.width - 4)
        let rows = lines(width: width - 4).count
        // Five: the frame, a blank row above the answers and one below, and the keys.
        return Size(width: width, height: min(rows + choices.count + 5, screen.height - 2))
    }

    private func lines(width: Int) -> [String] {
        words().flatMap { wrapped($0, width: width) }
    }

    func perform(_ action: Action) -> OverlayAnswer {
        let key = action
        if let index = choices.firstIndex(where: { $0.action == key || $0.also == key }) { return answer(index) }
        switch action {
        case .back: return .done
        case .accept: return answer(selected)
        case .up: selected -= 1
        case .down: selected += 1
        case .first: selected = 0
        case .last: selected = choices.count - 1
        default: break
        }
        selected = max(0, min(selected, choices.count - 1))
        return .stay
    }

    private func answer(_ index: Int) -> OverlayAnswer {
        OverlayAnswer(isDone: true, effects: choices[index].pick())
    }

    func click(_ point: Point) -> OverlayAnswer {
        let index = point.y - firstRow
        // One click only chooses: what is lost by a slip does not come back.
        if choices.indices.contains(index) { selected = index }
        return .stay
    }

    func doubleClick(_ point: Point) -> OverlayAnswer {
        choices.indices.contains(point.y - firstRow) ? answer(point.y - firstRow) : .stay
    }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer { step(by: rows.signum()) }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let room = max(1, canvas.size.height - choices.count - 3)
        let lines = lines(width: canvas.size.width - 2)
        for (y, line) in lines.prefix(room).enumerated() {
            // The choices are always seen, and how much is not is said.
            let text = y == room - 1 && lines.count > room ? "and \(lines.count - y) lines more" : line
            canvas.put(text, x: 1, y: y, style: look.style(.text), limit: canvas.size.width - 2)
        }
        let shown = min(lines.count, room)
        // On a low screen the blank row above them goes first.
        firstRow = shown + max(0, min(1, canvas.size.height - 1 - choices.count - shown))
        for (index, choice) in choices.enumerated() {
            let y = firstRow + index
            let key = stage.keymap.key(for: choice.action, in: keyContext) ?? ""
            canvas.put(key, x: 1, y: y, style: look.style(.hintKey))
            let x = max(4, 2 + displayWidth(of: key))
            canvas.put(choice.text, x: x, y: y, style: look.style(.text), limit: canvas.size.width - x - 1)
            if index == selected {
                canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.theme[.selection])
            }
        }
        drawHints(
            [(.accept, "do it"), (.back, "stay")], y: canvas.size.height - 1, look, into: canvas)
        // What waits becomes less while the question stands.
        look.changesNextSecond()
        return nil
    }
}
