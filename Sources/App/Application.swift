public import Explorer
import Glibc
public import Interface
public import Terminal

/// The loop: one thread for state and screen.
///
///     sleep in poll(2) ──> keys ──> arrivals ──> sliced work ──> frame ──┐
///            ^                                                           │
///            └───────────────────────────────────────────────────────────┘
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
    /// Shortest time between two frames that no key asked for, in microseconds.
    private static let frameInterval: Int64 = 33_400

    private let terminal: any Terminal
    private let workspace: Workspace
    private let window: Window
    private let inbox: Inbox
    private let effects: EffectRunner
    private let clock: AppClock

    private let grid: Grid
    /// Arrivals taken from the inbox and not yet applied, from `nextArrival` on.
    private var arrivals: [Arrival] = []
    private var nextArrival = 0
    /// Something changed that a frame would show.
    private var isStale = true
    private var lastFrame: Int64 = .min / 2
    private var hasMoreWork = false
    private var outcome: Outcome?

    /// Puts the parts together; nothing is drawn or sent before ``run(start:)``.
    public init(
        terminal: any Terminal, workspace: Workspace, window: Window, inbox: Inbox, effects: EffectRunner,
        clock: AppClock = .system
    ) {
        self.terminal = terminal
        self.workspace = workspace
        self.window = window
        self.inbox = inbox
        self.effects = effects
        self.clock = clock
        grid = Grid(size: terminal.size)
        window.fileExists = PayloadFile.exists
        grid.glyphs = terminal.glyphs
    }

    /// Draws the first frame, calls `start` (sockets open after the screen stands), and loops until the end.
    public func run(start: () -> Void) -> Outcome {
        drawFrame()
        start()
        while true {
            if let outcome { return outcome }
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
        if readTerminal() { drawFrame() }
        applyArrivals()
        publishDue()
        advanceWork()
        drawIfDue()
    }

    /// True when nothing waits: no arrival, no work, no frame, no effect on its way.
    public var isSettled: Bool {
        nextArrival == arrivals.count && !hasMoreWork && !isStale && effects.inFlight == 0
            && workspace.publishing.outbox.waiting == 0
    }

    /// How the loop ended, if it has.
    public var ended: Outcome? { outcome }

    // MARK: - Sleeping

    private func sleep() {
        var descriptors = [
            pollfd(fd: terminal.inputDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: inbox.doorbell.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        poll(&descriptors, 2, sleepMilliseconds)
        inbox.doorbell.answer()
    }

    /// Time-out for poll(2): 0 with work at hand, the wait for a due frame, the next change that time brings, or for ever.
    private var sleepMilliseconds: Int32 {
        if nextArrival < arrivals.count || hasMoreWork { return 0 }
        if isStale {
            let left = lastFrame + Self.frameInterval - clock.uptime()
            return Int32(clamping: max(0, (left + 999) / 1000))
        }
        guard let next = nextMoment else { return -1 }
        return Int32(clamping: max(0, (next - clock.now() + 999) / 1000))
    }

    /// When there is something to do or to draw though nothing arrives.
    private var nextMoment: Int64? {
        let moments = [window.tick(now: clock.now()), workspace.publishing.nextDue]
        return moments.compactMap(\.self).min()
    }

    /// Sends what is due of runs and sweeps, and looks for replies.
    private func publishDue() {
        guard !workspace.publishing.isIdle else { return }
        effects.publishDue(in: workspace)
    }

    // MARK: - Keys and signals

    /// Answers whether anything came that must be seen at once.
    private func readTerminal() -> Bool {
        let events = terminal.read()
        for event in events {
            perform(answer(to: event))
        }
        return !events.isEmpty && outcome == nil
    }

    private func answer(to event: TerminalEvent) -> [Effect] {
        switch event {
        case .key(let key): return window.press(key, now: clock.now())
        case .paste(let text): return window.paste(text)
        case .mouse(let mouse): return window.mouse(mouse, now: clock.now())
        case .resized, .resumed:
            terminal.redrawAll()
            return []
        case .suspendRequested: return [.suspend]
        case .interrupt:
            outcome = outcome ?? .interrupted
            return []
        case .terminate:
            outcome = outcome ?? .terminated
            return []
        case .hangUp:
            outcome = .hangUp
            return []
        }
    }

    private func perform(_ wanted: [Effect]) {
        for effect in wanted {
            switch effect {
            case .quit: outcome = outcome ?? .quit
            case .suspend: terminal.suspend()
            case .redraw: terminal.redrawAll()
            case .runInTerminal(let job): run(job)
            case .copy(let bytes):
                if !terminal.copy(bytes) {
                    let words = "The terminal takes no such amount: w writes the payload to a file"
                    workspace.notify(Notice(at: clock.now(), kind: .warning, text: words))
                }
            default: effects.run(effect, in: workspace)
            }
        }
    }

    /// Gives the screen to another program until it ends. What arrives meanwhile is taken and not drawn.
    private func run(_ job: TerminalJob) {
        let outcome: TerminalJob.Outcome
        do {
            let program = try TerminalProgram(job)
            terminal.away {
                let doorbell = inbox.doorbell
                program.start { doorbell.ring() }
                while !program.hasEnded {
                    var bell = pollfd(fd: doorbell.descriptor, events: Int16(POLLIN), revents: 0)
                    poll(&bell, 1, nextArrival < arrivals.count || hasMoreWork ? 0 : -1)
                    doorbell.answer()
                    applyArrivals()
                    advanceWork()
                }
            }
            outcome = program.outcome()
        } catch {
            outcome = .failed("\(error)")
        }
        window.returned(from: job, with: outcome)
        isStale = true
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
        } while nextArrival < arrivals.count && clock.uptime() < end
        if nextArrival == arrivals.count {
            // Lets go of the read buffers now rather than at the next drain.
            arrivals.removeAll(keepingCapacity: true)
            nextArrival = 0
        }
        isStale = true
    }

    private func apply(_ arrival: Arrival) {
        switch arrival {
        case .client(let event, let time): effects.session?.apply(event, at: time, to: workspace)
        case .publish(let report, let time): effects.publishing.apply(report, at: time, to: workspace)
        case .lines(let report): effects.publishing.apply(report, to: workspace)
        case .exchange(let exchange): perform(window.received(exchange))
        case .notice(let notice): workspace.notify(notice)
        case .pong(let microseconds, let time): workspace.received.notePing(microseconds: microseconds, at: time)
        }
    }

    // MARK: - Work and frames

    private func advanceWork() {
        let limit = ContinuousClock.now.advanced(by: .microseconds(Self.workSlice))
        let model = workspace.advance(until: limit)
        let screen = window.advance(until: limit)
        if model || screen || hasMoreWork { isStale = true }
        hasMoreWork = model || screen
    }

    private func drawIfDue() {
        guard outcome == nil else { return }
        if !isStale, let next = window.tick(now: clock.now()), next <= clock.now() { isStale = true }
        if isStale, clock.uptime() - lastFrame >= Self.frameInterval { drawFrame() }
    }

    private func drawFrame() {
        if grid.size != terminal.size { grid.resize(terminal.size) }
        let cursor = window.draw(into: grid, now: clock.now())
        terminal.draw(grid, cursor: cursor)
        lastFrame = clock.uptime()
        isStale = false
        if window.view == .load { effects.measure(workspace) }
    }
}
