import MQTT
import Synchronization

/// The events of a client, in order, for a test to wait on.
final class EventLog: Sendable {
    private struct State {
        var events: [ClientEvent] = []
        var waiters: [(test: @Sendable (ClientEvent) -> Bool, from: Int, resume: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// Adds an event; give it to the client as its handler.
    func add(_ event: ClientEvent) {
        let resumed = state.withLock { state in
            state.events.append(event)
            let index = state.events.count - 1
            let ready = state.waiters.filter { $0.from <= index && $0.test(event) }
            state.waiters.removeAll { $0.from <= index && $0.test(event) }
            return ready.map(\.resume)
        }
        for continuation in resumed { continuation.resume() }
    }

    var events: [ClientEvent] { state.withLock { $0.events } }

    /// How many events there are: a mark for ``wait(after:_:)``.
    var count: Int { state.withLock { $0.events.count } }

    /// Waits for an event from index `mark` on, and gives it. The test's own time limit is the bound.
    func wait(after mark: Int = 0, _ test: @escaping @Sendable (ClientEvent) -> Bool) async -> ClientEvent {
        while true {
            if let found = state.withLock({ $0.events.dropFirst(mark).first(where: test) }) { return found }
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    if state.events.dropFirst(mark).contains(where: test) { return true }
                    state.waiters.append((test, mark, continuation))
                    return false
                }
                if isThere { continuation.resume() }
            }
        }
    }

    func connected(after mark: Int = 0) async -> ConnectionInfo {
        let event = await wait(after: mark) { if case .state(.connected) = $0 { true } else { false } }
        guard case .state(.connected(let info)) = event else { fatalError("not reached") }
        return info
    }

    func waiting(after mark: Int = 0) async -> ClientState.Waiting {
        let event = await wait(after: mark) { if case .state(.waiting) = $0 { true } else { false } }
        guard case .state(.waiting(let waiting)) = event else { fatalError("not reached") }
        return waiting
    }

    func stopped(after mark: Int = 0) async -> ConnectionFailure? {
        let event = await wait(after: mark) { if case .state(.stopped) = $0 { true } else { false } }
        guard case .state(.stopped(let failure)) = event else { fatalError("not reached") }
        return failure
    }

    /// The messages so far, as topic and payload.
    var messages: [(topic: String, payload: [UInt8], qos: QoS, retain: Bool, duplicate: Bool)] {
        var result: [(String, [UInt8], QoS, Bool, Bool)] = []
        for case .messages(let batch) in events {
            batch.forEach {
                result.append(
                    (String(decoding: $0.topic, as: UTF8.self), Array($0.payload), $0.qos, $0.retain, $0.duplicate))
            }
        }
        return result
    }

    /// Waits until a payload has come, and gives all up to it.
    func texts(upTo last: String) async -> [String] {
        var count = 1
        while true {
            let texts = await messages(atLeast: count).map { String(decoding: $0.payload, as: UTF8.self) }
            if texts.last == last { return texts }
            count = texts.count + 1
        }
    }

    /// Waits until `count` messages have come.
    func messages(atLeast count: Int) async -> [(
        topic: String, payload: [UInt8], qos: QoS, retain: Bool, duplicate: Bool
    )] {
        while true {
            let events = events
            let found = events.reduce(0) { if case .messages(let batch) = $1 { $0 + batch.count } else { $0 } }
            if found >= count { return messages }
            _ = await wait(after: events.count) { if case .messages = $0 { true } else { false } }
        }
    }
}
