import Text

/// What a race has shown, and what follows from it.
public struct RaceReport: Sendable {
    /// How late something was seen: nanoseconds.
    public struct Delay: Sendable, Equatable {
        /// The mean.
        public var mean: Int64
        /// Half were no later.
        public var p50: Int64
        /// 99 of 100 were no later.
        public var p99: Int64

        /// Of some delays; nil without any.
        public init?(_ delays: [Int64]) {
            let sorted = delays.sorted()
            guard let half = sorted.nearestRank(0.5), let most = sorted.nearestRank(0.99) else { return nil }
            mean = delays.reduce(0, +) / Int64(delays.count)
            p50 = half
            p99 = most
        }
    }

    /// What an hour without a change costs at an interval.
    public struct Idle: Sendable, Equatable {
        /// Seconds between two pings, or two requests.
        public var interval: Int
        /// Bytes of both ways.
        public var bytes: Int
        /// Packets, or requests.
        public var count: Int
    }

    /// What was counted.
    public let tally: RaceTally
    /// Seconds between two requests.
    public let every: Double
    /// Seconds of keep alive.
    public let keepAlive: Int
    /// Seconds that the race lasted.
    public let seconds: Double

    /// A report about a race.
    public init(_ tally: RaceTally, every: Double, keepAlive: Int, seconds: Double) {
        self.tally = tally
        self.every = every
        self.keepAlive = keepAlive
        self.seconds = seconds
    }

    /// The intervals of the table of idle costs: seconds.
    public static let intervals = [60, 120, 240, 480]

    /// Bytes of PINGREQ and PINGRESP: two each (MQTT 5 3.12, 3.13).
    private static let ping = 4

    // MARK: - What follows

    /// Bytes of one message with its acknowledgements; nil before any came.
    public var bytesOfMessage: Int? {
        let bytes = tally.push.bytes - tally.pings.bytes
        return tally.messages > 0 ? bytes / tally.messages : nil
    }

    /// Bytes of one request that shows nothing new, and of one that does; nil where none was seen.
    public var bytesOfIdlePoll: Int? { Self.mean(tally.idlePolls) }
    /// See ``bytesOfIdlePoll``.
    public var bytesOfChangedPoll: Int? { Self.mean(tally.changedPolls) }

    private static func mean(_ flow: RaceTally.Flow) -> Int? { flow.count > 0 ? flow.bytes / flow.count : nil }

    /// What an hour without a change costs by MQTT; computed from the size of a ping.
    public var idlePush: [Idle] {
        // Two packets a ping.
        Self.intervals.map { Idle(interval: $0, bytes: 3600 / $0 * Self.ping, count: 3600 / $0 * 2) }
    }

    /// What an hour without a change costs by polling; computed from what one request without news cost.
    public var idlePoll: [Idle] {
        guard let bytes = bytesOfIdlePoll else { return [] }
        return Self.intervals.map { Idle(interval: $0, bytes: 3600 / $0 * bytes, count: 3600 / $0) }
    }

    /// Up to how many changes an hour pushing costs fewer bytes than polling at this interval; nil where it always does, or
    /// too little was seen.
    public var breakEven: Double? {
        guard let message = bytesOfMessage, let idle = bytesOfIdlePoll else { return nil }
        let polls = 3600 / every
        let pings = keepAlive > 0 ? 3600 / Double(keepAlive) * Double(Self.ping) : 0
        // A poll that shows a change costs more than one that does not; a message costs all of itself.
        let more = Double(message - max(0, (bytesOfChangedPoll ?? idle) - idle))
        // Where a poll with news costs more than a message, more changes make pushing only cheaper.
        guard more > 0 else { return nil }
        return max(0, polls * Double(idle) - pings) / more
    }

    // MARK: - For people

    /// A line for people.
    public enum Line: Sendable, Equatable {
        /// A row of the table.
        case row(name: String, push: String, poll: String)
        /// A sentence about it; empty between two parts.
        case sentence(String)
    }

    /// The report as a table, with sentences beneath it.
    public var text: String {
        lines.map { line in
            switch line {
            case .row(let name, let push, let poll): pad(name, 26) + pad(push, 17) + poll
            case .sentence(let words): words
            }
        }.joined(separator: "\n") + "\n"
    }

    /// The lines of ``text``, for whoever has another room for them.
    public var lines: [Line] {
        let head = Line.row(name: "", push: "push (MQTT)", poll: "poll (HTTP, every \(Self.number(every)) s)")
        let doubt = Line.sentence("The request has shown none of the topic's changes: is it the same thing?")
        let trouble = tally.pollProblem.map { Line.sentence("Nothing to compare with: \($0)") }
        let remarks = [trouble, isOfAnotherThing ? doubt : nil].compactMap(\.self)
        return [head] + counted + delays + [.sentence("")] + remarks + idleHour + [
            .sentence(""), .sentence(breakEvenWords),
            .sentence(
                "A change is counted when it is first seen, pushed or polled; \(Self.number(seconds.rounded())) s were measured."
            ), .sentence("Bytes are those of MQTT and HTTP, without TCP, IP and TLS."),
        ]
    }

    /// Whether the topic changed again and again and the request never did.
    private var isOfAnotherThing: Bool {
        tally.pushSeen >= 3 && tally.pollSeen == 0 && tally.requests > tally.failures + 1
    }

    private var counted: [Line] {
        let (push, poll) = (tally.push, tally.poll)
        let share = tally.requests > 0 ? 100 * tally.notModified / tally.requests : 0
        let rows = [
            ("bytes sent", grouped(push.sent), grouped(poll.sent)),
            ("bytes received", grouped(push.received), grouped(poll.received)),
            (
                "with connection set-up", grouped(push.bytes + tally.setUp.bytes),
                "\(grouped(poll.bytes)) (HTTP has none of its own)"
            ),
            ("packets", grouped(push.count), "\(grouped(tally.requests)) requests"),
            // One as soon as the broker has said something over it.
            ("connections", tally.setUp.received + push.count > 0 ? "1" : "0", grouped(tally.connections)),
            // PINGREQ and PINGRESP are one ping.
            ("pings", grouped(tally.pings.count / 2), "-"),
            ("304 Not Modified", "-", "\(grouped(tally.notModified)) (\(share) %)"),
            ("failed", "-", grouped(tally.failures)),
            ("changes seen", grouped(tally.pushSeen), grouped(tally.pollSeen)),
            (
                "changes missed", grouped(tally.changes - tally.pushSeen),
                // What shows nothing of what the topic says has seen none, and it is not known what it missed.
                isOfAnotherThing ? "-" : grouped(tally.missed)
            ),
        ]
        return rows.map { .row(name: $0.0, push: $0.1, poll: $0.2) }
    }

    private var delays: [Line] {
        let (early, late) = (Delay(tally.pushDelays), Delay(tally.pollDelays))
        let parts: [(String, KeyPath<Delay, Int64>)] = [("mean", \.mean), ("p50", \.p50), ("p99", \.p99)]
        return parts.map { name, part in
            func words(_ delay: Delay?) -> String { delay.map { WireWords.duration($0[keyPath: part]) } ?? "-" }
            return .row(name: "late, \(name)", push: words(early), poll: words(late))
        }
    }

    private var idleHour: [Line] {
        [.sentence("an idle hour, computed from what was measured:")]
            + idlePush.enumerated().map { index, push in
                let poll = idlePoll.indices.contains(index) ? idlePoll[index] : nil
                return .row(
                    name: "  every \(push.interval) s", push: "\(grouped(push.bytes)) B, \(push.count) pkt",
                    poll: poll.map { "\(grouped($0.bytes)) B, \($0.count) requests" } ?? "-")
            }
    }

    private var breakEvenWords: String {
        if let limit = breakEven {
            return
                "Push costs fewer bytes than polling every \(Self.number(every)) s up to \(grouped(Int(limit.rounded()))) changes an hour."
        }
        return bytesOfMessage == nil || bytesOfIdlePoll == nil
            ? "Too little was seen to say when push is cheaper." : "Push costs fewer bytes at any rate of changes."
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text.count < width ? text + String(repeating: " ", count: width - text.count) : text + " "
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(value)
    }

    // MARK: - For programs

    /// The report as one JSON object; times in nanoseconds, sizes in bytes.
    public var json: String {
        var line = JSONLine()
        line.raw("seconds", "\(seconds)")
        line.raw("every", "\(every)")
        line.number("keepAlive", keepAlive)
        line.number("changes", tally.changes)
        line.string("momentOfChange", "first sight, by whichever of the two")
        line.object("push") { push in
            Self.flow(tally.push, &push)
            push.object("setUp") { Self.flow(tally.setUp, &$0) }
            push.number("pings", tally.pings.count / 2)
            push.number("messages", tally.messages)
            push.number("missed", tally.changes - tally.pushSeen)
            Self.delay(tally.pushDelays, seen: tally.pushSeen, &push)
            push.list("idleHour", idlePush.map(Self.idle))
        }
        line.object("poll") { poll in
            Self.flow(tally.poll, &poll)
            poll.number("requests", tally.requests)
            poll.number("connections", tally.connections)
            poll.number("notModified", tally.notModified)
            poll.number("failures", tally.failures)
            poll.number("missed", tally.missed)
            Self.delay(tally.pollDelays, seen: tally.pollSeen, &poll)
            poll.list("idleHour", idlePoll.map(Self.idle))
        }
        line.raw("breakEvenChangesPerHour", breakEven.map { "\($0)" } ?? "null")
        return line.closed + "\n"
    }

    private static func flow(_ flow: RaceTally.Flow, _ line: inout JSONLine) {
        line.number("sent", flow.sent)
        line.number("received", flow.received)
        line.number("count", flow.count)
    }

    private static func delay(_ delays: [Int64], seen: Int, _ line: inout JSONLine) {
        let delay = Delay(delays)
        line.number("seen", seen)
        line.object("late") { late in
            late.number("mean", delay?.mean)
            late.number("p50", delay?.p50)
            late.number("p99", delay?.p99)
        }
    }

    private static func idle(_ idle: Idle) -> String {
        var line = JSONLine()
        line.number("interval", idle.interval)
        line.number("bytes", idle.bytes)
        line.number("count", idle.count)
        return line.closed
    }
}
