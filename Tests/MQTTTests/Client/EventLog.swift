import MQTT
import Synchronization
import TestSupport

/// The events of a client, in order, for a test to wait on.
final class EventLog: Sendable {
    private let state = Mutex<[ClientEvent]>([])

    /// Adds an event; give it to the client as its handler.
    func add(_ event: ClientEvent) { state.withLock { $0.append(event) } }

    var events: [ClientEvent] { state.withLock { $0 } }

    /// How many events there are: a mark for ``wait(after:_:)``.
    var count: Int { state.withLock { $0.count } }

    /// Waits for an event from index `mark` on, and gives it.
    func wait(
        _ what: String = "an event of the client", after mark: Int = 0,
        _ test: @escaping @Sendable (ClientEvent) -> Bool
    ) async throws -> ClientEvent {
        try await find(what, after: mark) { test($0) ? $0 : nil }
    }

    private func find<Found>(
        _ what: String, after mark: Int, _ test: (ClientEvent) -> Found?
    ) async throws -> Found {
        // The module's name: `waiting` is a state of a client here.
        try await TestSupport.waiting(
            for: what, within: .seconds(20), report: { events.suffix(20).map { "\($0)" }.joined(separator: "\n") }
        ) {
            state.withLock { events in
                for event in events.dropFirst(mark) { if let found = test(event) { return found } }
                return nil
            }
        }
    }

    func connected(after mark: Int = 0) async throws -> ConnectionInfo {
        try await find("a connection", after: mark) { if case .state(.connected(let info)) = $0 { info } else { nil } }
    }

    func waiting(after mark: Int = 0) async throws -> ClientState.Waiting {
        try await find("a pause between attempts", after: mark) {
            if case .state(.waiting(let waiting)) = $0 { waiting } else { nil }
        }
    }

    func stopped(after mark: Int = 0) async throws -> ConnectionFailure? {
        try await find("the end of the client", after: mark) { event -> ConnectionFailure?? in
            if case .state(.stopped(let failure)) = event { .some(failure) } else { nil }
        }
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
    func texts(upTo last: String) async throws -> [String] {
        var count = 1
        while true {
            let texts = try await messages(atLeast: count).map { String(decoding: $0.payload, as: UTF8.self) }
            if texts.last == last { return texts }
            count = texts.count + 1
        }
    }

    /// Waits until `count` messages have come.
    func messages(atLeast count: Int) async throws -> [(
        topic: String, payload: [UInt8], qos: QoS, retain: Bool, duplicate: Bool
    )] {
        while true {
            let events = events
            let found = events.reduce(0) { if case .messages(let batch) = $1 { $0 + batch.count } else { $0 } }
            if found >= count { return messages }
            _ = try await wait("message \(found + 1) of \(count)", after: events.count) {
                if case .messages = $0 { true } else { false }
            }
        }
    }
}
