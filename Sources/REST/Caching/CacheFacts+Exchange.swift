extension CacheFacts {
    /// The facts of an exchange with an answer; nil without one.
    public init?(_ exchange: Exchange) {
        guard let hop = exchange.hop, let response = hop.response, response.status != 0 else { return nil }
        // An exchange counts in nanoseconds, caches are judged in microseconds.
        let start = exchange.startedAt / 1000
        self.init(
            method: hop.sent.method, url: hop.url, requestFields: hop.sent.fields, status: response.status,
            fields: response.fields, requestTime: start + (hop.timings.send?.start ?? hop.timings.start) / 1000,
            responseTime: start + (hop.timings.firstByte ?? hop.timings.end) / 1000, bodySize: response.bodySize,
            isComplete: response.isComplete)
    }
}
