import Kit
import Profile
import Terminal

/// The open request in view Explore: one line to send it from, beside the live topics. View REST has the rest of it.
final class RequestStrip: Pane {
    let id = PaneID.request
    let keyContext = KeyContext.request
    unowned let state: ScreenState
    init(_ state: ScreenState) { self.state = state }

    var stage: Stage { state }
    var field: TextField?
    private var before = ""
    private var urls = FieldHistory()

    /// The rows of its frame.
    static let height = 3

    var typingHints: [(action: Action, words: String)] { [(.accept, "keep"), (.send, "send"), (.back, "back")] }

    func fit(_ look: Look, to size: Size) {}

    var subtitle: String {
        guard let item = state.requests.item, !item.draft.name.isEmpty else { return "" }
        return item.isDirty ? "\(item.title) *" : item.title
    }

    func info(_ look: Look) -> String { RequestStatus.words(look, state) }

    func type(_ key: KeyPress, _ action: Action?) -> [Effect]? {
        guard action == .send else { return typeInField(key, action) }
        typed(.accepted)
        return state.requests.send(state)
    }

    func perform(_ action: Action) -> [Effect] {
        switch action {
        case .editField:
            before = state.requests.draft.url
            field = TextField(before, history: urls)
        case .send: return state.requests.send(state)
        case .up, .previousTab: step(-1)
        case .down, .nextTab: step(1)
        case .method: RequestPane.chooseMethod(state)
        default: return RequestActions.perform(action, in: state)
        }
        return []
    }

    /// Opens the request before or after this one in the library.
    private func step(_ steps: Int) {
        let items = state.requests.library.items
        guard let index = state.requests.library.index(of: state.requests.current) else { return }
        state.requests.open(items[max(0, min(index + steps, items.count - 1))].id)
    }

    func paste(_ text: String) -> Bool {
        if RequestPane.isCommand(text) {
            if field != nil { typed(.cancelled) }
            RequestPane.importCurl(text, state)
            return true
        }
        guard field != nil else { return false }
        field?.insert(text)
        typed(.changed)
        return true
    }

    func typed(_ outcome: FieldOutcome) {
        guard let text = field?.text else { return }
        switch outcome {
        case .changed: state.requests.draft.url = text
        case .accepted:
            field = nil
            if RequestPane.isCommand(text) {
                state.requests.draft.url = before
                RequestPane.importCurl(text, state)
            } else {
                urls.add(text)
            }
        case .cancelled:
            field = nil
            state.requests.draft.url = before
        }
    }

    func back() -> Bool { false }

    func click(_ point: Point) {
        if field == nil { _ = perform(.editField) }
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let line = RequestLine(draft: state.requests.draft, field: field, isCurrent: look.isFocused)
        return line.draw(y: 0, look, state, into: canvas)
    }
}
