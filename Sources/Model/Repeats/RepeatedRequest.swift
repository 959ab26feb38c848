import Payloads
public import Profile
import REST
import Text

/// A request of the library that is sent again and again.
public struct RepeatedRequest: Sendable {
    /// The number that it is known by.
    public let id: Int
    /// The request, by its number in the library.
    public let requestID: Int
    /// The request as it was when it began, with the variables of then: what is edited or chosen meanwhile is not sent.
    public let draft: RequestDraft
    /// What `{{names}}` stand for.
    public let variables: Variables
    /// How it is sent, and what came of it.
    public internal(set) var run: RepeatRun
    /// The numbers in its answers.
    public internal(set) var curves = RepeatCurves()
    /// Why the last one failed; nil since an answer came.
    public internal(set) var lastFailure: String?
    /// The exchange that is on its way, and when it began in nanoseconds.
    public internal(set) var exchange: UInt64?
    var began: Int64 = 0
    /// The answer in the log that the unchanged ones are like.
    public internal(set) var kept: UInt64?
    /// Whether an answer, its body and the nanoseconds that it took are what is waited for.
    let until: @Sendable (Response, PayloadBytes, Int64) -> Bool

    /// What people call it.
    public var title: String { draft.title }

    /// Whether it goes on until a person does something: no total and no time ends it, or it is halted.
    public var isOpen: Bool { run.state == .paused || run.plan.count == nil && run.plan.time == nil }

    /// Whether each one may change something (RFC 9110 9.2.1): what they answer is then not compared for people.
    public var isUnsafe: Bool { !["GET", "HEAD", "OPTIONS", "TRACE"].contains(draft.method) }

    /// What becomes of an exchange in the log.
    enum Keeping {
        /// It is kept like any other.
        case log
        /// It is one more like the one that is kept.
        case unchanged(UInt64?)
        /// It is under way, or of no use.
        case nothing
    }

    /// Takes news of its exchange.
    mutating func take(_ news: SentRequest) -> Keeping {
        guard !news.isUnderWay else { return .nothing }
        exchange = nil
        // Microseconds of the exchange on the nanoseconds of the clock that goes forward.
        let end = began + news.duration * 1000
        let moment = news.startedAt + news.duration
        switch news.state {
        case .cancelled:
            run.dropped()
            return .nothing
        case .finished:
            guard let response = news.response else { return .log }
            lastFailure = nil
            // Before it is taken. A condition of the person's own asks for the 304 itself.
            let judged = news.condition == nil ? response : run.tally.judged(response)
            let change = run.answered(
                response, body: news.body, duration: news.duration * 1000, now: end,
                pause: response.retryAfter(now: moment / 1_000_000)
            ) { until(judged, $0, news.duration * 1000) }
            curves.take(run.tally.body, of: response.status, at: moment)
            // Nobody is told: the count of the unchanged goes on.
            if change == .same, run.plan.showsChanges { return .unchanged(kept) }
        case .failed(let words):
            run.failed(words, duration: news.duration * 1000, now: end)
            lastFailure = words
            curves.fail()
        case .sending, .receiving: return .nothing
        }
        run.told()
        kept = news.id
        return .log
    }
}
