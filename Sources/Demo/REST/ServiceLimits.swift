/// What the REST services take at most, so that no client can make them grow without end.
struct ServiceLimits: Sendable {
    /// Bytes of a request's content; more is answered with 413.
    var bodyBytes = 1 << 20
    /// Bytes of one header field, and of all of them; more is answered with 431.
    var fieldBytes = 16_384
    /// Header fields of a request.
    var fields = 100
    /// Connections at a time; one more is answered with 503.
    var connections = 128
    /// Sensors kept; one more is answered with 507.
    var sensors = 1_000
    /// Tasks kept; one more is answered with 507.
    var tasks = 1_000
    /// Seconds that a request may take to arrive whole, and a connection may be silent between two.
    var seconds: Int64 = 30
}
