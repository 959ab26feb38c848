public import MQTT

/// A race as it goes: a topic and a request that tell the same thing beside each other. Pure: whoever runs it says what
/// happened, and when.
///
///     waiting ─subscribed→ running ─time over, stopped, lost→ over
public struct Race: Sendable {
    /// What is raced.
    public struct Plan: Sendable, Equatable {
        /// The topic that is listened to.
        public var topic: String
        /// What is requested again and again, for people.
        public var url: String
        /// How often.
        public var every: Duration
        /// For how long.
        public var time: Duration
        /// Seconds of keep alive of the connection; 0 for none.
        public var keepAlive: Int

        /// A plan of its parts.
        public init(topic: String, url: String, every: Duration, time: Duration, keepAlive: Int) {
            self.topic = topic
            self.url = url
            self.every = every
            self.time = time
            self.keepAlive = keepAlive
        }
    }

    /// What happened.
    public enum News: Sendable {
        /// Packets of MQTT went by, and so many bytes of messages wait for being counted.
        case traffic(Traffic, unread: Int = 0)
        /// A request was answered, or failed.
        case poll(RaceTally.Poll)
        /// The broker has granted the topic: the race begins. Nanoseconds of a clock that never goes back.
        case subscribed(at: Int64)
        /// It is over; why, when that is not its time.
        case ended(String, at: Int64)
    }

    /// How far it is.
    public enum State: Sendable, Equatable {
        /// The broker has not granted the topic yet.
        case waiting
        /// Both run.
        case running
        /// It is over, and why; empty when its time was.
        case over(String)
    }

    /// Bytes until a moment.
    public struct Sample: Sendable, Equatable {
        /// Nanoseconds since the race began.
        public var after: Int64
        /// Bytes of both ways by MQTT, and by HTTP; without connection set-up.
        public var push, poll: Int
    }

    /// What is raced.
    public let plan: Plan
    /// What was counted.
    public private(set) var tally = RaceTally()
    /// How far it is.
    public private(set) var state = State.waiting
    /// How the bytes grew, from the beginning on.
    public private(set) var curve: [Sample] = []
    /// When it began, and when it ended: nanoseconds of the clock of ``News``.
    public private(set) var (began, ended): (Int64?, Int64?)
    /// Nanoseconds from one sample to the next.
    private var step: Int64 = 250_000_000

    /// The most samples kept: then every second one goes, and they come half as often.
    private static let mostSamples = 512

    /// Why a race is over whose broker is gone: what is counted without it would pass for its silence.
    public static let lossWords = "the connection to the broker was lost"

    /// A race that has not begun.
    public init(_ plan: Plan) { self.plan = plan }

    /// Takes in what happened.
    public mutating func take(_ news: News) {
        // What still comes from connections that are being closed counts for nobody.
        if case .over = state { return }
        switch news {
        case .traffic(let traffic, _):
            tally.take(traffic)
            sample(traffic.uptime)
        case .poll(let poll):
            tally.polled(poll)
            sample(poll.time)
        case .subscribed(let time):
            guard state == .waiting else { return }
            (state, began) = (.running, time)
            curve = [Sample(after: 0, push: 0, poll: 0)]
        case .ended(let words, let time):
            sample(time, isLast: true)
            (state, ended) = (.over(words), time)
        }
    }

    private mutating func sample(_ time: Int64, isLast: Bool = false) {
        guard let began, let last = curve.last else { return }
        let after = max(0, time - began)
        let new = Sample(after: after, push: tally.push.bytes, poll: tally.poll.bytes)
        if isLast || after >= last.after + step { curve.append(new) }
        guard curve.count > Self.mostSamples else { return }
        step *= 2
        // The last one stays: the curve ends where the count does.
        curve = curve.enumerated().filter { $0.offset % 2 == 0 || $0.offset == curve.count - 1 }.map(\.element)
    }

    /// Whether it has not come to its end.
    public var isRunning: Bool { if case .over = state { false } else { true } }

    /// The report as it stands at a moment, in nanoseconds of the clock of ``News``.
    public func report(at now: Int64) -> RaceReport {
        let seconds = began.map { Double(max(0, (ended ?? now) - $0)) / 1e9 } ?? 0
        return RaceReport(
            tally, every: Self.seconds(plan.every), keepAlive: plan.keepAlive,
            seconds: (seconds * 1000).rounded() / 1000)
    }

    /// Seconds of a time, to the millisecond.
    public static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds / 1_000_000_000_000_000) / 1000
    }
}
