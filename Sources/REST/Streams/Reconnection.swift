import Text

/// When an event stream is asked for again, and when not (HTML, 9.2.3): pure, with the time given by who asks.
///
///     asking ── 200, text/event-stream ──▶ open ── it ends or breaks ──▶ waiting ── time is over ──▶ asking
///        └── 204, another status or type, the first try fails ──▶ over
public struct Reconnection: Sendable, Equatable {
    /// What is to be done.
    public enum Step: Sendable, Equatable {
        /// Ask again at this moment, in nanoseconds of the clock that was given.
        case wait(until: Int64)
        /// It is over; why in one line.
        case stop(String)
    }

    // HTML 9.2.2 leaves it open: a few seconds.
    /// The milliseconds between two tries as long as the server says nothing.
    public static let standardRetry = 3000
    /// The least: who says 0 is not asked in a circle.
    static let leastRetry = 100
    /// The most that failures in a row make of it.
    static let mostBackoff = 60_000

    /// The last event ID; empty for none.
    public private(set) var lastID = ""
    /// Milliseconds between the end of one connection and the next try.
    public private(set) var retry = Reconnection.standardRetry
    /// How many connections have stood.
    public private(set) var opened = 0
    private var failures = 0

    /// Nothing was asked for yet.
    public init() {}

    /// What the next request says, beside its own fields.
    public var fields: [Field] { lastID.isEmpty || isUnsendable ? [] : [Field("Last-Event-ID", lastID)] }

    /// Whether the last event ID holds controls, which no field may (RFC 9110 5.5): the stream is asked for without it.
    public var isUnsendable: Bool { lastID.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F } }

    /// An answer came: why nothing is to be read of it and it is not asked for again; nil when it is an event stream.
    public mutating func answered(_ response: Response) -> String? {
        switch response.status {
        case 200 where StreamFormat(response) == .events:
            opened += 1
            failures = 0
            return nil
        case 204: return "the server answered 204: there is nothing more to come"
        case 200:
            let type = response.fields["content-type"].map { "'\($0.harmless)'" } ?? "no type"
            return "the server answered with \(type), which is no event stream"
        default:
            return "the server answered \(response.status)"
                + (response.reason.isEmpty ? "" : " \(response.reason.harmless)")
        }
    }

    /// Takes what the reader knows after some bytes.
    public mutating func learn(from reader: StreamReader) {
        lastID = reader.lastID
        if let asked = reader.retry { retry = max(Self.leastRetry, asked) }
    }

    /// The connection ended, or could not be made: what follows.
    /// - Parameters:
    ///   - now: nanoseconds of any clock that goes forward.
    ///   - failure: why; nil for an answer that came to its end.
    public mutating func ended(at now: Int64, failure: RequestFailure?) -> Step {
        if let failure {
            // Nothing stood yet: the address may be wrong, which waiting does not change.
            if opened == 0 || !failure.mayPass { return .stop(failure.summary) }
            failures += 1
        } else {
            failures = 0
        }
        // The first try after the end comes as asked; after each failure the wait doubles.
        // Bounded: after enough failures in a row the product would overflow.
        let factor = 1 << min(max(0, failures - 1), 10)
        // A server that wants longer pauses than the bound gets them.
        let pause = failures <= 1 ? retry : max(retry, min(retry * factor, Self.mostBackoff))
        return .wait(until: now + Int64(pause) * 1_000_000)
    }
}

extension RequestFailure {
    /// Whether the same may work a moment later: the network, and no mistake in what is asked.
    var mayPass: Bool {
        switch kind {
        case .nameNotFound, .refused, .unreachable, .proxy, .timedOut, .noAnswer, .incomplete, .reset, .streamReset,
            .goneAway:
            true
        case .badURL, .schemeNotAllowed, .badRequest, .localAddress, .ciphers, .authorities, .tls, .certificate,
            .clientCertificate, .signIn, .malformed, .malformedHead, .endlessHead, .framing, .redirects, .tooLarge,
            .badCoding, .file, .cancelled:
            false
        }
    }
}
