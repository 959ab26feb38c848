import Kit
import Profile
import Terminal

/// The open request in view Explore: one line to send it from, beside the live topics. View REST has the rest of it.
final class RequestStrip: Pane {
    let id = PaneID.request
    let keyContext = KeyContext.request
    let stage: Stage
    private let composer: RequestComposer
    var field: TextField?
    private var before = ""
    private var urls = FieldHistory()

    /// The rows of its frame.
    static let height = 3

    init(_ composer: RequestComposer, _ stage: Stage) {
        self.composer = composer
        self.stage = stage
    }

    var typingHints: [(action: Action, words: String)] { [(.accept, "keep"), (.send, "send"), (.back, "back")] }

    var subtitle: String {
        guard let item = composer.item, !item.draft.name.isEmpty else { return "" }
        return item.isDirty ? "\(item.title) *" : item.title
    }

    /// What was answered last, and the condition that the next one goes out on: it is seen before it is sent.
    func info(_ look: Look) -> String {
        let words = RequestStatus.words(look, composer, stage.keymap)
        guard let field = composer.offer?.fieldText, !field.isEmpty else { return words }
        return words.isEmpty ? field : "\(field)  \(words)"
    }

    func type(_ key: KeyPress, _ action: Action?) -> [Effect]? {
        guard action == .send else { return typeInField(key, action) }
        // What is typed is what is sent.
        typed(.accepted)
        return composer.send(stage)
    }

    /// What is on tabs and rows has its place in view REST.
    func offers(_ action: Action) -> Bool {
        switch action {
        case .addRow, .toggleRow, .kind: false
        case .cancelRequest: composer.isSending
        case .nextTab: composer.library.items.count > 1
        case .condition: composer.offers.count > 1
        case .send, .copyCommand, .repeatRequest, .revalidate: !composer.draft.url.isEmpty
        default: true
        }
    }

    func hintWords(_ action: Action) -> String? { action == .nextTab ? "next request" : nil }

    func perform(_ action: Action) -> [Effect] {
        composer.noteChanges()
        switch action {
        case .undo: composer.takeBack(stage)
        case .editField:
            before = composer.draft.url
            field = TextField(before, history: urls)
        case .send: return composer.send(stage)
        case .up, .previousTab: step(-1)
        case .down, .nextTab: step(1)
        case .method: RequestPane.chooseMethod(composer, stage)
        default: return RequestActions.perform(action, composer, stage)
        }
        return []
    }

    /// Opens the request before or after this one in the library.
    private func step(_ steps: Int) {
        let items = composer.library.items
        guard let index = composer.library.index(of: composer.current) else { return }
        composer.open(items[max(0, min(index + steps, items.count - 1))].id)
    }

    func paste(_ text: String) -> Bool {
        if RequestPane.isCommand(text) {
            // A command takes the place of the URL that was begun.
            if field != nil { typed(.cancelled) }
            RequestPane.importCurl(text, composer, stage)
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
        // With every letter: what is seen beside it speaks of what is typed.
        case .changed: composer.draft.url = text
        case .accepted:
            field = nil
            if RequestPane.isCommand(text) {
                composer.draft.url = before
                RequestPane.importCurl(text, composer, stage)
            } else {
                urls.add(text)
            }
        case .cancelled:
            field = nil
            composer.draft.url = before
        }
    }

    func click(_ point: Point) {
        if field == nil { _ = perform(.editField) }
    }

    /// The wheel does not walk through the requests.
    func scroll(by rows: Int) {}

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let line = RequestLine(draft: composer.draft, field: field, isCurrent: look.isFocused)
        return line.draw(y: 0, look, composer, stage, into: canvas)
    }
}
