public import Payloads
public import REST
import Text

/// A request that is sent again and again. A pure machine, the same for the screen and for `martlet run --every`: it is
/// asked when to send, with what, and told what came. Times are nanoseconds of a clock that only goes forward.
///
///     waits ──due, ``begin()``──> on its way ──``answered``, ``failed``──> waits, finished or stopped
///       ^ ``togglePause(now:)``
///       v
///     paused
public struct RepeatRun: Sendable {
    /// Where it stands.
    public enum State: Hashable, Sendable {
        /// Sending.
        case running
        /// Halted by the person; it can go on.
        case paused
        /// It has sent what it was to send, or what it waited for is so.
        case finished
        /// Ended by the person or by failures; why.
        case stopped(String?)
    }

    /// How it is sent.
    public let plan: RepeatPlan
    /// What came of it so far.
    public private(set) var tally: RepeatTally
    /// Where it stands.
    public private(set) var state = State.running
    /// Whether one is on its way: there are never two.
    public private(set) var isOnItsWay = false
    private var schedule: RepeatSchedule
    /// When the next is to start by the beat, and when it does: with the jitter.
    private var beat: Int64
    private var due: Int64
    private let start: Int64
    /// Until when the server asked to wait, when it did so with its last answer (Retry-After).
    public private(set) var pausedUntil: Int64?
    private let random: @Sendable () -> Double

    /// A run whose first request is due now.
    /// - Parameter random: gives numbers from 0 to 1 for the jitter.
    public init(_ plan: RepeatPlan, now: Int64, random: @escaping @Sendable () -> Double = { .random(in: 0...1) }) {
        self.plan = plan
        self.random = random
        tally = RepeatTally(ignoring: plan.ignored, isConditional: plan.isConditional)
        schedule = RepeatSchedule(period: plan.period)
        (start, beat, due) = (now, now, now)
    }

    /// Whether it goes on or is halted.
    public var isActive: Bool { state == .running || state == .paused }
    /// Starts that were left out because an answer was late.
    public var late: Int { schedule.late }

    /// When the next is to be sent; nil when none is, or when an answer is waited for first.
    public var nextDue: Int64? { state == .running && !isOnItsWay ? due : nil }

    /// The fields that ask for the answer only if it is another one, for a request that has no condition itself.
    public func conditions(method: String, fieldNames: [String]) -> [Field] {
        tally.conditions(method: method, fieldNames: fieldNames)
    }

    /// The next one is sent now.
    public mutating func begin() { isOnItsWay = true }

    /// An answer came.
    /// - Parameters:
    ///   - body: without its codings.
    ///   - duration: nanoseconds from the request's start to the answer's end.
    ///   - pause: nanoseconds that the server asked for (Retry-After, RFC 9110 10.2.3); nil for none.
    ///   - isEnd: whether what was waited for is so now, asked of the body that a 304 stands for.
    public mutating func answered(
        _ response: Response, body: PayloadBytes, duration: Int64, now: Int64, pause: Int64?,
        isEnd: (PayloadBytes) -> Bool = { _ in false }
    ) -> RepeatTally.Change {
        let change = tally.take(response, body: body, duration: duration)
        ended(now: now, pause: pause)
        if isEnd(tally.body), isActive { state = .finished }
        return change
    }

    /// No answer came, why in the person's words.
    public mutating func failed(_ words: String, duration: Int64, now: Int64) {
        tally.fail(duration: duration)
        ended(now: now, pause: nil)
        guard isActive, let most = plan.failures, tally.failuresRunning >= most else { return }
        state = .stopped(most == 1 ? words : "\(most) failures in a row: \(words)")
    }

    /// It was ended on its way: neither an answer nor a failure.
    public mutating func dropped() { isOnItsWay = false }

    private mutating func ended(now: Int64, pause: Int64?) {
        isOnItsWay = false
        // From the beat, not from when it was sent with its jitter: delays do not add up.
        beat = schedule.next(after: beat, answeredAt: now, pause: pause)
        pausedUntil = pause.map { now + $0 }
        // Drawn anew for each beat: many who began at once drift apart and stay on time.
        due = beat + (plan.jitter > 0 ? Int64(random() * Double(plan.jitter)) : 0)
        guard isActive else { return }
        let isEnough = plan.count.map { tally.sent >= $0 } ?? false
        // By the next beat: one that would begin behind the end is not begun.
        if isEnough || plan.time.map({ beat - start > $0 }) == true { state = .finished }
    }

    /// What was told is told: from here on the unchanged are counted anew.
    public mutating func told() { tally.told() }

    /// Halts it, or lets it go on.
    public mutating func togglePause(now: Int64) {
        switch state {
        case .running: state = .paused
        case .paused:
            state = .running
            // What was due in the pause is not made up for, and is not late.
            if due < now { (beat, due) = (now, now) }
        case .finished, .stopped: break
        }
    }

    /// Ends it; why, when it is no wish of the person.
    public mutating func stop(_ reason: String? = nil) {
        if isActive { state = .stopped(reason) }
    }
}
