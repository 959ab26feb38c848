import Dispatch
import Synchronization

/// Holds back who reads a stream while who looks at its events is behind, so that the server waits and memory does not
/// grow: one thread adds, another one takes off.
public final class StreamBacklog: Sendable {
    private struct State {
        var bytes = 0
        var isWaiting = false
        var isOpen = false
    }

    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)
    private let limit: Int

    /// - Parameter limit: the most bytes that may wait to be looked at.
    public init(limit: Int = 8 << 20) { self.limit = limit }

    /// So many bytes are on their way; returns when there is room for the next.
    public func add(_ bytes: Int) {
        let mustWait = state.withLock { state in
            state.bytes += bytes
            state.isWaiting = state.bytes > limit && !state.isOpen
            return state.isWaiting
        }
        // Outside the lock, which `took` needs to let it go on.
        if mustWait { room.wait() }
    }

    /// So many bytes were looked at.
    public func took(_ bytes: Int) {
        resume { state in
            state.bytes -= bytes
            return state.bytes <= limit
        }
    }

    /// Nobody looks any more: who waits goes on, and nobody waits again.
    public func open() {
        resume { state in
            state.isOpen = true
            return true
        }
    }

    private func resume(_ change: (inout State) -> Bool) {
        let goesOn = state.withLock { state in
            guard change(&state), state.isWaiting else { return false }
            state.isWaiting = false
            return true
        }
        // Not lost where the other thread does not wait yet: a semaphore counts.
        if goesOn { room.signal() }
    }
}
