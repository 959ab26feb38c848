public import Profile
public import Text

/// One publish sent again and again: every N milliseconds, N times or until stopped, or the lines of a file one after
/// the other. A pure machine: the app asks what is due, sends it, and tells how it ended.
///
/// At QoS 1 and 2 the next message waits until the broker has acknowledged the one before, so a run is never faster
/// than its broker. A message that was due in the meantime is not made up for: the rhythm goes on from there.
public struct PublishRun: Sendable {
    /// Where a run stands.
    public enum State: Hashable, Sendable {
        /// Sending.
        case running
        /// Halted by the person; it can go on.
        case paused
        /// Every message was sent and answered.
        case finished
        /// Ended by the person, or by an error that a further message would meet too; why.
        case stopped(String?)
    }

    /// What a run sends.
    public enum Source: Hashable, Sendable {
        /// The draft's payload, generators put in anew each time.
        case draft
        /// These lines as payloads, one after the other.
        case lines([String])
    }

    /// The number that it is known by.
    public let id: Int
    /// What is sent, `{{variables}}` and generators unresolved.
    public let draft: PublishDraft
    /// Where the payloads come from.
    public let source: Source
    /// Microseconds between the beginnings of two messages; 0 for as fast as the broker answers.
    public let interval: Int64
    /// How many messages in all; nil until stopped. Lines of a file end by themselves.
    public let total: Int?

    /// Where it stands.
    public private(set) var state = State.running
    /// Messages handed to the client.
    public private(set) var sent = 0
    /// Messages that the broker took, or that were written to the socket at QoS 0.
    public private(set) var delivered = 0
    /// Messages that failed or were refused.
    public private(set) var failures = 0
    /// Messages of which nobody knows whether they arrived.
    public private(set) var unknown = 0
    /// The last failure, or why an end is not known, in the user's words.
    public private(set) var lastFailure: String?
    /// Microseconds from the last message to its answer.
    public private(set) var lastRoundTrip: Int64?
    /// Values for the generators in `draft`: they go on from message to message.
    public var generators: Generators

    private var due: Moment
    private var inFlight = 0

    /// The most failures in a row before a run gives up: the cause is not in the single message.
    public static let maximumFailuresInRow = 10
    private var failuresInRow = 0

    /// A run whose first message is due at once.
    public init(
        id: Int, draft: PublishDraft, source: Source = .draft, interval: Int64, total: Int?, generators: Generators,
        now: Moment
    ) {
        self.id = id
        self.draft = draft
        self.source = source
        self.interval = max(0, interval)
        self.total =
            switch source {
            case .draft: total
            case .lines(let lines): min(lines.count, total ?? .max)
            }
        self.generators = generators
        due = now
        // No lines, or none asked for: it has ended before it begins.
        finishIfDone()
    }

    /// Messages that wait for their answer.
    public var waiting: Int { inFlight }

    /// When the next message is to be sent; nil when none is, or when an answer is waited for first.
    public var nextDue: Moment? {
        // At QoS 0 too: the next waits until the last was written to the socket.
        guard state == .running, hasMore, inFlight == 0 else { return nil }
        return due
    }

    private var hasMore: Bool { total.map { sent < $0 } ?? true }

    /// Takes the next message when it is due: the draft with the payload to send. Tell its end by `ended`.
    public mutating func takeDue(now: Moment) -> PublishDraft? {
        guard let next = nextDue, next <= now else { return nil }
        var message = draft
        // In range: `hasMore` counts the lines as the total.
        if case .lines(let lines) = source { message.payload = lines[sent] }
        sent += 1
        inFlight += 1
        due += interval
        // Late by more than a whole step: from here on the rhythm starts anew.
        if due <= now { due = now + interval }
        return message
    }

    /// A message that was taken is not sent after all: the run was stopped while what it needs was got.
    public mutating func withdraw() {
        (inFlight, sent) = (max(0, inFlight - 1), max(0, sent - 1))
    }

    /// A message has come to its end.
    public mutating func ended(_ outcome: Delivery.Outcome, roundTrip: Int64) {
        inFlight = max(0, inFlight - 1)
        lastRoundTrip = roundTrip
        switch outcome {
        case .delivered:
            delivered += 1
            failuresInRow = 0
        // Neither good nor bad: the row of failures stays as it is.
        case .unknown(let reason):
            unknown += 1
            lastFailure = reason
        case .failed(let failure):
            failures += 1
            failuresInRow += 1
            lastFailure = failure
            if failuresInRow >= Self.maximumFailuresInRow, state == .running {
                state = .stopped("\(failuresInRow) failures in a row: \(failure)")
            }
        }
        finishIfDone()
    }

    /// Halts it, or lets it go on from `now`.
    public mutating func togglePause(now: Moment) {
        switch state {
        case .running: state = .paused
        case .paused:
            state = .running
            // What was due in the pause is not made up for.
            due = max(due, now)
            finishIfDone()
        case .finished, .stopped: break
        }
    }

    /// Ends it; why, when it is no wish of the person.
    public mutating func stop(_ reason: String? = nil) {
        if state == .running || state == .paused { state = .stopped(reason) }
    }

    private mutating func finishIfDone() {
        if state == .running, !hasMore, inFlight == 0 { state = .finished }
    }
}
