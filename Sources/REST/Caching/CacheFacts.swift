/// What caches on the way saw of an exchange: all that RFC 9111 decides by.
public struct CacheFacts: Hashable, Sendable {
    /// The method of the request.
    public var method: String
    /// The absolute URL that was asked.
    public var url: String
    /// The fields of the request.
    public var requestFields: [Field]
    /// The status of the answer.
    public var status: Int
    /// The fields of the answer.
    public var fields: [Field]
    /// When the request was sent: microseconds since 1970, by this machine's clock.
    public var requestTime: Int64
    /// When the answer came, by the same clock.
    public var responseTime: Int64
    /// Bytes of the body as they came.
    public var bodySize: Int
    /// Whether the body came to its end.
    public var isComplete: Bool

    /// The facts of an exchange, one by one.
    public init(
        method: String = "GET", url: String, requestFields: [Field] = [], status: Int = 200, fields: [Field] = [],
        requestTime: Int64 = 0, responseTime: Int64 = 0, bodySize: Int = 0, isComplete: Bool = true
    ) {
        (self.method, self.url, self.requestFields) = (method, url, requestFields)
        (self.status, self.fields, self.bodySize, self.isComplete) = (status, fields, bodySize, isComplete)
        (self.requestTime, self.responseTime) = (requestTime, responseTime)
    }
}
