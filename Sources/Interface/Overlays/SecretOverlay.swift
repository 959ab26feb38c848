import Kit
import Profile
import Terminal

/// Asks for a secret; what is typed is shown as dots.
final class SecretOverlay: Overlay {
    /// Which one: `Password of home`.
    var title: String { words.prefix(1).uppercased() + words.dropFirst() }
    let keyContext = KeyContext.form
    let stage: Stage
    private let number: Int
    private let words: String
    private var field = TextField()

    init(_ stage: Stage, _ number: Int, for words: String) {
        (self.stage, self.number, self.words) = (stage, number, words)
    }

    func size(screen: Size) -> Size {
        Size(width: min(max(50, displayWidth(of: words) + 6), screen.width - 4), height: 5)
    }

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        // Who asked waits for an answer: to go away is one.
        case .back: OverlayAnswer(isDone: true, effects: [.connection(.answerSecret(number, nil))])
        case .accept: OverlayAnswer(isDone: true, effects: [.connection(.answerSecret(number, field.text))])
        default: .stay
        }
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        _ = field.press(key, stage.keymap)
        return .stay
    }

    func paste(_ text: String) { field.insert(text) }

    func click(_ point: Point) -> OverlayAnswer {
        if point.y == 0 { field.click(at: point.x - 1) }
        return .stay
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let x = field.drawDots(into: canvas, x: 1, y: 0, width: canvas.size.width - 2, style: look.style(.field))
        drawHints([(.accept, "done"), (.back, "not now")], y: 2, look, into: canvas)
        return Point(x: x, y: 0)
    }
}
