import REST

/// How a stream came to its end.
struct StreamOutcome: Sendable {
    var exchange: REST.Exchange?
    /// Why it is not gone on with; nil for an answer that ended.
    var words: String?
    /// How a WebSocket was closed.
    var end: WebSocketEnd?
    var failure: RequestFailure?
}
