import Synchronization

/// A body while it arrives: one thread adds to it, any other may look at what is here.
final class GrowingBody: Sendable {
    private struct State: ~Copyable {
        var store: BodyStore
    }

    private let state: Mutex<State>
    private let limits: Request.Limits

    init(_ limits: Request.Limits) {
        self.limits = limits
        state = Mutex(State(store: BodyStore(budget: limits.memory, directory: limits.directory)))
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(RequestFailure) {
        // They are copied before this returns.
        nonisolated(unsafe) let bytes = bytes
        let problem = state.withLock { state -> RequestFailure? in
            do throws(RequestFailure) {
                try state.store.append(bytes)
                return nil
            } catch {
                return error
            }
        }
        if let problem { throw problem }
    }

    /// What is here; more may come.
    var snapshot: Body { state.withLock { $0.store.snapshot } }

    /// What was taken, as it will stay; an empty store takes its place.
    func take() -> Body {
        state.withLock { state in
            // A store cannot be copied: it is taken by putting an empty one in its place.
            var other = BodyStore(budget: limits.memory, directory: limits.directory)
            swap(&state.store, &other)
            return other.finish()
        }
    }
}
