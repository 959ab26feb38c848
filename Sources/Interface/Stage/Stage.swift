import Kit
import Model
import Opener
import Payloads
import Terminal
import Text

/// What a pane or a popup may ask of the screen around it: to put up a popup, to say something, to give the keys to a
/// pane, to run an editor; which keys there are, and what time it is. It knows no room, and nothing that rooms are about.
final class Stage {
    /// The looks of the screen; another one is seen in the next frame.
    var theme: Theme
    let keymap: Keymap
    /// The names of the themes that can be chosen.
    var themeNames = Theme.names
    /// What was taken from the palette, the last first, and those of it that may be kept over restarts.
    private(set) var recentChoices: [String] = []
    private(set) var keptChoices: [String] = []
    private static let mostChoices = 20
    /// Whether a file of that path is there: asked before one is written.
    var fileExists: (String) -> Bool = { _ in false }
    /// The version of the program, for files that say who wrote them.
    var programVersion = ""
    /// What was drawn in this frame and can be meant by itself; of popups those of the front one.
    var targets: [Target] = []
    /// What the pane or the popup that is being drawn has and does not show; its frame says so.
    var hiddenRows = HiddenRows()
    /// Popups, the front one last.
    var overlays: [any Overlay] = []
    /// A pane that asks for the keys, in whichever view it is.
    var wantedFocus: PaneID?
    /// The view in which it asks for them; nil for the one on the screen if it has the pane.
    var wantedView: View?
    /// What is to be done for something that has no way to answer with it, such as a line that is left: it goes with what
    /// the key or the press of the button does.
    var owed: [Effect] = []
    /// Notices that what was done since has made untrue, the last ones: they are in the list of notices, and no longer at
    /// the bottom.
    private(set) var settledNotices: [Notice] = []

    /// Whose words a command had that was copied last.
    var copyTurn = CopyTurn()

    /// What else has numbers that a chart may show beside its own.
    var chartNeighbours: () -> [FieldSeries] = { [] }

    /// The answers at hand that something takes values of which is no request.
    var answersAtHand: (_ needs: [RequestNeeds.Taken]) -> EarlierAnswers = { _ in EarlierAnswers() }

    /// What came from elsewhere, such as a topic, as a notice may tell it: names in braces stand for the secrets of the
    /// connection in sight.
    var told: (_ text: String) -> String = { $0 }

    /// The ways into other rooms.
    weak var journeys: (any Journeys)?

    /// Takes what is said.
    /// Answers the line as it is listed.
    private let notify: (Notice) -> Notice
    /// Who waits for a program that runs in the terminal.
    private var jobs: [Int: (TerminalJob.Outcome) -> Void] = [:]
    private var lastJob = 0

    init(theme: Theme, keymap: Keymap, notify: @escaping (Notice) -> Notice) {
        self.theme = theme
        self.keymap = keymap
        self.notify = notify
    }

    // MARK: - Time and size

    /// The moment of this key or frame.
    private(set) var now: Moment = 0
    /// The size of the screen as it was drawn last.
    private(set) var size = Size(width: 80, height: 24)
    private let alarm = Alarm()
    /// When time alone changes what was drawn last; nil when it does not.
    var nextChange: Moment? { alarm.next }

    /// Takes what is ``owed``.
    func takeOwed() -> [Effect] {
        defer { owed = [] }
        return owed
    }

    /// A key was pressed, or something else happened, at that moment.
    func turn(to now: Moment) { self.now = now }

    /// Begins a frame: nothing that was drawn before counts.
    func beginFrame(at now: Moment, size: Size) {
        self.now = now
        self.size = size
        // Each frame notes anew where what is: nothing that is not drawn can be clicked.
        targets.removeAll(keepingCapacity: true)
        alarm.clear()
    }

    /// The screen as who draws sees it.
    /// - Parameter isFocused: whether what is drawn has the keys.
    func look(isFocused: Bool = false) -> Look {
        Look(theme: theme, now: now, isFocused: isFocused, size: size, alarm: alarm)
    }

    // MARK: - Words

    /// A line for the person.
    func say(_ kind: Notice.Kind, _ text: String) { _ = tell(kind, text) }

    /// Takes a notice back that is true no longer.
    func settle(_ notice: Notice) {
        settledNotices.append(notice)
        // As many as can still be waited for at the bottom.
        if settledNotices.count > NoticeLine.most { settledNotices.removeFirst() }
    }

    /// A line for the person, for who may have to take it back: see ``settle(_:)``.
    func tell(_ kind: Notice.Kind, _ text: String) -> Notice {
        notify(Notice(at: now, kind: kind, text: text))
    }

    /// Something was taken from the palette.
    /// - Parameter isKept: whether it says nothing of what was received or typed.
    func noteChoice(_ text: String, isKept: Bool) {
        Self.put(text, first: &recentChoices)
        if isKept { Self.put(text, first: &keptChoices) }
    }

    private static func put(_ text: String, first choices: inout [String]) {
        choices.removeAll { $0 == text }
        choices.insert(text, at: 0)
        if choices.count > mostChoices { choices.removeLast() }
    }

    /// What was taken before the program was started, the last first; what was taken since comes before it.
    func remember(choices: [String]) {
        // At the end: what was chosen before the file was read is newer.
        for choice in choices where keptChoices.count < Self.mostChoices && !keptChoices.contains(choice) {
            keptChoices.append(choice)
            if !recentChoices.contains(choice) { recentChoices.append(choice) }
        }
    }

    // MARK: - Other programs

    /// Asks for an editor or a pager in place of the screen; `answer` is called when it has ended.
    func runInTerminal(
        _ program: TerminalJob.Program, _ content: PayloadBytes, fileExtension: String = "txt",
        line: Int = 1,
        answer: @escaping (TerminalJob.Outcome) -> Void
    ) -> Effect {
        lastJob += 1
        jobs[lastJob] = answer
        return .program(
            .runInTerminal(
                TerminalJob(
                    number: lastJob, program: program, content: content, fileExtension: fileExtension,
                    line: line)))
    }

    /// A program in the terminal has ended.
    func finish(job number: Int, _ outcome: TerminalJob.Outcome) {
        // Taken out first: who is answered may start the next program at once.
        jobs.removeValue(forKey: number)?(outcome)
    }
}
