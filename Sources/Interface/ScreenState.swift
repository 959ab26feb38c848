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
    /// The connection that is on the screen.
    private(set) var desk: Desk
    /// The open connections in the order in which they were opened; never empty.
    private(set) var desks: [Desk]
    /// Connections, environments and settings.
    let book: ProfileBook
    /// What the last test of a connection has found.
    var probe: ProbeReport?
    /// What is wrong with a broker's address, in words; nil when nothing is.
    var brokerURLProblem: (String) -> String? = { _ in nil }
    /// What was sent, and what came back.
    var exchanges: ExchangeLog { requests.exchanges }
    /// What came of the open request when it was sent last; nil when it was not.
    var exchange: Exchange? { exchanges[requests.current] }
    /// Whether the open request is under way.
    var isSending: Bool { !exchanges.underWay(of: requests.current).isEmpty }
    /// What `{{...}}` stands for, for previews.
    var variables: Variables { book.variables }
    /// Publishes kept in the profile.
    var savedPublishes: [PublishDraft] { book.profile.publishes.values }
    /// The requests of the REST half.
    let requests: RequestDesk
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

    init(workspace: Workspace, theme: Theme, keymap: Keymap, book: ProfileBook = ProfileBook()) {
        self.theme = theme
        self.keymap = keymap
        self.book = book
        requests = RequestDesk(book)
        desk = Desk(workspace)
        desks = [desk]
    }

    // MARK: - Open connections

    /// Adds a connection and brings it on the screen. One that was never used makes room.
    func open(_ workspace: Workspace, id: ConnectionID) {
        let new = Desk(workspace, id: id)
        if desk.workspace.connection.state == .idle, let place = desks.firstIndex(where: { $0 === desk }) {
            desks[place] = new
        } else {
            desks.append(new)
        }
        desk = new
    }

    /// Brings an open connection on the screen.
    func show(_ id: ConnectionID) {
        if let found = desks.first(where: { $0.id == id }) { desk = found }
    }

    /// The next open connection, or the one before, comes on the screen.
    func showNeighbour(_ step: Int) {
        guard desks.count > 1, let place = desks.firstIndex(where: { $0 === desk }) else { return }
        desk = desks[(place + step + desks.count) % desks.count]
    }

    /// Takes a connection away; the last one leaves an empty desk behind.
    func close(_ id: ConnectionID, leaving empty: @autoclosure () -> Workspace) {
        guard let place = desks.firstIndex(where: { $0.id == id }) else { return }
        let isShown = desks[place] === desk
        desks.remove(at: place)
        if desks.isEmpty { desks = [Desk(empty(), id: id)] }
        if isShown { desk = desks[min(place, desks.count - 1)] }
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
        return .runInTerminal(
            TerminalJob(
                number: lastJob, program: program, content: content, fileExtension: fileExtension, line: line))
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
