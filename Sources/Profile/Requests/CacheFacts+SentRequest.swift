public import REST

extension CacheFacts {
    /// What caches on the way saw of the request and the answer that count; nil while there is no answer.
    /// - Parameter renewed: whether a 304 stands for the kept answer that it renews, as caches have it then.
    public init?(_ exchange: SentRequest, renewed: Bool = false) {
        guard let hop = exchange.hop, let response = exchange.response else { return nil }
        let start = exchange.startedAt
        let kept = renewed && response.status == 304 ? exchange.renewed : nil
        self.init(
            method: hop.sent.method, url: hop.url, requestFields: hop.sent.fields,
            status: kept?.status ?? response.status, fields: kept?.fields ?? response.fields,
            requestTime: start + (hop.timings.send?.start ?? hop.timings.start) / 1000,
            responseTime: start + (hop.timings.firstByte ?? hop.timings.end) / 1000,
            bodySize: kept?.wireSize ?? max(response.bodySize, exchange.receivedSize),
            isComplete: exchange.state == .finished || exchange.isUnderWay)
    }
}
