import Kit
import Model
import Payloads
import Profile
import Terminal
import Text

/// What all panes share: the desk on screen, looks and keys, and which popups stand.
final class ScreenState {
    let theme: Theme
    let keymap: Keymap
    /// The open connections.
    let model: Model
    /// What was selected and laid out of each open connection.
    private var desks: [ObjectIdentifier: Desk] = [:]
    /// Connections, environments and settings.
    let book: ProfileBook
    /// What the last test of a connection has found.
    var probe: ProbeReport? {
        get { model.probe }
        set { model.probe = newValue }
    }
    /// What is wrong with a broker's address, in words; nil when nothing is.
    var brokerURLProblem: (String) -> String? = { _ in nil }
    /// What was sent, and what came back.
    var exchanges: ExchangeLog { requests.exchanges }
    /// What came of the open request when it was sent last; nil when it was not.
    var exchange: SentRequest? { requests.shown }
    /// Whether the open request is under way.
    var isSending: Bool { !exchanges.underWay(of: requests.current).isEmpty }
    /// What `{{...}}` stands for, for previews.
    var variables: Variables { book.variables }
    /// Publishes kept in the profile.
    var savedPublishes: [PublishDraft] { book.profile.publishes.values }
    /// The requests of the REST half.
    let requests: RequestComposer
    /// Whether a file of that path is there: asked before one is written.
    var fileExists: (String) -> Bool = { _ in false }

    /// The moment of this key or frame.
    var now: Moment = 0
    /// Whether the pane that is drawn or asked has the keys.
    var isFocused = false
    /// A notice that what was done since has made untrue: it is in the list of notices, and no longer at the bottom.
    var settledNotice: Notice?
    /// Popups, the front one last.
    var overlays: [any Overlay] = []
    /// A pane that asks for the keys, in whichever view it is.
    var wantedFocus: PaneID?
    /// The view in which it asks for them; nil for the one on the screen if it has the pane.
    var wantedView: View?
    /// Who waits for a program that runs in the terminal.
    private var jobs: [Int: (TerminalJob.Outcome) -> Void] = [:]
    private var lastJob = 0
    private let alarm = Alarm()
    /// When time alone changes what was drawn last; nil when it does not.
    var nextChange: Moment? { alarm.next }
    /// The screen as widgets see it. The size is that of the whole screen.
    var look: Look { Look(theme: theme, now: now, isFocused: isFocused, size: size, alarm: alarm) }
    /// The size of the screen as it was drawn last.
    var size = Size(width: 80, height: 24)

    init(model: Model, theme: Theme, keymap: Keymap, book: ProfileBook = ProfileBook()) {
        self.model = model
        self.theme = theme
        self.keymap = keymap
        self.book = book
        requests = RequestComposer(model.requests, book)
        // Its log follows from the first message on.
        _ = desk
    }

    // MARK: - Open connections

    /// The connection that is on the screen, with what was selected in it.
    var desk: Desk {
        // Those of closed connections hold on to what was received.
        if desks.count > model.connections.count {
            desks = desks.filter { desk in model.connections.contains { $0 === desk.value.workspace } }
        }
        let key = ObjectIdentifier(model.shown)
        if let known = desks[key] { return known }
        let new = Desk(model.shown)
        desks[key] = new
        return new
    }

    // MARK: - Time

    /// Begins a frame: nothing that was drawn before counts.
    func beginFrame(at now: Moment, size: Size) {
        self.now = now
        self.size = size
        alarm.clear()
    }

    /// Something drawn in this frame looks different at that moment.
    func changes(at moment: Moment) { look.changes(at: moment) }

    /// Something drawn in this frame looks different when the clock's second turns.
    func changesNextSecond() { look.changesNextSecond() }

    /// How long ago that was, as `14s`, and a note of when it will be longer.
    func age(_ moment: Moment) -> String { look.age(moment) }

    // MARK: - Other programs

    /// Asks for an editor or a pager in place of the screen; `answer` is called when it has ended.
    func runInTerminal(
        _ program: TerminalJob.Program, _ content: PayloadBytes, fileExtension: String = "txt", line: Int = 1,
        answer: @escaping (TerminalJob.Outcome) -> Void
    ) -> Effect {
        lastJob += 1
        jobs[lastJob] = answer
        return .program(
            .runInTerminal(
                TerminalJob(
                    number: lastJob, program: program, content: content, fileExtension: fileExtension, line: line)))
    }

    /// A program in the terminal has ended.
    func finish(job number: Int, _ outcome: TerminalJob.Outcome) {
        jobs.removeValue(forKey: number)?(outcome)
    }

    // MARK: - Words and looks

    /// A line for the person.
    func say(_ kind: Notice.Kind, _ text: String) {
        workspace.notify(Notice(at: now, kind: kind, text: text))
    }

    /// The look of a role on the ground of all others.
    func style(_ role: Role) -> Style { look.style(role) }
}
