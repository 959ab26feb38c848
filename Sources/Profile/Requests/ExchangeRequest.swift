/// A request as the server got it.
public struct ExchangeRequest: Hashable, Sendable {
    /// The method (RFC 9110 9).
    public var method: String
    /// The absolute URL, every variable put in.
    public var url: String
    /// Header fields in the order sent.
    public var headers: [ExchangeField]
    /// The bytes written to the connection for HTTP/1.1: request line, fields and body, up to `sentLimit` of them. Empty
    /// for HTTP/2, which has no such text.
    public var bytes: [UInt8]
    /// How many bytes of a body were sent; `bytes` may hold fewer.
    public var bodySize: Int

    /// The most bytes kept of what was sent.
    public static let sentLimit = 1 << 20

    /// A request of its parts.
    public init(method: String, url: String, headers: [ExchangeField] = [], bytes: [UInt8] = [], bodySize: Int = 0) {
        self.method = method
        self.url = url
        self.headers = headers
        self.bytes = bytes
        self.bodySize = bodySize
    }
}

/// One field line of a header or trailer section (RFC 9110 5), as it came or went.
public struct ExchangeField: Hashable, Sendable {
    /// The name, in the sender's capitals.
    public var name: String
    /// The value without the white space around it.
    public var value: String

    /// A field of its parts.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
