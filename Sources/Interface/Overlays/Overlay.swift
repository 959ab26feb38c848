import Terminal

/// A popup: it has the keys before every pane, and is drawn after them.
protocol Overlay: AnyObject {
    /// The title in its frame.
    var title: String { get }
    /// How large it wants to be, frame included.
    func size(in state: ExploreState, screen: Size) -> Size
    /// Takes a key. The window asks the overlay first; `done` removes it.
    func press(_ key: KeyPress, in state: ExploreState) -> OverlayAnswer
    /// Takes a paste.
    func paste(_ text: String, in state: ExploreState)
    /// Draws inside its frame; answers where the cursor is.
    func draw(_ state: ExploreState, into canvas: Canvas) -> Point?
}

/// What became of a key.
struct OverlayAnswer {
    /// Whether the popup goes.
    var isDone = false
    /// What is asked for.
    var effects: [Effect] = []
    /// An action to do in the focused pane when the popup is gone.
    var action: Action?

    static let stay = OverlayAnswer()
    static let done = OverlayAnswer(isDone: true)
}

extension Overlay {
    func paste(_ text: String, in state: ExploreState) {}
}
