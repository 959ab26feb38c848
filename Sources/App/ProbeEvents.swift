import MQTT
import Model
import Synchronization

/// What the client of a test says, for the task that waits for it.
final class ProbeEvents: Sendable {
    /// What has come.
    struct State {
        fileprivate var outcome: Result<ConnectionInfo, ConnectionFailure>?
        fileprivate var waiter: CheckedContinuation<Result<ConnectionInfo, ConnectionFailure>, Never>?
        fileprivate var version = ProtocolVersion.v311
        /// Those who wait for something to be so, by a number of their own.
        fileprivate var watchers: [Int: Watcher] = [:]
        fileprivate var lastWatcher = 0
        /// The payloads of small messages.
        fileprivate(set) var payloads: [[UInt8]] = []
        /// Those of a test's own that came as kept by the broker, with RETAIN (MQTT 5 3.3.1.3).
        fileprivate(set) var retained: [[UInt8]] = []
        /// The sizes of large messages of a test's own.
        fileprivate(set) var sizes: [Int] = []
        /// Whether a message of the broker's own has come.
        fileprivate(set) var hasSystem = false
        /// What the broker broke of MQTT, each once.
        fileprivate(set) var violations: [String] = []
        fileprivate var kinds: Set<ProtocolViolation.Kind> = []
    }
    fileprivate struct Watcher {
        let isSo: @Sendable (State) -> Bool
        let continuation: CheckedContinuation<Bool, Never>
        /// Ends the waiting when its time is over.
        let timer: Task<Void, Never>
    }
    private let state = Mutex(State())

    /// What the broker broke of MQTT, each once.
    var violations: [String] { state.withLock { $0.violations } }

    /// The payloads of a test's own messages that the broker had kept.
    var retained: [[UInt8]] { state.withLock { $0.retained } }

    func take(_ arrival: Arrival) {
        guard case .event(let event, _, _) = arrival else { return }
        switch event {
        case .state(.connected(let info)):
            state.withLock { $0.version = info.version }
            settle(.success(info))
        case .violated(let violation, _):
            state.withLock {
                if $0.kinds.insert(violation.kind).inserted { $0.violations.append(violation.words(in: $0.version)) }
            }
        case .state(.stopped(.some(let failure))): settle(.failure(failure))
        case .state(.waiting(let pause)): settle(.failure(pause.failure))
        case .messages(let batch):
            // A test lives for seconds; of a flood only the first messages can matter.
            var found: [[UInt8]] = []
            var hasSystem = false
            var large: [Int] = []
            var kept: [[UInt8]] = []
            batch.forEach(
                { message in
                    if message.topic.starts(with: "$SYS/".utf8) { hasSystem = true }
                    let isOwn = message.topic.starts(with: "martlet/test/".utf8)
                    // From 1 KiB on a message is one of `Prober.sizes`, told by its size alone: its bytes are not kept.
                    if isOwn, message.payload.count >= 1024 { large.append(message.payload.count) }
                    if isOwn, message.retain, message.payload.count < 128 { kept.append(Array(message.payload)) }
                    if message.payload.count < 128, found.count < 1000 { found.append(Array(message.payload)) }
                }, atEnd: {})
            let (payloads, retained, isSystem, sizes) = (found, kept, hasSystem, large)
            state.withLock {
                $0.retained = Array(($0.retained + retained).suffix(100))
                $0.sizes = Array(($0.sizes + sizes).suffix(100))
                $0.payloads = Array(($0.payloads + payloads).suffix(10_000))
                if isSystem { $0.hasSystem = true }
            }
        default: break
        }
        tellWatchers()
    }

    private func tellWatchers() {
        let satisfied = state.withLock { state in
            let found = state.watchers.filter { $0.value.isSo(state) }
            for number in found.keys { state.watchers[number] = nil }
            return Array(found.values)
        }
        // Outside the lock: who goes on may ask again at once.
        for watcher in satisfied { Self.end(watcher, true) }
    }

    private static func end(_ watcher: Watcher, _ answer: Bool) {
        watcher.timer.cancel()
        watcher.continuation.resume(returning: answer)
    }

    private func giveUp(_ number: Int) {
        if let watcher = state.withLock({ $0.watchers.removeValue(forKey: number) }) { Self.end(watcher, false) }
    }

    private func settle(_ outcome: Result<ConnectionInfo, ConnectionFailure>) {
        let waiter = state.withLock { state -> CheckedContinuation<Result<ConnectionInfo, ConnectionFailure>, Never>? in
            // The first outcome holds: a connection that is lost later was made all the same.
            guard state.outcome == nil else { return nil }
            state.outcome = outcome
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: outcome)
    }

    /// How connecting ended.
    func connected() async -> Result<ConnectionInfo, ConnectionFailure> {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Result<ConnectionInfo, ConnectionFailure>? in
                // The client may have connected before anybody waited.
                if state.outcome == nil { state.waiter = continuation }
                return state.outcome
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// Whether a payload has come, or comes within a time.
    func message(_ payload: [UInt8], within limit: Duration) async -> Bool {
        await holds(within: limit) { $0.payloads.contains(payload) }
    }

    /// Whether something is so, or becomes so within a time; not in a task that is cancelled.
    func holds(within limit: Duration, _ isSo: @escaping @Sendable (State) -> Bool) async -> Bool {
        // Drawn before the waiting: whoever cancels must know which watcher to give up.
        let number = state.withLock { state in
            state.lastWatcher += 1
            return state.lastWatcher
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state -> Bool? in
                    if isSo(state) { return true }
                    // Who cancels tells the watcher, if it is there by then.
                    if Task.isCancelled { return false }
                    let timer = Task {
                        do { try await Task.sleep(for: limit) } catch { return }
                        self.giveUp(number)
                    }
                    state.watchers[number] = Watcher(isSo: isSo, continuation: continuation, timer: timer)
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            giveUp(number)
        }
    }
}
