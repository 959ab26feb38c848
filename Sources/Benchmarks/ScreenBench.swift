import App
import Glibc
import Interface
import MQTT
import Model
import Opener
import Profile
import Terminal
import Topics

/// The program with a screen in memory, pressed a key every 20 ms, and how long each key took to show.
final class ScreenBench {
    private let terminal = MemoryTerminal(size: Size(width: 120, height: 36))
    private let workspace = Workspace()
    private let effects: EffectRunner
    private let application: Application
    private let window: Window
    private var latencies: [Int64] = []
    /// The slowest of them: the key, or what was waited for.
    private var slowestKey: (name: String, time: Int64) = ("", 0)
    private var nextKey: Int64 = .max
    private var isDown = true
    private var wanted: [KeyPress] = []
    private let inbox: Inbox
    /// Frames that no key asked for.
    private var ownFrames = 0
    private var startedAt: Int64 = 0

    private static let keyInterval: Int64 = 20_000

    init(port: Int) throws {
        inbox = Inbox(doorbell: try Doorbell())
        effects = EffectRunner(inbox: inbox)
        let (model, book) = (Model(workspace), ProfileBook())
        window = Window(model: model, book: book)
        application = Application(
            terminal: terminal, model: model, book: book, window: window, inbox: inbox,
            effects: effects)
        effects.open(
            ConnectionPlan(
                name: "bench", configuration: Self.configuration(port: port),
                subscriptions: [ConnectionPlan.Filter("#", qos: 0)]),
            in: workspace)
    }

    static func configuration(port: Int) -> ClientConfiguration {
        var configuration = ClientConfiguration(endpoint: Endpoint(host: "127.0.0.1", port: port))
        configuration.protocolChoice = .exactly(.v311)
        configuration.reconnect = .never
        return configuration
    }

    /// What shows is counted from now on.
    func startMeasuring() {
        startedAt = AppClock.system.uptime()
        latencies = []
        slowestKey = ("", 0)
        ownFrames = 0
    }

    /// From now on keys are pressed.
    func startPressing() {
        nextKey = AppClock.system.uptime() + Self.keyInterval
    }

    /// Messages received so far.
    var messages: Int { workspace.live.traffic.totalMessages }

    /// What is cleared or put back.
    var sweep: RetainedSweep? { workspace.publishing.sweep }

    /// Leaves the broker and gives the threads back.
    func close() {
        let farewell = effects.farewell
        Completion.of { try? await farewell() }
    }

    /// Presses these keys next, one every 20 ms, in the notation of the keymap.
    func press(_ keys: [String]) {
        wanted += keys.compactMap { KeyPress(notation: $0) }
    }

    /// Presses the key of a question, and the one that answers it when the question is whole. What shows then counts as well as
    /// what each step before it took.
    func ask(_ question: String, yes: String) {
        press([question])
        run { _ in wanted.isEmpty }
        while window.tick(now: 0) == 0 {
            let before = AppClock.system.uptime()
            application.step()
            note(AppClock.system.uptime() - before, "looking after \(question)")
        }
        // It was read, and is answered now: not when the next key would have been due.
        nextKey = max(nextKey, AppClock.system.uptime())
        press([yes])
        run { _ in wanted.isEmpty }
    }

    private func nextPress() -> KeyPress {
        if !wanted.isEmpty { return wanted.removeFirst() }
        isDown.toggle()
        return KeyPress(isDown ? .up : .down)
    }

    /// Turns the loop for some seconds, pressing keys when they are due.
    func run(for seconds: Double) {
        let end = AppClock.system.uptime() + Int64(seconds * 1e6)
        run { _ in AppClock.system.uptime() >= end }
    }

    /// Wakes the loop every few milliseconds, as a keyboard would.
    func startPulse() {
        let bell = inbox.doorbell
        Thread.start {
            while true {
                usleep(2_000)
                bell.ring()
            }
        }
    }

    /// The slowest key since the last time that this was asked.
    func slowest() -> String {
        defer { (latencies, slowestKey) = ([], ("", 0)) }
        let name = slowestKey.name.isEmpty ? "" : " (\(slowestKey.name))"
        return "\(latencies.count) keys, the slowest \(milliseconds(slowestKey.time)) ms\(name)"
    }

    private func note(_ time: Int64, _ name: String) {
        latencies.append(time)
        if time > slowestKey.time { slowestKey = (name, time) }
    }

    /// Turns the loop until something is so, pressing keys when they are due.
    func run(until isSo: (Workspace) -> Bool) {
        while !isSo(workspace) {
            let now = AppClock.system.uptime()
            let due = nextKey
            var name = ""
            if now >= due {
                let press = nextPress()
                name = press.notation
                terminal.post(.key(press))
                // A person does not press faster because the program is slow.
                nextKey = now + Self.keyInterval
            }
            let before = terminal.draws
            application.step()
            if now >= due {
                note(AppClock.system.uptime() - due, name)
            } else if startedAt > 0 {
                ownFrames += terminal.draws - before
            }
        }
    }

    /// Keys, frames and memory in one line.
    var summary: String {
        let sorted = latencies.sorted()
        let seconds = Double(AppClock.system.uptime() - startedAt) / 1e6
        var words = "frames \(tenths(Double(ownFrames) / seconds))/s that no key asked for"
        if !sorted.isEmpty {
            let worst = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
            words +=
                "; keys \(sorted.count): median \(milliseconds(sorted[sorted.count / 2])) ms, 99th percentile "
                + "\(milliseconds(worst)) ms"
        }
        return words
            + "; kept \(workspace.live.messages.keptBytes >> 20) MB; evicted \(workspace.live.losses.evictedMessages)"
    }

    private func milliseconds(_ microseconds: Int64) -> String { "\(Double(microseconds / 100) / 10)" }

}
