import Model
import Payloads
import Profile
import REST
import Synchronization

/// Tells the inbox how far a request has come: not more often than people can see, and always of what came last.
///
/// Reports come from the connection's threads and from the one that decodes; the end is told once, and nothing after it.
final class ExchangeReporter: Sendable {
    private let inbox: Inbox
    private let clock: AppClock
    private let masking: Masking
    /// What is told of, before anything came of it.
    private let exchange: SentRequest
    private let state = Mutex(State())

    private struct State {
        /// The newest report that was not told.
        var news: REST.Progress?
        /// When the next one may be told, in microseconds.
        var next: Int64 = 0
        var isWaiting = false
        var isOver = false

        /// How long a report has to wait, in microseconds; nil when one waits already.
        mutating func wait(at now: Int64) -> Int64? {
            guard !isWaiting else { return nil }
            isWaiting = true
            return max(0, next - now)
        }
    }

    /// Shortest time between two reports, in microseconds.
    private static let interval: Int64 = 50_000
    /// Bytes of a body that are copied and laid out for a report in a microsecond: a large one is told of less often, so
    /// that showing it does not keep it from arriving.
    private static let bytesPerMicrosecond: Int64 = 32

    init(_ exchange: SentRequest, inbox: Inbox, clock: AppClock, masking: Masking) {
        self.exchange = exchange
        self.inbox = inbox
        self.clock = clock
        self.masking = masking
    }

    /// Takes news, on any thread.
    func tell(_ progress: REST.Progress) {
        let now = clock.uptime()
        schedule(
            after: state.withLock { state in
                guard !state.isOver else { return nil }
                state.news = progress
                return state.wait(at: now)
            })
    }

    /// Tells what is new after a wait; nil for not at all.
    ///
    /// Not on the connection's thread: a body may have to be copied. What comes during the wait is told at its end, so that
    /// the last piece before a silence is seen.
    private func schedule(after wait: Int64?) {
        guard let wait else { return }
        Task { [self] in
            if wait > 0 { try? await Task.sleep(for: .microseconds(wait)) }
            report()
        }
    }

    /// Tells how it ended.
    func end(_ exchange: SentRequest) {
        state.withLock { state in
            state.isOver = true
            // A report that sleeps finds nothing and stays silent.
            state.news = nil
            // Beneath the lock: no report comes behind the end.
            inbox.deliver(.exchange(exchange))
        }
    }

    private func report() {
        guard let progress = state.withLock({ $0.news.take() }) else {
            // Nothing came meanwhile: the next news schedules by itself.
            return state.withLock { $0.isWaiting = false }
        }
        var exchange = exchange
        exchange.take(progress, masked: masking.hop)
        let now = clock.uptime()
        let told = exchange
        schedule(
            after: state.withLock { state in
                state.isWaiting = false
                // A body of 16 MB is told of every 0.6 s, a small one 20 times a second.
                state.next = now + Self.interval + Int64(told.body.count) / Self.bytesPerMicrosecond
                // Beneath the lock: the end may come from another thread.
                guard !state.isOver else { return nil }
                inbox.deliver(.exchange(told))
                // What came while this was made found the wait taken.
                return state.news == nil ? nil : state.wait(at: now)
            })
    }
}
