/// The head of an answer, and what is known of its body's coding.
public struct ExchangeResponse: Hashable, Sendable {
    /// The status code (RFC 9110 15): 200, 404, ...
    public var status: Int
    /// The reason phrase that came with it (HTTP/1.1); empty when none did.
    public var reason: String
    /// `HTTP/1.0`, `HTTP/1.1` or `HTTP/2`.
    public var version: String
    /// Header fields in the order they came, repeated ones as they came.
    public var headers: [ExchangeField]
    /// Fields after the body (RFC 9110 6.5).
    public var trailers: [ExchangeField]
    /// The Content-Encoding that was taken off the body: `gzip`; nil when none was.
    public var decoded: String?

    /// An answer of its parts.
    public init(
        status: Int, reason: String = "", version: String = "HTTP/1.1", headers: [ExchangeField] = [],
        trailers: [ExchangeField] = [], decoded: String? = nil
    ) {
        self.status = status
        self.reason = reason
        self.version = version
        self.headers = headers
        self.trailers = trailers
        self.decoded = decoded
    }

    /// The value of the first field of that name, in any capitals.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
