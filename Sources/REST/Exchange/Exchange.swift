/// One request and everything that came of it, as one value: what was sent, every answer on the way, the answer, the
/// times, and the connections.
public struct Exchange: Sendable {
    /// What was asked for.
    public var request: Request
    /// When it began: nanoseconds since 1970-01-01 00:00 UTC.
    public var startedAt: Int64
    /// Every request that was sent and its answer, in order: redirects and challenges first, the last is the one that
    /// counts.
    public var hops: [Hop]
    /// The body of the last answer, decoded; as far as it came when the exchange failed.
    public var body: Body
    /// The body as it came, when a content coding was taken off `body`; nil when they are the same.
    public var encodedBody: Body?

    /// The request and answer that count; nil when nothing was sent.
    public var hop: Hop? { hops.last }
    /// The answer that counts; nil when none came.
    public var response: Response? { hops.last?.response }
    /// Nanoseconds from the start to the last thing that happened.
    public var duration: Int64 { hops.reduce(0) { max($0, $1.timings.end) } }
}

/// One request as the server got it, and its answer.
public struct Hop: Sendable {
    /// Why it was sent.
    public enum Cause: Hashable, Sendable {
        /// It is what was asked for.
        case asked
        /// The answer before was a redirect of this status.
        case redirect(status: Int)
        /// The answer before asked for credentials (401).
        case challenge
        /// The kept connection that the request went out on was closed by the server without a byte of an answer.
        case closedConnection
    }

    /// Why it was sent.
    public var cause: Cause
    /// The absolute URL.
    public var url: String
    /// What was sent.
    public var sent: Sent
    /// The answer's head; nil when none came.
    public var response: Response?
    /// What happened when.
    public var timings: Timings
    /// What it travelled on; nil when no connection was made.
    public var connection: Connection?
    /// The bytes of the answer as they came, from the first to the last, also when nothing could be made of them: answers
    /// of status 1xx, status line, fields, the body with its framing, and what came after its end. For HTTP/2, which has no
    /// such text, what they mean: the head as text and the bytes of the body. Empty when they were not to be kept.
    public var raw = Body.empty
    /// How the fields travelled over HTTP/2; nil over HTTP/1.1, and before they were sent.
    public var packing: Packing?
    /// Why `raw` is not all of it; nil when it is.
    public var rawProblem: String?
    /// Whether the answer opened a WebSocket: not before all was there that a 101 must say (RFC 6455 4.1).
    public var isSwitched = false

    /// A hop of its parts, as one that was written down is read again.
    public init(
        cause: Cause = .asked, url: String, sent: Sent, response: Response? = nil, timings: Timings = Timings(start: 0),
        connection: Connection? = nil
    ) {
        self.cause = cause
        self.url = url
        self.sent = sent
        self.response = response
        self.timings = timings
        self.connection = connection
    }
}
