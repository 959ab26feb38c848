import MQTT
import Synchronization

/// What became of the messages that clear retained ones: written on the connection's event loop, read by the verb.
final class ClearingTally: Sendable {
    private struct State {
        var done = 0
        var failures: [(topic: String, reason: String)] = []
        var ended = 0
        var isLost = false
    }

    private let state = Mutex(State())

    /// How many are done with, well or not.
    var ended: Int { state.withLock { $0.ended } }
    /// How many the broker has acknowledged.
    var done: Int { state.withLock { $0.done } }
    /// Whether one went down with the connection.
    var isLost: Bool { state.withLock { $0.isLost } }

    /// One came to its end.
    func finish(_ topic: String, _ result: Result<PublishResult, any Error>) {
        state.withLock { state in
            state.ended += 1
            switch result {
            case .success(let answer) where answer.reason.isError:
                let said = answer.properties.reasonString.map { " (\($0))" } ?? ""
                state.failures.append((topic, "\(answer.reason.name)\(said)"))
            case .success: state.done += 1
            case .failure(let error):
                if error is ConnectionFailure { state.isLost = true }
                if case .lost? = error as? ConnectionError { state.isLost = true }
                state.failures.append((topic, "\(error)"))
            }
        }
    }

    /// The failures since the last call.
    func takeFailures() -> [(topic: String, reason: String)] {
        state.withLock { state in
            defer { state.failures = [] }
            return state.failures
        }
    }
}
