import Terminal

/// A question that `y` says yes to; every other key says no.
final class ConfirmOverlay: Overlay {
    let title: String
    private let question: String
    private let yes: () -> [Effect]

    init(_ title: String, _ question: String, yes: @escaping () -> [Effect]) {
        self.title = title
        self.question = question
        self.yes = yes
    }

    func size(in state: ScreenState, screen: Size) -> Size {
        Size(width: min(max(40, displayWidth(of: question) + 4), screen.width - 4), height: 5)
    }

    func press(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer {
        key == KeyPress(.character("y")) ? OverlayAnswer(isDone: true, effects: yes()) : .done
    }

    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        canvas.put(question, x: 1, y: 0, style: state.style(.text), limit: canvas.size.width - 2)
        drawHints([("y", "yes"), ("any other key", "no")], y: 2, state, into: canvas)
        return nil
    }
}
