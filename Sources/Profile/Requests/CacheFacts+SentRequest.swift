public import REST

extension CacheFacts {
    /// What caches on the way saw of the request and the answer that count; nil while there is no answer.
    public init?(_ exchange: SentRequest) {
        guard let hop = exchange.hop, let response = exchange.response else { return nil }
        let start = exchange.startedAt
        self.init(
            method: hop.sent.method, url: hop.url, requestFields: hop.sent.fields, status: response.status,
            fields: response.fields, requestTime: start + (hop.timings.send?.start ?? hop.timings.start) / 1000,
            responseTime: start + (hop.timings.firstByte ?? hop.timings.end) / 1000,
            bodySize: max(response.bodySize, exchange.receivedSize),
            isComplete: exchange.state == .finished || exchange.isUnderWay)
    }
}
