import Synchronization

/// A body while it arrives: one thread adds to it, any other may look at what is here.
final class GrowingBody: Sendable {
    private struct State: ~Copyable {
        var store: BodyStore
    }

    private let state: Mutex<State>
    private let limits: Request.Limits

    init(_ limits: Request.Limits, map: @escaping BodyStore.Map = { Body(file: $0, count: $1) }) {
        self.limits = limits
        state = Mutex(State(store: BodyStore(budget: limits.memory, directory: limits.directory, map: map)))
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
    /// - Throws: ``RequestFailure`` of kind `file` when it cannot be shown.
    func take() throws(RequestFailure) -> Body {
        let taken = state.withLock { state -> Result<Body, RequestFailure> in
            // A store cannot be copied: it is taken by putting an empty one in its place.
            var other = BodyStore(budget: limits.memory, directory: limits.directory)
            swap(&state.store, &other)
            do throws(RequestFailure) {
                return .success(try other.finish())
            } catch {
                return .failure(error)
            }
        }
        return try taken.get()
    }
}
