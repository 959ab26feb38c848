import Kit
import Terminal

/// A popup: it has the keys before every pane, and is drawn after them.
protocol Overlay: AnyObject {
    /// Where it stands: what it may ask of the screen around it.
    var stage: Stage { get }
    /// The title in its frame.
    var title: String { get }
    /// How large it wants to be, frame included.
    func size(screen: Size) -> Size
    /// Where its keys are looked up.
    var keyContext: KeyContext { get }
    /// Does what a key asks for. The window asks the overlay before every pane; `done` removes it.
    func perform(_ action: Action) -> OverlayAnswer
    /// Takes a key that asks for nothing in its context: text, where there is a place for it.
    func type(_ key: KeyPress) -> OverlayAnswer
    /// Takes a paste.
    func paste(_ text: String)
    /// A press of the button inside its frame.
    func click(_ point: Point) -> OverlayAnswer
    /// The second press of two at the same place.
    func doubleClick(_ point: Point) -> OverlayAnswer
    /// The wheel was turned over it: so many rows down, or up.
    func scroll(by rows: Int, at point: Point) -> OverlayAnswer
    /// Whether the key of the help stands among the hints that do not all fit.
    var offersHelp: Bool { get }
    /// Whether `advance` has something to do.
    var hasWork: Bool { get }
    /// Work in slices until a deadline; answers whether something came of it or there is more.
    func advance(until deadline: ContinuousClock.Instant) -> Bool
    /// Draws inside its frame; answers where the cursor is.
    func draw(_ look: Look, into canvas: Canvas) -> Point?
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
    var offersHelp: Bool { true }
    func paste(_ text: String) {}
    func click(_ point: Point) -> OverlayAnswer { .stay }
    func doubleClick(_ point: Point) -> OverlayAnswer { click(point) }
    func scroll(by rows: Int, at point: Point) -> OverlayAnswer { .stay }

    /// Turns a list by as many steps of its keys.
    func step(by rows: Int) -> OverlayAnswer {
        var answer = OverlayAnswer.stay
        for _ in 0..<abs(rows) {
            answer = perform(rows < 0 ? .up : .down)
            if answer.isDone { break }
        }
        return answer
    }

    var hasWork: Bool { false }
    func advance(until deadline: ContinuousClock.Instant) -> Bool { false }

    func type(_ key: KeyPress) -> OverlayAnswer { .stay }

    /// Takes a key: what the keymap says of it in the popup's context, else text.
    func press(_ key: KeyPress) -> OverlayAnswer {
        guard let action = stage.keymap.action(for: key, in: keyContext) else { return type(key) }
        return perform(action)
    }

    /// Draws the keys of some actions with their words on a row, as many as fit.
    func drawHints(
        _ actions: [(action: Action, words: String)], y: Int, _ look: Look, into canvas: Canvas
    ) {
        drawHints(stage.keymap.hints(actions, in: keyContext), y: y, look, into: canvas)
    }

    /// Draws keys with their words on a row, as many as fit; a click on one presses its key. The last one, which leads out,
    /// is never left out for want of room, and where others are, the key of the help stands before it.
    func drawHints(_ hints: [(key: String, words: String)], y: Int, _ look: Look, into canvas: Canvas) {
        func width(_ hints: some Sequence<(key: String, words: String)>) -> Int {
            hints.reduce(0) { $0 + displayWidth(of: $1.key) + displayWidth(of: $1.words) + 4 }
        }
        // The gap behind the last needs no room, nor the edge more than a column.
        let room = canvas.size.width + 1
        var end = Array(hints.suffix(1))
        if width(hints) > room, hints.count > 2, offersHelp,
            let help = stage.keymap.key(for: .help, in: keyContext)
        {
            // What the popup is for stands before the help.
            let both = [(key: help, words: "help")] + end
            if width(hints.prefix(1)) + width(both) <= room { end = both }
        }
        var x = 1
        for (place, hint) in (hints.dropLast() + end).enumerated() {
            // The room of those at the end that are still to be drawn: one in the middle may not take it.
            let kept = width(end.dropFirst(max(0, place - hints.count + 2)))
            // Not the end of the loop: a shorter one behind it may still fit.
            guard x - 1 + width([hint]) + kept <= room else { continue }
            let start = x
            x += canvas.put(hint.key, x: x, y: y, style: look.style(.hintKey)) + 1
            x += canvas.put(hint.words, x: x, y: y, style: look.style(.hint))
            // Words for several keys, or for any, press none.
            if let key = KeyPress(notation: hint.key) {
                stage.mark(Rect(x: start, y: y, width: x - start, height: 1), on: canvas, .key(key))
            }
            x += 3
        }
    }
}
