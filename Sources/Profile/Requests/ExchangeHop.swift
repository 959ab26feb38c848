/// One request as it went over the wire, and the head of its answer.
public struct ExchangeHop: Hashable, Sendable {
    /// What was sent.
    public var request: ExchangeRequest
    /// The head of the answer; nil when none came.
    public var response: ExchangeResponse?
    /// What happened when.
    public var timings: ExchangeTimings
    /// What it travelled on; nil when no connection was made.
    public var connection: ExchangeConnection?

    /// A request without an answer so far.
    public init(
        request: ExchangeRequest, response: ExchangeResponse? = nil, timings: ExchangeTimings = ExchangeTimings(),
        connection: ExchangeConnection? = nil
    ) {
        self.request = request
        self.response = response
        self.timings = timings
        self.connection = connection
    }
}
