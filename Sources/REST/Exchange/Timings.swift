import NIOCore

/// What happened when during one hop: nanoseconds since the exchange began, on a monotonic clock.
public struct Timings: Hashable, Sendable {
    /// From one moment to another.
    public struct Span: Hashable, Sendable {
        /// When it began.
        public var start: Int64
        /// When it ended; nil while it lasts, or when it did not come to its end.
        public var end: Int64?

        /// A span of its moments.
        public init(_ start: Int64, _ end: Int64? = nil) {
            self.start = start
            self.end = end
        }
    }

    /// When the hop began.
    public var start: Int64
    /// The name was looked up; nil for a literal address and for a connection used before.
    public var nameLookup: Span?
    /// The connection was made, to the server or through its proxy (the proxy's own handshake is within); nil for a
    /// connection used before.
    public var connect: Span?
    /// TLS was agreed on; nil without TLS and for a connection used before.
    public var tls: Span?
    /// From the request's first byte to its last, as the system took them.
    public var send: Span?
    /// When the answer's first byte came.
    public var firstByte: Int64?
    /// When the answer's last byte came.
    public var lastByte: Int64?

    /// A hop that begins.
    public init(start: Int64) { self.start = start }

    /// Nanoseconds of a clock that only goes forward.
    static func now() -> Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    /// The last moment known.
    public var end: Int64 {
        var latest = start
        for span in [nameLookup, connect, tls, send] {
            if let span { latest = max(latest, span.end ?? span.start) }
        }
        return max(latest, firstByte ?? latest, lastByte ?? latest)
    }
}
