import Payloads

/// What happened when during one request, for a waterfall.
public struct ExchangeTimings: Hashable, Sendable {
    /// The phases of a request in their order.
    public enum Phase: String, CaseIterable, Hashable, Sendable {
        /// Waiting for a free connection.
        case queue = "queue"
        /// The name was looked up.
        case nameLookup = "name look-up"
        /// The connection was made, to the server or its proxy.
        case connect = "connect"
        /// The proxy was asked to connect on.
        case proxy = "proxy"
        /// TLS was agreed on.
        case tls = "TLS"
        /// From the request's first byte to its last.
        case send = "request sent"
        /// From the request's last byte to the answer's first.
        case wait = "first byte"
        /// From the answer's first byte to its last.
        case receive = "last byte"
    }

    /// One phase: microseconds since the exchange began.
    public struct Span: Hashable, Sendable {
        /// Which phase.
        public var phase: Phase
        /// When it began.
        public var start: Int64
        /// When it ended; nil while it lasts.
        public var end: Int64?

        /// A phase of its times.
        public init(_ phase: Phase, start: Int64, end: Int64? = nil) {
            self.phase = phase
            self.start = start
            self.end = end
        }
    }

    /// The phases that took place, in order. On a connection used before there is no name look-up, connect or TLS.
    public var spans: [Span]

    /// The times of some phases.
    public init(_ spans: [Span] = []) { self.spans = spans }

    /// The last moment known, microseconds since the exchange began.
    public var end: Int64 { spans.reduce(0) { max($0, $1.end ?? $1.start) } }
}
