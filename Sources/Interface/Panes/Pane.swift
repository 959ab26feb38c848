import Terminal

/// The panes; people, help and tests find a pane by its title.
public enum PaneID: String, CaseIterable, Sendable {
    case topics = "Topics"
    case messages = "Messages"
    case message = "Message"
}

/// A part of the screen that takes keys. Same state, same cells.
protocol Pane: AnyObject {
    /// Which pane it is.
    var id: PaneID { get }
    /// Where its keys are looked up.
    var keyContext: KeyContext { get }
    /// The line that is being typed into, if any: it gets the keys first.
    var field: TextField? { get set }
    /// Learns how many rows and columns its content has, before keys and drawing.
    func fit(_ state: ExploreState, to size: Size)
    /// Does what a key asks for.
    func perform(_ action: Action, in state: ExploreState) -> [Effect]
    /// The text in `field` changed, or is done with: Enter keeps it, Esc takes it back.
    func typed(_ outcome: FieldOutcome, in state: ExploreState)
    /// What stands at the right of the title.
    func info(_ state: ExploreState) -> String
    /// What stands at the left, after the title.
    func subtitle(_ state: ExploreState) -> String
    /// Draws the content; answers where the cursor of its field is.
    func draw(_ state: ExploreState, into canvas: Canvas) -> Point?
    /// A press of the button on a row of the content.
    func click(_ point: Point, in state: ExploreState)
    /// Work in slices until a deadline; answers whether there is more.
    func advance(_ state: ExploreState, until deadline: ContinuousClock.Instant) -> Bool
}

/// What happened to a line that is typed into.
enum FieldOutcome {
    case changed, accepted, cancelled
}

extension Pane {
    func click(_ point: Point, in state: ExploreState) {}
    func advance(_ state: ExploreState, until deadline: ContinuousClock.Instant) -> Bool { false }
}
