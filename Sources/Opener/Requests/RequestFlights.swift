import Profile
import Synchronization
import Text

/// The requests that are under way because others take values of their answers: sends that begin while one is, wait for
/// the same answer.
public final class RequestFlights: Sendable {
    /// What makes two of them the same.
    struct Key: Hashable, Sendable {
        let draft: RequestDraft
        let variables: Variables

        init(_ draft: RequestDraft, _ variables: Variables) { (self.draft, self.variables) = (draft, variables) }
    }

    typealias Outcome = Result<ResponseChain.Answer, RequestOpener.Failure>
    private struct State {
        var underWay: [Key: Task<Outcome, Never>] = [:]
        /// What has ended, and when; the oldest first.
        var ended: [(key: Key, outcome: Outcome, time: Moment)] = []
    }
    private let state = Mutex(State())
    /// How many that have ended are remembered, for sends that began before.
    private static let mostEnded = 16

    /// Nothing is under way.
    public init() {}

    /// The task that sends a request, or has done so since a send began.
    func task(
        for key: Key, since began: Moment, now: @escaping @Sendable () -> Moment,
        _ send: @escaping @Sendable () async -> Outcome
    ) -> Task<Outcome, Never> {
        state.withLock { state in
            if let task = state.underWay[key] { return task }
            // What came after this send began is as fresh as an answer of its own.
            if let last = state.ended.last(where: { $0.key == key && $0.time >= began }) {
                let outcome = last.outcome
                return Task { outcome }
            }
            let task = Task { [self] in
                let outcome = await send()
                self.state.withLock { state in
                    state.underWay[key] = nil
                    state.ended.append((key, outcome, now()))
                    if state.ended.count > Self.mostEnded { state.ended.removeFirst() }
                }
                return outcome
            }
            // Not too late: the task takes it out under the same lock.
            state.underWay[key] = task
            return task
        }
    }
}
