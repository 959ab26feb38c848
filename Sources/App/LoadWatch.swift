import Glibc
import MQTT
public import Model
public import Opener
import Topics

/// Reads a broker's load without a screen: connects, subscribes, and answers whenever the broker has told everything it
/// has to tell at a time.
///
/// That a beat is whole is known by a ping: a broker sends in order, so its PINGRESP comes behind what it had to send.
public final class LoadWatch {
    /// What came of waiting.
    public enum Outcome: Equatable {
        /// A whole set of figures is in the workspace.
        case figures
        /// The broker refused `$SYS/#`; why.
        case refused(String)
        /// No connection; why, and the code of a CONNACK that refused it.
        case notConnected(String, code: UInt8? = nil)
        /// The time is up.
        case timeout
    }

    /// Everything read.
    public let workspace = Workspace(LiveData(memory: 32 << 20))
    private let model: Model
    private let inbox: Inbox
    private let effects: EffectRunner
    private let clock: AppClock
    private var toldBeat = -1
    private var askedBeat = -1
    private var askedRevision: UInt64 = 0
    /// How often the fence was asked for, and answered.
    private var fences = (asked: 0, answered: 0)

    /// A watch on a broker; nothing connects before ``open(_:)``.
    public init(doorbell: Doorbell, clock: AppClock = .system) {
        inbox = Inbox(doorbell: doorbell)
        effects = EffectRunner(inbox: inbox, clock: clock)
        model = Model(workspace)
        effects.model = model
        self.clock = clock
    }

    /// Connects and subscribes.
    public func open(_ plan: ConnectionPlan) {
        effects.open(plan, in: workspace)
    }

    /// Leaves the broker. For another thread to wait on.
    public var farewell: @Sendable () async throws -> Void { effects.farewell }

    /// Waits for the next whole set of figures.
    /// - Parameter seconds: the longest wait.
    public func next(within seconds: Double) -> Outcome {
        let end = clock.uptime() + Int64(seconds * 1e6)
        while true {
            apply()
            if let outcome = outcome() { return outcome }
            guard wait(until: end) else { return .timeout }
        }
    }

    /// Lets time pass while messages are taken in: from the connection on, and no longer than there is one.
    /// - Parameter patience: the longest wait for the connection, in seconds.
    public func listen(seconds: Double, patience: Double = 75) {
        var end = clock.uptime() + Int64(patience * 1e6)
        var isConnected = false
        repeat {
            apply()
            if failure != nil { break }
            if case .connected = workspace.connection.state, !isConnected {
                isConnected = true
                end = clock.uptime() + Int64(seconds * 1e6)
            }
        } while wait(until: end)
        // The rates of the last second: no frame has asked for them.
        workspace.live.catchUp(now: clock.now())
    }

    private func wait(until end: Int64) -> Bool {
        let left = end - clock.uptime()
        guard left > 0 else { return false }
        var descriptor = pollfd(fd: inbox.doorbell.descriptor, events: Int16(POLLIN), revents: 0)
        // A pause of the connection ends by itself: a look now and then is enough.
        poll(&descriptor, 1, Int32(clamping: min((left + 999) / 1_000, 1_000)))
        inbox.doorbell.answer()
        return true
    }

    private func apply() {
        for incoming in inbox.drain() {
            // Nothing of what is asked for here has errands.
            guard case .arrival(let arrival) = incoming else { continue }
            model.apply(arrival)
            if case .event(.messages(let batch), let id, _) = arrival { effects.consumed(batch.byteCount, of: id) }
            if case .pong = arrival { fences.answered += 1 }
        }
        workspace.live.advance(until: .now + .milliseconds(50))
    }

    private func ask(_ load: SystemLoad) {
        fences = (1, 0)
        // What comes between this revision and the answer shows that the beat was not whole.
        askedRevision = load.revision
        effects.ping()
    }

    /// Why there is no connection, and will be none that is waited for.
    private var failure: Outcome? {
        switch workspace.connection.state {
        case .refused(let reason): .notConnected(reason, code: workspace.refusalCode)
        case .closed(let reason): .notConnected(reason)
        // A watch is not for waiting out a broker: the first attempt that fails ends it.
        case .waiting(_, _, let reason): .notConnected(reason, code: workspace.refusalCode)
        case .connected, .idle, .connecting: nil
        }
    }

    private func outcome() -> Outcome? {
        if let failure { return failure }
        guard case .connected = workspace.connection.state else { return nil }
        let system = workspace.subscriptions.first { $0.filter.hasPrefix("$SYS") }
        // Many brokers let only some clients read `$SYS` and say so in SUBACK.
        if case .refused(let reason)? = system?.state { return .refused(reason) }
        let load = workspace.live.system
        guard load.hasNumbers, load.beat > toldBeat else { return nil }
        if askedBeat < load.beat {
            askedBeat = load.beat
            ask(load)
            return nil
        }
        guard fences.answered >= fences.asked else { return nil }
        // aMQTT answers a ping in between: a beat is whole when nothing came before the answer.
        guard load.revision == askedRevision else {
            ask(load)
            return nil
        }
        toldBeat = load.beat
        workspace.live.catchUp(now: clock.now())
        return .figures
    }
}
