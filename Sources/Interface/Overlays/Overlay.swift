import Kit
import Terminal

/// A popup: it has the keys before every pane, and is drawn after them.
protocol Overlay: AnyObject {
    /// The title in its frame.
    var title: String { get }
    /// How large it wants to be, frame included.
    func size(in state: ScreenState, screen: Size) -> Size
    /// Where its keys are looked up.
    var keyContext: KeyContext { get }
    /// Does what a key asks for. The window asks the overlay before every pane; `done` removes it.
    func perform(_ action: Action, in state: ScreenState) -> OverlayAnswer
    /// Takes a key that asks for nothing in its context: text, where there is a place for it.
    func type(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer
    /// Takes a paste.
    func paste(_ text: String, in state: ScreenState)
    /// A press of the button inside its frame.
    func click(_ point: Point, in state: ScreenState) -> OverlayAnswer
    /// Whether `advance` has something to do.
    var hasWork: Bool { get }
    /// Work in slices until a deadline; answers whether something came of it or there is more.
    func advance(_ state: ScreenState, until deadline: ContinuousClock.Instant) -> Bool
    /// Draws inside its frame; answers where the cursor is.
    func draw(_ state: ScreenState, into canvas: Canvas) -> Point?
}

/// What became of a key.
struct OverlayAnswer {
    /// Whether the popup goes.
    var isDone = false
    /// What is asked for.
    var effects: [Effect] = []
    /// An action to do when the popup is gone, and where its pane is.
    var action: (action: Action, context: KeyContext)?

    static let stay = OverlayAnswer()
    static let done = OverlayAnswer(isDone: true)
}

extension Overlay {
    func paste(_ text: String, in state: ScreenState) {}
    func click(_ point: Point, in state: ScreenState) -> OverlayAnswer { .stay }
    var hasWork: Bool { false }
    func advance(_ state: ScreenState, until deadline: ContinuousClock.Instant) -> Bool { false }

    func type(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer { .stay }

    /// Takes a key: what the keymap says of it in the popup's context, else text.
    func press(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer {
        guard let action = state.keymap.action(for: key, in: keyContext) else { return type(key, in: state) }
        return perform(action, in: state)
    }

    /// Draws the keys of some actions with their words on a row, as many as fit.
    func drawHints(
        _ actions: [(action: Action, words: String)], y: Int, _ state: ScreenState, into canvas: Canvas
    ) {
        drawHints(state.keymap.hints(actions, in: keyContext), y: y, state, into: canvas)
    }

    /// Draws keys with their words on a row, as many as fit.
    func drawHints(_ hints: [(key: String, words: String)], y: Int, _ state: ScreenState, into canvas: Canvas) {
        var x = 1
        for hint in hints where x + displayWidth(of: hint.key) + 1 + displayWidth(of: hint.words) < canvas.size.width {
            x += canvas.put(hint.key, x: x, y: y, style: state.style(.hintKey)) + 1
            x += canvas.put(hint.words, x: x, y: y, style: state.style(.hint)) + 3
        }
    }
}
