import Kit
import Terminal

/// The panes; people, help and tests find a pane by its title.
public enum PaneID: String, CaseIterable, Sendable {
    /// The live topic tree.
    case topics = "Topics"
    /// The log of messages.
    case messages = "Messages"
    /// The open message.
    case message = "Message"
    /// The answer to the last request.
    case response = "Response"
    /// The saved requests, or the history.
    case requests = "Requests"
    /// The request that is being composed.
    case request = "Request"
    /// The figures of view Load.
    case load = "Load"
    /// Their past.
    case curve = "Curve"
    /// Who sends most.
    case top = "Top"
    /// Who is late, silent, bursting or gone.
    case health = "Health"
    /// The broker's log.
    case log = "Log"
    /// The broker's clients.
    case clients = "Clients"
    /// The connections, open and saved, and presets.
    case connections = "Connections"
    /// The selected connection: its settings, its state, and what its test has found.
    case connection = "Connection"
    /// What goes over the wire, row by row.
    case packets = "Packets"
    /// The selected packet, field by field.
    case packet = "Packet"
    /// The variables that hold.
    case environment = "Environment"
}

/// A part of the screen that takes keys. Same state, same cells.
protocol Pane: AnyObject {
    /// Which pane it is.
    var id: PaneID { get }
    /// Where it stands: what it may ask of the screen around it.
    var stage: Stage { get }
    /// Where its keys are looked up.
    var keyContext: KeyContext { get }
    /// The line that is being typed into, if any: it gets the keys first.
    var field: TextField? { get set }
    /// Whether keys are text for now, in `field` or in an editor of the pane's own.
    var isTyping: Bool { get }
    /// Where keys are looked up while `isTyping`.
    var typingContext: KeyContext { get }
    /// What to hint at while `isTyping`.
    var typingHints: [(action: Action, words: String)] { get }
    /// Takes a key while `isTyping`, and what the keymap says of it; nil when it has ended what was typed and means
    /// something else too.
    func type(_ key: KeyPress, _ action: Action?) -> [Effect]?
    /// Takes pasted text; false when the pane has no place for it.
    func paste(_ text: String) -> Bool
    /// Learns how many rows and columns its content has, before drawing.
    func fit(_ look: Look, to size: Size)
    /// Whether a key of an action would do something now: one that would not is not hinted at.
    func offers(_ action: Action) -> Bool
    /// What a hint says of an action here; nil says what it does anywhere.
    func hintWords(_ action: Action) -> String?
    /// Does what a key asks for.
    func perform(_ action: Action) -> [Effect]
    /// Takes back what narrows the view, such as a filter; false when nothing does.
    func back() -> Bool
    /// The text in `field` changed, or is done with: Enter keeps it, Esc takes it back.
    func typed(_ outcome: FieldOutcome)
    /// Something else gets the keys: what is typed is done with, and kept.
    func endTyping()
    /// Whether it stands still while more comes, and `pause` lets it go on.
    var isHeld: Bool { get }
    /// What stands at the left, after the title; its end says more than its beginning.
    var subtitle: String { get }
    /// What stands before the subtitle and goes whole where there is no room for both: the end of a clock reads as another
    /// number.
    var subtitleLead: String { get }
    /// What stands at the right of the title.
    func info(_ look: Look) -> String
    /// Draws the content; answers where the cursor of its field is.
    func draw(_ look: Look, into canvas: Canvas) -> Point?
    /// Draws what lies over the panes around it, when all of them are drawn: it has the keys.
    /// - Parameter origin: where its content begins on the screen.
    func drawOver(_ look: Look, from origin: Point, into screen: Canvas)
    /// A press of the button on a row of the content.
    func click(_ point: Point)
    /// The second press of two at the same place.
    func doubleClick(_ point: Point) -> [Effect]
    /// The wheel was turned over it: so many rows down, or up. What is selected stays selected.
    func scroll(by rows: Int)
    /// Whether `advance` has something to do.
    var hasWork: Bool { get }
    /// Work in slices until a deadline; answers whether something came of it or there is more.
    func advance(until deadline: ContinuousClock.Instant) -> Bool
}

/// What happened to a line that is typed into.
enum FieldOutcome {
    case changed, accepted, cancelled
}

extension Pane {
    var isTyping: Bool { field != nil }

    var typingContext: KeyContext { .field }

    var typingHints: [(action: Action, words: String)] {
        [(.accept, "keep"), (.back, "clear"), (.olderText, "earlier ones")]
    }

    func type(_ key: KeyPress, _ action: Action?) -> [Effect]? {
        typeInField(key, action)
    }

    /// Gives a key to the line that is typed into.
    func typeInField(_ key: KeyPress, _ action: Action?) -> [Effect]? {
        switch action {
        case .accept: typed(.accepted)
        case .back: typed(.cancelled)
        // Typed text is kept, and nil lets the window do what the key means beyond it.
        case let action? where action.leavesField || key.isFunctionKey && action.edit == nil:
            typed(.accepted)
            return nil
        default: if field?.press(key, stage.keymap) == true { typed(.changed) }
        }
        return []
    }

    func paste(_ text: String) -> Bool {
        guard field != nil else { return false }
        field?.insert(text)
        typed(.changed)
        return true
    }

    // What a pane that only shows something need not say.
    func fit(_ look: Look, to size: Size) {}
    func offers(_ action: Action) -> Bool { true }
    func hintWords(_ action: Action) -> String? { nil }
    func perform(_ action: Action) -> [Effect] { [] }
    func back() -> Bool { false }
    func typed(_ outcome: FieldOutcome) {}
    func endTyping() { if field != nil { typed(.accepted) } }
    func drawOver(_ look: Look, from origin: Point, into screen: Canvas) {}
    func click(_ point: Point) {}
    func doubleClick(_ point: Point) -> [Effect] { [] }
    // Where a pane says nothing else the wheel is the arrow keys.
    func scroll(by rows: Int) { for _ in 0..<abs(rows) { _ = perform(rows < 0 ? .up : .down) } }
    var isHeld: Bool { false }
    func info(_ look: Look) -> String { "" }
    var subtitle: String { "" }
    var subtitleLead: String { "" }
    var hasWork: Bool { false }

    func advance(until deadline: ContinuousClock.Instant) -> Bool { false }

    /// Draws the bar of the selected row.
    func drawSelection(y: Int, _ look: Look, into canvas: Canvas) {
        canvas.restyle(
            Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.selection)
    }

    /// Draws lines that stand in for content, the first one plain, the others stepped back, broken between words.
    func drawWords(_ lines: [String], _ look: Look, into canvas: Canvas) {
        let (width, height) = (canvas.size.width - 2, canvas.size.height)
        let pieces = lines.enumerated().flatMap { index, line in
            wrapped(line, width: width).map { (text: $0, role: index == 0 ? Role.text : .textDim) }
        }
        for (y, piece) in pieces.prefix(height).enumerated() {
            // A low pane says that there is more.
            let more = y == height - 1 && pieces.count > height ? " \(canvas.marks.ellipsis)" : ""
            canvas.put(piece.text + more, x: 1, y: y, style: look.style(piece.role), limit: width)
        }
    }
}
