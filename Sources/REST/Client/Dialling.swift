import NIOCore
import Synchronization

/// A connection while it is made, which the system may try for minutes: it is closed when nobody waits for it any more.
final class Dialling: Sendable {
    private struct State {
        var channel: (any Channel)?
        var isOver = false
    }

    private let state = Mutex(State())

    /// Takes the connection that is to be made; false when nobody waits for it any more.
    func begin(_ channel: any Channel) -> Bool {
        state.withLock { state in
            state.channel = channel
            return !state.isOver
        }
    }

    /// Nobody waits for it any more.
    func end() {
        let channel = state.withLock { state in
            state.isOver = true
            return state.channel
        }
        // Fails who waits for it to stand.
        channel?.close(promise: nil)
    }
}
