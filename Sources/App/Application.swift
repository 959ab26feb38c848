public import Files
import Glibc
public import Interface
import Kit
import MQTT
public import Model
public import Opener
public import Profile
public import Terminal
import Topics

/// The loop: one thread for state and screen.
///
///     sleep in poll(2) ──> keys ──> arrivals ──> sliced work ──> frame ──┐
///            ^                                                           │
///            └───────────────────────────────────────────────────────────┘
///
/// While an editor or a pager has the terminal the turn is the same, but that keys are not read and nothing is drawn.
///
/// Keys come first and draw at once. What arrives from the network is applied in slices, so that a flood never keeps
/// a key waiting, and draws at most every 33 ms. When nothing changes the loop sleeps without a time-out.
public final class Application {
    /// Why the loop ended.
    public enum Outcome: Equatable, Sendable {
        /// The person quit.
        case quit
        /// SIGINT asked the program to end.
        case interrupted
        /// SIGTERM asked the program to end.
        case terminated
        /// The terminal is gone.
        case hangUp
    }

    /// Longest stretch of applying arrivals before keys are looked at again, in microseconds.
    private static let arrivalSlice: Int64 = 10_000
    /// Longest stretch of sliced work (filters, layouts, searches) in one turn, in microseconds.
    private static let workSlice: Int64 = 8_000

    /// What of what is asked for is carried out, and in which form. Whoever plays with the program lets nothing out of
    /// the place that it plays in.
    public var gate: (Effect) -> Effect? = { $0 }

    /// Where what was sent is kept over restarts; nil for nowhere.
    public var history: HistoryFile?

    /// Where what was taken from the palette is kept over restarts; nil for nowhere.
    public var choices: ChoicesFile?
    /// Those that the file has.
    private var keptChoices: [String] = []

    /// What puts copies into the clipboard of a desktop, beside the terminal; looked for when something is copied first.
    lazy var clipboard: ClipboardTool? = usesDesktop ? .ofPerson : nil
    /// Whether copies go to the desktop's clipboard too, where there is one.
    public var usesDesktop = false
    /// Where what happens is written for reports of faults; nil for nowhere.
    public var log: LogKeeper?

    let terminal: any Terminal
    let keeper: ProfileKeeper?
    let themes: ThemeKeeper?
    /// Whether the screen says how many bytes it costs.
    private let showsBytes: Bool
    let model: Model
    let book: ProfileBook
    let window: Window
    let inbox: Inbox
    let effects: EffectRunner
    let clock: AppClock

    let grid: Grid
    /// Arrivals taken from the inbox and not yet applied, from `nextArrival` on.
    private var arrivals: [Incoming] = []
    private var nextArrival = 0
    /// Something changed that a frame would show.
    var isStale = true
    private var pacer: FramePacer
    private var costs = FrameCosts()
    private var hasMoreWork = false
    var outcome: Outcome?
    /// What was typed and not answered yet: it waits there while another program has the terminal.
    private var events: [TerminalEvent] = []
    /// The editor or pager that has the terminal.
    var guest: (program: TerminalProgram, job: TerminalJob)?
    /// Whether the program ends as soon as the profile is saved.
    var isLeaving = false
    /// What is to be said when the screen is given back; empty for nothing.
    public internal(set) var lastWords = ""

    /// Puts the parts together; nothing is drawn or sent before ``run(start:)``.
    public init(
        terminal: any Terminal, model: Model, book: ProfileBook, window: Window, inbox: Inbox, effects: EffectRunner,
        keeper: ProfileKeeper? = nil, themes: ThemeKeeper? = nil, isSlow: Bool = false, showsBytes: Bool = false,
        clock: AppClock = .system
    ) {
        pacer = FramePacer(asks: isSlow)
        self.showsBytes = showsBytes
        self.terminal = terminal
        self.keeper = keeper
        self.themes = themes
        self.window = window
        self.inbox = inbox
        self.effects = effects
        self.clock = clock
        grid = Grid(size: terminal.size)
        self.model = model
        self.book = book
        // For what has no traffic yet: each read of the wire brings both clocks with it.
        model.clockOffset = (clock.uptime() - clock.now()) * 1000
        effects.model = model
        effects.book = book
        effects.giveAnswers { [unowned window] in window.order(taking: $0, $1) }
        window.fileExists = HomePath.exists
        window.programVersion = ProgramVersion.number
        window.brokerURLProblem = ConnectionOpener.problem(ofURL:)
        grid.glyphs = terminal.glyphs
    }

    /// Draws the first frame, calls `start` (sockets open after the screen stands), and loops until the end.
    public func run(start: () -> Void) -> Outcome {
        drawFrame()
        start()
        keeper?.look(book)
        themes?.look(inbox)
        // What the start has to say is seen without a key.
        isStale = true
        while true {
            // What the editor was given is not thrown away because something else asked for the end meanwhile.
            if let outcome, guest == nil { return outcome }
            step()
        }
    }

    /// Sleeps until there is something to do, and does it.
    public func step() {
        sleep()
        turn()
    }

    /// One turn of the loop without the sleep. Tests call it.
    public func turn() {
        let start = log == nil ? 0 : clock.uptime()
        defer { log?.turned(microseconds: clock.uptime() - start, at: clock.now()) }
        // Before the keys: one that has ended gives the terminal back in the turn that reads what was typed meanwhile.
        if let guest { look(at: guest.program, on: guest.job) }
        if readTerminal() {
            // A frame behind a key that renamed a connection has the new name.
            effects.follow(book)
            drawFrame()
        }
        terminal.takeMouse(window.hasMouse)
        applyArrivals()
        publishDue()
        perform(window.sendRepeated(at: clock.uptime() * 1000, now: clock.now()))
        // An acknowledgement that was just applied may be the last that the end waits for.
        perform(window.leaveWhenDelivered())
        advanceWork()
        effects.follow(book)
        themes?.follow(book, inbox)
        keepHistory()
        keepChoices()
        keeper?.turn(book, now: clock.uptime())
        drawIfDue()
        log?.look(at: model, now: clock.now())
    }

    /// True when nothing waits: no arrival, no work, no frame, no effect on its way.
    public var isSettled: Bool {
        nextArrival == arrivals.count && !hasMoreWork && !isStale && guest == nil && effects.inFlight == 0
            && model.connections.allSatisfy { $0.publishing.outbox.waiting == 0 }
            // `!= false`: without a keeper there is nothing to wait for.
            && keeper?.isIdle != false
    }

    /// How the loop ended, if it has.
    public var ended: Outcome? { outcome }

    // MARK: - Sleeping

    private func sleep() {
        let isHome = guest == nil
        var descriptors = [
            // poll(2) passes over -1.
            pollfd(fd: isHome ? terminal.inputDescriptor : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: inbox.doorbell.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isHome ? terminal.outputDescriptor ?? -1 : -1, events: Int16(POLLOUT), revents: 0),
        ]
        // A signal ends the waiting early (EINTR): its handler has rung the bell.
        poll(&descriptors, 3, sleepMilliseconds)
        inbox.doorbell.answer()
    }

    /// Time-out for poll(2): 0 with work at hand, else until the first of what time brings, or for ever.
    var sleepMilliseconds: Int32 {
        if nextArrival < arrivals.count || hasMoreWork { return 0 }
        let waits = [
            wait(forFrameAt: clock.uptime()), nextDue.map { $0 - clock.now() }, keeper?.wait(now: clock.uptime()),
            model.requests.repeats.nextDue.map { $0 / 1000 - clock.uptime() },
        ]
        guard let wait = waits.compactMap(\.self).min() else { return -1 }
        // Rounded up: poll(2) counts milliseconds, and one too few would be a turn for nothing.
        return Int32(clamping: max(0, (wait + 999) / 1000))
    }

    /// How long the next frame is not drawn yet; nil while there is none to draw. One that is due anyhow shows what a tick
    /// would.
    private func wait(forFrameAt now: Int64) -> Int64? {
        // Nothing is drawn beneath another program; its end rings the bell.
        if guest != nil { return nil }
        return isStale ? pacer.due - now : window.tick(now: clock.now()).map { $0 - clock.now() }
    }

    /// When the next message of a run or a sweep is to be sent, or a reply has been waited for long enough.
    private var nextDue: Int64? { model.connections.compactMap(\.publishing.nextDue).min() }

    /// Keeps what was sent over restarts.
    private func keepHistory() {
        let known = model.requests.exchanges.takeKeptNews()
        if book.profile.settings.keepsAnswers { effects.files.keep(known) }
        for ended in model.requests.takeEnded() {
            if let history { effects.files.keep(ended, in: history) }
            log?.ended(ended.entry, at: clock.now())
        }
    }

    /// Reads what was taken from the palette before, and keeps there what is taken now.
    public func keepChoices(in file: ChoicesFile) throws(FileFailure) {
        window.remember(paletteChoices: try file.load())
        (choices, keptChoices) = (file, window.paletteChoices)
    }

    private func keepChoices() {
        guard let choices, window.paletteChoices != keptChoices else { return }
        keptChoices = window.paletteChoices
        effects.files.keep(keptChoices, in: choices)
    }

    /// Sends what is due of runs and sweeps, and looks for replies.
    private func publishDue() {
        for workspace in model.connections where !workspace.publishing.isIdle {
            effects.publishDue(workspace.id, in: workspace, book.variables)
        }
    }

    // MARK: - Keys and signals

    /// Answers whether anything came that must be seen at once.
    private func readTerminal() -> Bool {
        guard guest == nil else { return false }
        events += terminal.read()
        guard !events.isEmpty else { return false }
        // That a frame was shown is nothing to see.
        let mustBeSeen = events.contains { $0 != .shown }
        var count = 0
        // An event may start an editor: what was typed behind it waits for its end.
        while count < events.count, guest == nil {
            count += 1
            perform(answer(to: events[count - 1]))
        }
        // Not cleared: what stands behind the key that started an editor is answered when that has ended.
        events.removeFirst(count)
        return guest == nil && outcome == nil && mustBeSeen
    }

    func answer(to event: TerminalEvent) -> [Effect] {
        switch event {
        case .key(let key): return window.press(key, now: clock.now())
        case .paste(let text): return window.paste(text)
        case .mouse(let mouse): return window.mouse(mouse, now: clock.now())
        // A resize needs no more here: `drawFrame` asks the terminal for its size.
        case .resized, .resumed:
            terminal.redrawAll()
            return []
        // That the terminal takes bytes again needs an answer in cells: `readTerminal` draws behind it.
        case .caughtUp: return []
        case .shown:
            pacer.shown()
            return []
        case .ground(let color):
            themes?.take(ground: color, in: window)
            return []
        case .suspendRequested: return [.program(.suspend)]
        case .interrupt:
            outcome = outcome ?? .interrupted
            return []
        case .terminate:
            outcome = outcome ?? .terminated
            return []
        case .hangUp:
            // Whatever was asked before: there is no terminal left to say it on.
            outcome = .hangUp
            return []
        }
    }

    // MARK: - Arrivals

    private func applyArrivals() {
        if nextArrival == arrivals.count {
            arrivals = inbox.drain()
            nextArrival = 0
        }
        guard nextArrival < arrivals.count else { return }
        let end = clock.uptime() + Self.arrivalSlice
        repeat {
            apply(arrivals[nextArrival])
            nextArrival += 1
            // The clock is read behind each arrival: one batch may hold thousands of messages.
        } while nextArrival < arrivals.count && clock.uptime() < end
        if nextArrival == arrivals.count {
            // Lets go of the read buffers now rather than at the next drain.
            arrivals.removeAll(keepingCapacity: true)
            nextArrival = 0
        }
        isStale = true
    }

    // MARK: - Connections

    /// Opens a connection of the profile, or a preset, beside those that are open.
    ///
    /// `notices` are warnings for the person that the new connection's screen is to show.
    public func open(
        _ draft: ConnectionDraft, overriding overrides: ConnectionOverrides = ConnectionOverrides(),
        noting notices: [String] = []
    ) {
        effects.open(draft, overriding: overrides, noting: notices, book.variables)
        window.show(.explore)
    }

    // MARK: - Work and frames

    private func advanceWork() {
        // Its own clock, not `AppClock`: one that tests turn by hand would never run out.
        let limit = ContinuousClock.now.advanced(by: .microseconds(Self.workSlice))
        // The one on the screen first; the others have what is left of the time.
        var hasMore = model.shown.live.advance(until: limit)
        for workspace in model.connections where workspace !== model.shown {
            if workspace.live.advance(until: limit) { hasMore = true }
        }
        for stream in model.requests.streams.all where stream.live.advance(until: limit) { hasMore = true }
        let screen = window.advance(until: limit)
        // Also in the turn in which the work ends: what it has found is to be seen.
        if hasMore || screen || hasMoreWork { isStale = true }
        hasMoreWork = hasMore || screen
    }

    private func drawIfDue() {
        guard outcome == nil, guest == nil else { return }
        if !isStale, let next = window.tick(now: clock.now()), next <= clock.now() { isStale = true }
        if isStale, clock.uptime() >= pacer.due { drawFrame() }
    }

    /// What the frames before have cost, at the right of the last line.
    private func drawBytes() {
        let words = " \(costs.lastBytes) B/frame \(costs.rate) B/s \(costs.frames) frames "
        let canvas = Canvas(grid)
        let width = min(displayWidth(of: words), grid.size.width)
        canvas.put(
            words, x: grid.size.width - width, y: grid.size.height - 1, style: window.theme[.warning], ellipsis: false)
    }

    func drawFrame() {
        if grid.size != terminal.size { grid.resize(terminal.size) }
        let cursor = window.draw(into: grid, now: clock.now())
        if showsBytes { drawBytes() }
        // The terminal counts what it was given: the difference is this frame, whatever curses made of it.
        let before = terminal.written
        terminal.draw(grid, cursor: cursor)
        let bytes = terminal.written - before
        let now = clock.uptime()
        costs.drew(bytes, at: now)
        pacer.drew(bytes, at: now)
        if pacer.asks, bytes > 0 { terminal.askWhetherShown() }
        isStale = false
        // Only beside a frame of view Load: who does not look costs the broker no ping.
        if window.view == .load { effects.measure(model.shown.id, model.shown) }
    }
}
