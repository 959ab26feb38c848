import Explorer
import Payloads
import Terminal

/// What all panes share: the desk on screen, looks and keys, and which popups stand.
final class ScreenState {
    let theme: Theme
    let keymap: Keymap
    /// The connection that is on the screen.
    var desk: Desk
    /// What was sent, and what came back.
    let exchanges = ExchangeLog()
    /// What `{{...}}` stands for, for previews.
    var variables = Variables()
    /// Publishes kept in the profile.
    var savedPublishes: [PublishDraft] = []
    /// The requests of the REST half.
    let requests = RequestDesk()
    /// Whether a file of that path is there: asked before one is written.
    var fileExists: (String) -> Bool = { _ in false }

    /// The moment of this key or frame.
    var now: Moment = 0
    /// Whether the pane that is drawn or asked has the keys.
    var isFocused = false
    /// Popups, the front one last.
    var overlays: [any Overlay] = []
    /// A pane that asks for the keys, in whichever view it is.
    var wantedFocus: PaneID?
    /// Who waits for a program that runs in the terminal.
    private var jobs: [Int: (TerminalJob.Outcome) -> Void] = [:]
    private var lastJob = 0
    /// When time alone changes what was drawn last; nil when it does not.
    private(set) var nextChange: Moment?

    init(workspace: Workspace, theme: Theme, keymap: Keymap) {
        self.theme = theme
        self.keymap = keymap
        desk = Desk(workspace)
    }

    // MARK: - Time

    /// Begins a frame: nothing that was drawn before counts.
    func beginFrame(at now: Moment) {
        self.now = now
        nextChange = nil
    }

    /// Something drawn in this frame looks different at that moment.
    func changes(at moment: Moment) {
        nextChange = min(nextChange ?? moment, max(moment, now + 1))
    }

    /// Something drawn in this frame looks different when the clock's second turns.
    func changesNextSecond() {
        changes(at: Figures.second(of: now) * 1_000_000 + 1_000_000)
    }

    /// How long ago that was, as `14s`, and a note of when it will be longer.
    func age(_ moment: Moment) -> String {
        let seconds = Figures.second(of: now) - Figures.second(of: moment)
        if seconds < 60 {
            changesNextSecond()
        } else {
            // Minutes, hours and days turn with the second of the message.
            changes(at: (Figures.second(of: now) + 60 - seconds % 60) * 1_000_000)
        }
        return Figures.age(seconds: seconds)
    }

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
    func style(_ role: Role) -> Style { theme[role].over(theme[.text]) }
}
