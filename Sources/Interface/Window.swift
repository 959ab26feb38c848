public import Kit
public import Model
public import Profile
public import Terminal
import Topics

/// The screen as a whole: panes, popups, the line at the top and the one at the bottom.
///
/// Keys go front to back (popup, line that is typed into, focused pane, window), drawing goes back to front.
public final class Window {
    /// The smallest screen that works: one pane at a time has all of it.
    public static let smallest = Size(width: 40, height: 10)
    /// The smallest screen with room for all panes of a view.
    static let roomy = Size(width: 80, height: 24)
    /// Longest stretch of sliced work right after a key, so that the frame that answers it is whole.
    private static let keySlice = Duration.milliseconds(5)

    /// The open connections.
    package let model: Model
    /// The profile that the panes read and change.
    package let book: ProfileBook
    /// The requests of the REST half.
    let composer: RequestComposer
    let stage: Stage
    private let rooms: [View: any Room]
    let explore: ExploreRoom
    let leaving: Leaving
    let connectionParts: ConnectionParts
    let wire: WireDesk
    /// The view on the screen.
    public private(set) var view = View.explore
    /// The pane that has the keys, in each view.
    private var focuses: [View: Int] = [:]
    private(set) var isZoomed = false
    let tabs = ViewTabs()
    /// What the last drawing put where, for the mouse.
    var drawn: DrawnScreen?
    /// The press before, for double clicks, and the line between panes that is held.
    var lastPress: Press?
    var grip: Grip?
    /// Whether letters stand on what can be gone to.
    var isJumping = false
    /// Whether the person has taken or freed the mouse; nil while the profile says it.
    var mouseChoice: Bool?
    /// Questions that nobody asked for just now, and that wait for the end of what is typed; the first is the next.
    var waitingQuestions: [WaitingQuestion] = []
    /// A message for a broker that is being opened: it is composed when that is on the screen.
    var composing: (draft: PublishDraft, broker: String)?
    /// Whether the last key ordered something: what is asked then is asked because of it.
    var lastKeyOrders = true
    /// When a key put up the last popup.
    var popupSince = Int64.min

    /// A window on the open connections.
    public init(
        model: Model, theme: Theme = .standard, keymap: Keymap = .standard, book: ProfileBook = ProfileBook()
    ) {
        self.model = model
        self.book = book
        composer = RequestComposer(model.requests, book)
        stage = Stage(theme: theme, keymap: keymap) { model.shown.notify($0) }
        let leaving = Leaving(model, composer, stage)
        self.leaving = leaving
        connectionParts = ConnectionParts(model, book, stage) { leaving.close($0) }
        explore = ExploreRoom(
            model, book, stage, strip: RequestStrip(composer, stage), height: RequestStrip.height)
        wire = WireDesk(model, stage)
        rooms = [
            .explore: explore, .rest: RESTRoom(composer, stage), .load: LoadRoom(model, stage),
            .connections: ConnectionsRoom(connectionParts), .wire: WireRoom(wire),
        ]
        // Unowned: held, the stage and the composer would keep each other.
        composer.now = { [unowned stage] in stage.now }
        composer.lastValue = { [unowned model] in model.shown.live.topicValue($0) }
        stage.told = { [unowned model] in model.shown.withoutSecrets(quoting: $0) }
        composer.topics = { [unowned model] in
            model.shown.live.topics.completions(of: $0, limit: Completion.mostTopics)
        }
        stage.answersAtHand = { [unowned composer] in composer.answers(taking: $0) }
        stage.journeys = self
        stage.chartNeighbours = { [weak self] in self?.chartNeighbours ?? [] }
    }

    /// A popup knows the stage that it stands on: those that are left would keep each other.
    deinit { stage.overlays = [] }

    var room: any Room { rooms[view] ?? explore }
    var panes: [any Pane] { room.panes }
    var focused: any Pane { panes[focus] }

    var focus: Int {
        get { min(focuses[view] ?? 0, panes.count - 1) }
        set {
            if newValue != focus { leaveField() }
            focuses[view] = newValue
        }
    }

    /// The exchange that Response shows, and earlier answers.
    public var exchanges: ExchangeLog { composer.exchanges }

    /// What came of the open request when it was sent last; nil when it was not.
    public var exchange: SentRequest? { composer.shown }

    /// The requests of the REST half that are saved.
    /// - Returns: which of them were changed elsewhere while they are typed into here.
    @discardableResult public func load(requests: [RequestDraft]) -> [String] { composer.load(requests) }

    /// Answers whether there is a file at a path, so that the person is asked before it is replaced.
    public var fileExists: (String) -> Bool {
        get { stage.fileExists }
        set { stage.fileExists = newValue }
    }

    /// What was taken from the palette and may be kept over restarts, the last first.
    public var paletteChoices: [String] { stage.keptChoices }

    /// What was taken from the palette before the program was started, the last first.
    public func remember(paletteChoices choices: [String]) { stage.remember(choices: choices) }

    /// The version of the program, for files that say who wrote them.
    public var programVersion: String {
        get { stage.programVersion }
        set { stage.programVersion = newValue }
    }

    /// Whether the mouse is the program's; else the terminal selects text with it.
    public var hasMouse: Bool { mouseChoice ?? book.profile.settings.hasMouse }

    // MARK: - Keys

    /// Takes a key press; `now` in microseconds since 1970.
    public func press(_ key: KeyPress, now: Int64) -> [Effect] {
        stage.turn(to: now)
        // Before it is dispatched: that may take the popup away in which it means something.
        lastKeyOrders = orders(key)
        let popups = stage.overlays.count
        let answered = dispatch(key)
        if stage.overlays.count > popups { popupSince = now }
        // What is owed goes first: what follows may send or leave.
        let effects = stage.takeOwed() + answered
        settle()
        return effects + askForToken()
    }

    func dispatch(_ key: KeyPress) -> [Effect] {
        // Before everything: letters stand on a popup's fields too.
        if isJumping { return jump(key) }
        if let overlay = stage.overlays.last {
            switch stage.keymap.action(for: key, in: overlay.keyContext) {
            case .jumpMode:
                startJump()
                return []
            // In front of the popup, which stays: help is about its keys.
            case .help where !(overlay is HelpOverlay):
                stage.overlays.append(HelpOverlay(stage, overlay.keyContext))
                return []
            default: break
            }
            // A popup takes every key: none falls through to what lies behind it.
            return answer(overlay.press(key), of: overlay)
        }
        // Before what is typed into: C-c ends a request also from within its URL.
        if let effects = cancel(key) { return effects }
        if let effects = type(key) {
            followWantedFocus()
            return effects
        }
        guard let action = stage.keymap.action(for: key, in: focused.keyContext) else { return [] }
        return perform(action)
    }

    /// Ends a request that is under way, where requests are seen.
    private func cancel(_ key: KeyPress) -> [Effect]? {
        guard view == .rest || focused.id == .request, composer.isSending,
            stage.keymap.action(for: key, in: .sending) == .cancelRequest
        else { return nil }
        // A stream may be read for days: what narrows it is taken back first, and does not end it.
        let context = focused.isTyping ? focused.typingContext : focused.keyContext
        if stage.keymap.action(for: key, in: context) == .back, (focused as? ResponsePane)?.narrowsEvents == true {
            return nil
        }
        return composer.cancelSending()
    }

    /// Leaves when what was waited for has come.
    public func leaveWhenDelivered() -> [Effect] {
        guard let overlay = stage.overlays.last(where: { $0 is WaitingOverlay }) as? WaitingOverlay else { return [] }
        return answer(overlay.look(), of: overlay)
    }

    func answer(_ answer: OverlayAnswer, of overlay: any Overlay) -> [Effect] {
        if answer.isDone {
            // By itself, not the last: what was answered may have put another one in front.
            stage.overlays.removeAll { $0 === overlay }
            followWantedFocus()
        }
        guard let (action, context) = answer.action else { return answer.effects }
        // An action of another pane is done there.
        focusPane { $0.keyContext == context }
        return answer.effects + perform(action)
    }

    /// A key in what is typed into; nil when nothing is, and when it leaves the line and means something else too.
    private func type(_ key: KeyPress) -> [Effect]? {
        let pane = focused
        guard pane.isTyping else { return nil }
        let action = stage.keymap.action(for: key, typing: pane.typingContext, in: pane.keyContext)
        // Before the text, which would end with it: what is typed stays open behind the letters.
        if action == .jumpMode {
            startJump()
            return []
        }
        return pane.type(key, action)
    }

    func perform(_ action: Action) -> [Effect] {
        switch action {
        case .quit: return leaving.quit()
        case .suspend: return [.program(.suspend)]
        case .redraw: return [.program(.redraw)]
        case .savePicture: return [.program(.savePicture(.svg))]
        // Where connections are listed the selected one is meant.
        case .reconnect where focused.keyContext != .connections: return [.connection(.reconnectNow)]
        case .publishes: stage.overlays.append(PublishesOverlay(explore.desk.publisher, RepeatParts(model: model)))
        case .stopRuns: return stopRuns()
        case .repeatRequest: repeatRequest()
        case .expect: ExpectForm.open(from: focused.keyContext, expectParts)
        // Panes need not know: each asks for its part of the connection that is shown.
        case .nextConnection, .previousConnection: switchConnection(action == .nextConnection ? 1 : -1)
        case .pickConnection: stage.overlays.append(ConnectionPick.overlay(connectionParts))
        case .race:
            RaceForm.open(from: focused.keyContext, RaceParts(model: model, desk: explore.desk, composer: composer))
        case .nextEnvironment: EnvironmentWords.next(book, stage)
        case .nextPane: focus = (focus + 1) % panes.count
        case .previousPane: focus = (focus + panes.count - 1) % panes.count
        case .zoom: isZoomed.toggle()
        case .back: goBack()
        case .help: stage.overlays.append(HelpOverlay(stage, focused.keyContext))
        case .notices: stage.overlays.append(NoticesOverlay(stage) { [model] in model.shown.notices })
        case .palette: stage.overlays.append(palette())
        case .jumpMode: startJump()
        case .freeMouse: freeMouse()
        case .narrower: resize(isUpright: true, by: -2)
        case .wider: resize(isUpright: true, by: 2)
        case .flatter: resize(isUpright: false, by: -1)
        case .taller: resize(isUpright: false, by: 1)
        case .evenPanes: evenPanes()
        case .cancelRequest: return composer.cancelSending()
        default:
            if let view = View.allCases.first(where: { $0.action == action }) {
                show(view)
                break
            }
            let effects = focused.perform(action)
            followWantedFocus()
            return effects
        }
        return []
    }

    /// Takes a filter or a search away, then the zoom, then goes from Message to Messages to Topics.
    private func goBack() {
        if focused.back() { return }
        if isZoomed { isZoomed = false } else { focus = max(0, focus - 1) }
    }

    /// Gives the mouse to the terminal, or takes it back.
    private func freeMouse() {
        mouseChoice = !hasMouse
        let key = hint(.freeMouse)
        stage.say(
            .info,
            hasMouse
                ? "The mouse is martlet's; \(key) gives it to the terminal, to select text with"
                : "The mouse is the terminal's: it selects text; \(key) takes it back")
    }

    private func stopRuns() -> [Effect] {
        let active = model.shown.publishing.activeRuns + model.requests.repeats.active.count
        model.shown.publishing.stopAll()
        stage.say(.info, active == 0 ? "Nothing is being repeated" : "Stopped \(Figures.count(active, "run"))")
        // Those under way are ended as well: no answer is to come after the word that all is stopped.
        return model.requests.repeats.stopAll().map { .request(.cancel($0)) }
    }

    private func switchConnection(_ step: Int) {
        guard model.connections.count > 1 else {
            return stage.say(.info, "One connection is open: \(hint(.connections)) opens another")
        }
        model.showNeighbour(step)
    }

    private func hint(_ action: Action) -> String { stage.keymap.key(for: action, in: .anywhere) ?? "the palette" }

    /// Brings a view on the screen.
    public func show(_ wanted: View) {
        guard wanted != view else { return }
        leaveField()
        view = wanted
        isZoomed = false
    }

    func followWantedFocus() {
        if let view = stage.wantedView { show(view) }
        stage.wantedView = nil
        guard let wanted = stage.wantedFocus else { return }
        focusPane { $0.id == wanted }
        stage.wantedFocus = nil
    }

    /// Gives the keys to a pane: one of this view if it can be, else the view is changed.
    private func focusPane(_ isWanted: (any Pane) -> Bool) {
        // The view on the screen first: Request stands in Explore, too.
        for place in [view] + View.allCases.filter({ $0 != view }) {
            if let index = rooms[place]?.panes.firstIndex(where: isWanted) {
                show(place)
                focus = index
                return
            }
        }
    }

    /// Takes pasted text: into a field, or nowhere. A paste never does what keys do.
    public func paste(_ text: String) -> [Effect] {
        if let overlay = stage.overlays.last {
            overlay.paste(text)
        } else if focused.paste(text) {
            settle()
        }
        return []
    }

    /// A program that ran in the terminal has ended.
    public func returned(from job: TerminalJob, with outcome: TerminalJob.Outcome) {
        if case .failed(let words) = outcome { stage.say(.error, words) }
        stage.finish(job: job.number, outcome)
        settle()
    }

    // MARK: - Work and time

    /// A little work at once, so that the answer to a key is on the next frame whenever it is quickly found.
    func settle() {
        let limit = ContinuousClock.now.advanced(by: Self.keySlice)
        // The topics' views before the panes, which ask them for rows.
        model.shown.live.advance(until: limit, now: stage.now)
        _ = advance(until: limit)
    }

    /// Lays out and searches payloads in slices until a deadline; answers whether a frame would show something new or
    /// there is more to do.
    public func advance(until deadline: ContinuousClock.Instant) -> Bool {
        composeWaiting()
        // In this order of `||`: each pane gets its slice, whatever the one before has found.
        let panes = panes.reduce(false) { $1.advance(until: deadline) || $0 }
        return stage.overlays.reduce(panes) { $1.advance(until: deadline) || $0 }
    }

    /// The next moment at which something is to be done or drawn though nothing arrives: now, while a payload is being
    /// laid out or searched; else when time alone changes the screen (the clock, ages, rates, a countdown). In
    /// microseconds since 1970; nil when there is no such moment.
    public func tick(now: Int64) -> Int64? {
        panes.contains(where: \.hasWork) || stage.overlays.contains(where: \.hasWork) ? now : stage.nextChange
    }
}
