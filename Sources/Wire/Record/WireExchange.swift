public import REST
public import Text

/// An HTTP exchange as the wire shows it: every request and its answer, how far it has come, and when.
public struct WireExchange: Sendable {
    /// Its number, in the order of sending.
    public var id: UInt64
    /// What was asked for, without secrets.
    public var url: String
    /// When it began, on the clock that people read.
    public var startedAt: Moment
    /// The same on the clock of the log: nanoseconds.
    public var startedUptime: Int64
    /// Every request that was sent and its answer, without ``Hop/raw``.
    public var hops: [Hop]
    /// The first bytes of each answer as they came.
    public var answers: [[UInt8]]
    /// Whether it has come to its end.
    public var isOver: Bool
    /// Why it failed; empty when it did not.
    public var failure: String

    /// Bytes kept of an answer, its head among them.
    public static let answerLimit = 16 * 1024

    /// An exchange of its parts; of each answer the first bytes are kept.
    public init(
        id: UInt64, url: String, startedAt: Moment, startedUptime: Int64 = 0, hops: [Hop], isOver: Bool,
        failure: String = ""
    ) {
        self.id = id
        self.url = url
        self.startedAt = startedAt
        self.startedUptime = startedUptime
        self.isOver = isOver
        self.failure = failure
        answers = hops.map { hop in
            hop.raw.withBytes { bytes in Array(bytes.prefix(Self.answerLimit)) }
        }
        self.hops = hops.map { hop in
            var hop = hop
            // The raw bytes of a large answer would be held for as long as the row.
            hop.raw = .empty
            return hop
        }
    }

    /// Bytes that it takes.
    var cost: Int {
        zip(hops, answers).reduce(512) { sum, hop in
            // A flat share for what has no bytes of its own: fields, timings, strings.
            sum + hop.0.sent.bytes.count + (hop.0.response?.head.count ?? 0) + hop.1.count + 1024
        }
    }

    /// Bytes that were sent and came, heads and bodies.
    var bytes: (sent: Int, received: Int) {
        hops.reduce((0, 0)) { sum, hop in
            let came = hop.response.map { $0.head.count + $0.bodySize } ?? 0
            return (sum.0 + hop.sent.size, sum.1 + came)
        }
    }

    /// What has happened, in order: the exchange itself first, then each step of each hop that has come to its end.
    var steps: [(step: WireHTTP.Step, hop: Int, after: Int64)] {
        var steps: [(step: WireHTTP.Step, hop: Int, after: Int64)] = [(.exchange, 0, hops.first?.timings.start ?? 0)]
        for (index, hop) in hops.enumerated() {
            let timings = hop.timings
            if let end = timings.connect?.end { steps.append((.connect, index, end)) }
            if let end = timings.tls?.end { steps.append((.tls, index, end)) }
            if let end = timings.send?.end { steps.append((.request, index, end)) }
            if let first = timings.firstByte, hop.response != nil { steps.append((.head, index, first)) }
            if let last = timings.lastByte { steps.append((.end, index, last)) }
        }
        return steps
    }
}
