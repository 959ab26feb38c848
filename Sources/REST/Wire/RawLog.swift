import Dispatch
import Synchronization

/// The bytes of one answer as they came, from the first to the last: in memory, then in a file without a name.
///
/// They are handed on by the connection's thread, which serves other connections too and must not wait for a disk.
final class RawLog: Sendable {
    private struct State {
        /// The first bytes, kept in any case: for a message about what is no HTTP.
        var beginning: [UInt8] = []
        /// Bytes that were handed on.
        var count = 0
        /// Those of them that are not written yet.
        var waiting = 0
        /// Why no more is kept.
        var problem: String?
        /// The most bytes that are kept.
        var limit: Int
    }

    private let state: Mutex<State>
    /// What is kept; only its queue's work waits for the disk with it.
    private let store: Mutex<BodyStore?>
    private let queue = DispatchQueue(label: "raw answer")
    private let keepsAll: Bool

    /// Bytes in memory; the file takes what is longer, so that an answer does not cost memory twice.
    private static let memory = 1 << 20
    private static let beginningLimit = 64
    /// The most bytes that wait for the disk.
    private static let mostWaiting = 16 << 20

    /// - Parameters:
    ///   - keepsAll: whether more than the first bytes are kept.
    ///   - limit: the most bytes that are kept.
    init(keepsAll: Bool, limit: Int = .max, directory: String?) {
        self.keepsAll = keepsAll
        state = Mutex(State(limit: limit))
        store = Mutex(keepsAll ? BodyStore(budget: Self.memory, directory: directory) : nil)
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        // They are copied before this returns.
        nonisolated(unsafe) let bytes = bytes
        let (kept, isFirst): ([UInt8]?, Bool) = state.withLock { state in
            let room = Self.beginningLimit - state.beginning.count
            if room > 0 { state.beginning += bytes.prefix(room) }
            guard keepsAll, state.problem == nil, !bytes.isEmpty else { return (nil, false) }
            let taken = bytes.prefix(max(0, state.limit - state.count))
            if taken.count < bytes.count { state.problem = "the first \(state.count + taken.count) bytes are kept" }
            if state.waiting + taken.count > Self.mostWaiting {
                state.problem = "the disk is slower than the answer: the first \(state.count) bytes are kept"
                return (nil, false)
            }
            state.count += taken.count
            state.waiting += taken.count
            return (Array(taken), state.count <= Self.memory)
        }
        guard let kept else { return }
        // What memory takes needs no disk, and is there for who looks on at once.
        if isFirst { write(kept) } else { queue.async { [self] in write(kept) } }
    }

    /// Keeps no more than so many bytes, of an answer that has no end.
    func bound(to limit: Int) { state.withLock { $0.limit = min($0.limit, limit) } }

    private func write(_ bytes: [UInt8]) {
        let failure: RequestFailure? = store.withLock { store in
            bytes.withUnsafeBytes { bytes in
                do throws(RequestFailure) {
                    try store?.append(bytes)
                    return nil
                } catch {
                    return error
                }
            }
        }
        state.withLock { state in
            state.waiting -= bytes.count
            // The answer itself does not fail for it.
            if let failure { state.problem = state.problem ?? failure.advice }
        }
    }

    /// What is kept until now.
    var snapshot: Body { store.withLock { $0?.snapshot ?? .empty } }

    /// The first bytes.
    var beginning: [UInt8] { state.withLock { $0.beginning } }

    /// What was kept; and why it is not all, when it is not.
    func take() async -> (bytes: Body, problem: String?) {
        await withCheckedContinuation { continuation in
            // Behind all that was handed on.
            queue.async { [self] in
                let store = store.withLock { $0.take() }
                var (body, problem) = (Body.empty, state.withLock { $0.problem })
                do throws(RequestFailure) {
                    body = try store?.finish() ?? .empty
                } catch {
                    problem = error.summary
                }
                continuation.resume(returning: (body, problem))
            }
        }
    }
}
