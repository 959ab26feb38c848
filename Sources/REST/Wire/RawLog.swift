import Synchronization

/// The bytes of one answer as they came, from the first to the last: in memory, then in a file without a name.
final class RawLog: Sendable {
    private struct State: ~Copyable {
        /// The first bytes, kept in any case: for a message about what is no HTTP.
        var beginning: [UInt8] = []
        var store: BodyStore?
        var problem: String?
    }

    private let state: Mutex<State>

    /// Bytes in memory; the file takes what is longer, so that an answer does not cost memory twice.
    private static let memory = 1 << 20
    private static let beginningLimit = 64

    /// - Parameter keepsAll: whether more than the first bytes are kept.
    init(keepsAll: Bool, directory: String?) {
        var first = State()
        if keepsAll { first.store = BodyStore(budget: Self.memory, directory: directory) }
        state = Mutex(first)
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        // They are copied before this returns.
        nonisolated(unsafe) let bytes = bytes
        state.withLock { state in
            let room = Self.beginningLimit - state.beginning.count
            if room > 0 { state.beginning += bytes.prefix(room) }
            guard state.problem == nil else { return }
            do throws(RequestFailure) {
                try state.store?.append(bytes)
            } catch {
                // The answer itself does not fail for it.
                state.problem = error.advice
            }
        }
    }

    /// What is kept until now.
    var snapshot: Body { state.withLock { $0.store?.snapshot ?? .empty } }

    /// The first bytes.
    var beginning: [UInt8] { state.withLock { $0.beginning } }

    /// What was kept; and why it is not all, when the disk did not take it.
    func take() -> (bytes: Body, problem: String?) {
        state.withLock { state in
            let store = state.store.take()
            return (store?.finish() ?? .empty, state.problem)
        }
    }
}
