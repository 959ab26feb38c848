import Text

/// What polling and pushing cost while both told of the same thing, and how late each told it. Pure: whoever runs the two
/// says what happened, and when.
///
/// A change is a message whose payload is another one than that before it. Its moment is the first sight of it, by whichever
/// of the two: nobody knows when the thing itself changed. A poll that shows another body than the one before it sees the
/// last change until then; those before it were missed.
public struct RaceTally: Sendable {
    /// Bytes each way, and how many packets or messages they were.
    public struct Flow: Sendable, Equatable {
        /// Bytes to the other side.
        public var sent = 0
        /// Bytes from it.
        public var received = 0
        /// Packets, or requests and answers.
        public var count = 0

        /// Bytes of both ways.
        public var bytes: Int { sent + received }

        /// Nothing.
        public init() {}

        mutating func add(sent: Int, received: Int, count: Int) {
            self.sent += sent
            self.received += received
            self.count += count
        }
    }

    /// A request and its answer.
    public struct Poll: Sendable {
        /// When the answer was here: nanoseconds of a clock that never goes back.
        public var time: Int64
        /// The status; 0 where none came.
        public var status: Int
        /// The bytes of both.
        public var flow: Flow
        /// What tells the body from others; nil where it is the one before: 304. Answers that wait to be counted hold no bodies.
        var sight: Int?
        /// Whether a connection was made for it.
        public var isFirstOnConnection: Bool
        /// Why no answer came; empty where one did.
        public var problem: String

        /// A poll of its parts.
        public init(
            time: Int64, status: Int, sent: Int, received: Int, body: [UInt8]?, isFirstOnConnection: Bool,
            problem: String = ""
        ) {
            self.problem = problem
            self.time = time
            self.status = status
            flow = Flow()
            flow.add(sent: sent, received: received, count: 2)
            sight = body.map { body in
                var hasher = Hasher()
                body.withUnsafeBytes { hasher.combine(bytes: $0) }
                return hasher.finalize()
            }
            self.isFirstOnConnection = isFirstOnConnection
        }
    }

    /// MQTT until the first message, and from then on; pings are among the latter.
    public private(set) var setUp = Flow()
    /// See ``setUp``.
    public private(set) var push = Flow()
    /// PINGREQ and PINGRESP.
    public private(set) var pings = Flow()
    /// Requests and their answers.
    public private(set) var poll = Flow()
    /// Of them those that showed nothing new, and that did.
    public private(set) var idlePolls = Flow()
    /// See ``idlePolls``.
    public private(set) var changedPolls = Flow()
    /// Requests sent, answers of status 304, failures, and connections made.
    public private(set) var requests = 0
    /// See ``requests``.
    public private(set) var notModified = 0
    /// See ``requests``.
    public private(set) var failures = 0
    /// See ``requests``.
    public private(set) var connections = 0
    /// Requests in a row that had no answer, up to the last one.
    public private(set) var unanswered = 0
    /// Why the last request that failed did so.
    private var problem = ""
    /// Messages received.
    public private(set) var messages = 0
    /// Changes that were seen, by either.
    public private(set) var changes = 0
    /// Changes that no poll saw.
    public private(set) var missed = 0
    /// Changes that each has seen.
    public private(set) var pushSeen = 0
    /// See ``pushSeen``.
    public private(set) var pollSeen = 0
    /// How late each change was seen, of the first 100,000: nanoseconds.
    public private(set) var pushDelays: [Int64] = []
    /// See ``pushDelays``.
    public private(set) var pollDelays: [Int64] = []

    private var payload: [UInt8]?
    private var sight: Int?
    /// Changes that were pushed and that no poll has seen yet: how many, and when the last was.
    private var unseen: (count: Int, last: Int64) = (0, 0)
    /// When a poll saw a change that nobody has pushed yet.
    private var ahead: [Int64] = []

    /// The most delays kept.
    private static let most = 100_000

    /// Nothing yet.
    public init() {}

    /// A packet of MQTT went by.
    ///
    /// - Parameters:
    ///   - first: its first byte, which tells its type.
    ///   - isSetUp: whether it belongs to connecting and subscribing.
    public mutating func packet(_ first: UInt8, bytes: Int, isSent: Bool, isSetUp: Bool) {
        let (sent, received) = isSent ? (bytes, 0) : (0, bytes)
        if isSetUp {
            setUp.add(sent: sent, received: received, count: 1)
        } else {
            push.add(sent: sent, received: received, count: 1)
            // Types 12 and 13 are PINGREQ and PINGRESP (MQTT 5 2.1.2).
            if first >> 4 == 12 || first >> 4 == 13 { pings.add(sent: sent, received: received, count: 1) }
        }
    }

    /// A message came. The first, which is mostly a retained one, says how things stand, and so is no change.
    public mutating func pushed(_ payload: [UInt8], at time: Int64) {
        messages += 1
        // Behind the comparison: the payload is that of the message before until then.
        defer { self.payload = payload }
        guard let before = self.payload, before != payload else { return }
        pushSeen += 1
        if !ahead.isEmpty {
            // A poll was first: from its sight the message is late.
            Self.note(&pushDelays, time - ahead.removeFirst())
        } else {
            changes += 1
            // The first sight is the change's moment, so it is not late by definition.
            Self.note(&pushDelays, 0)
            unseen.count += 1
            unseen.last = time
        }
    }

    /// A request was answered, or failed.
    public mutating func polled(_ poll: Poll) {
        requests += 1
        if poll.isFirstOnConnection { connections += 1 }
        // One way only where no answer came.
        self.poll.add(sent: poll.flow.sent, received: poll.flow.received, count: poll.status == 0 ? 1 : 2)
        unanswered = poll.status == 0 ? unanswered + 1 : 0
        guard poll.status != 0, poll.status < 400 else {
            failures += 1
            problem = poll.status == 0 ? poll.problem : "the server answered \(poll.status)"
            return
        }
        if poll.status == 304 { notModified += 1 }
        let isNew = poll.sight.map { $0 != sight } ?? false
        let hadBody = sight != nil
        if let new = poll.sight { sight = new }
        guard isNew, hadBody else {
            // The first tells how things stand: it counts neither as idle nor as a change.
            let isIdle = !isNew
            if isIdle { idlePolls.add(sent: poll.flow.sent, received: poll.flow.received, count: 1) }
            return
        }
        changedPolls.add(sent: poll.flow.sent, received: poll.flow.received, count: 1)
        pollSeen += 1
        if unseen.count > 0 {
            Self.note(&pollDelays, poll.time - unseen.last)
            // A poll shows the last change alone; those before it were never seen.
            missed += unseen.count - 1
            unseen = (0, 0)
        } else {
            changes += 1
            Self.note(&pollDelays, 0)
            // A topic that tells nothing more must not make it grow.
            if ahead.count < Self.most { ahead.append(poll.time) }
        }
    }

    /// Why the requests are nothing to race against: all of them failed, or those at the end had no answer; nil where
    /// they are.
    public var pollProblem: String? {
        let why = problem.isEmpty ? "" : ": \(problem)"
        if requests > 0, failures == requests {
            return (requests == 1 ? "the one request failed" : "all \(grouped(requests)) requests failed") + why
        }
        guard unanswered > 0 else { return nil }
        return "the last \(grouped(unanswered)) of \(grouped(requests)) requests had no answer\(why)"
    }

    private static func note(_ delays: inout [Int64], _ delay: Int64) {
        if delays.count < most { delays.append(max(0, delay)) }
    }
}
