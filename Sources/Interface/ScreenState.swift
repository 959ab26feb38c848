import Kit
import Model
import Profile

/// What panes share that have no parts of their own yet: the desk on screen, the requests, the profile.
final class ScreenState: Stage {
    /// The open connections.
    let model: Model
    /// What was selected and laid out of each open connection.
    private var desks: [ObjectIdentifier: Desk] = [:]
    /// Connections, environments and settings.
    let book: ProfileBook
    /// What was sent, and what came back.
    var exchanges: ExchangeLog { requests.exchanges }
    /// What came of the open request when it was sent last; nil when it was not.
    var exchange: SentRequest? { requests.shown }
    /// Whether the open request is under way.
    var isSending: Bool { !exchanges.underWay(of: requests.current).isEmpty }
    /// What `{{...}}` stands for, for previews.
    var variables: Variables { book.variables }
    /// The requests of the REST half.
    let requests: RequestComposer

    init(model: Model, theme: Theme, keymap: Keymap, book: ProfileBook = ProfileBook()) {
        self.model = model
        self.book = book
        requests = RequestComposer(model.requests, book)
        super.init(theme: theme, keymap: keymap) { model.shown.notify($0) }
        // Its log follows from the first message on.
        _ = desk
    }

    /// The connection that is on the screen, with what was selected in it.
    var desk: Desk {
        // Those of closed connections hold on to what was received.
        if desks.count > model.connections.count {
            desks = desks.filter { desk in model.connections.contains { $0 === desk.value.workspace } }
        }
        let key = ObjectIdentifier(model.shown)
        if let known = desks[key] { return known }
        let new = Desk(model.shown, self)
        desks[key] = new
        return new
    }
}
