/// A request as it was written to the connection.
public struct Sent: Hashable, Sendable {
    /// The method.
    public var method: String
    /// The request target (RFC 9112 3.2): path and query; `:path` of HTTP/2.
    public var target: String
    /// Header fields in the order sent. For HTTP/2 the pseudo-header fields come first, and names are in lower case.
    public var fields: [Field]
    /// HTTP/1.1: the bytes written, request line, fields, empty line and body with its framing, the first
    /// ``bytesLimit`` of them. Empty for HTTP/2, which has no such text.
    public var bytes: [UInt8]
    /// All bytes written, of which `bytes` are the first; for HTTP/2 the bytes of the body.
    public var size: Int
    /// Bytes of the body, without framing.
    public var bodySize: Int

    /// A request of its parts.
    public init(
        method: String, target: String, fields: [Field] = [], bytes: [UInt8] = [], size: Int = 0, bodySize: Int = 0
    ) {
        self.method = method
        self.target = target
        self.fields = fields
        self.bytes = bytes
        self.size = size
        self.bodySize = bodySize
    }

    /// The most bytes kept of what was sent.
    public static let bytesLimit = 1 << 20
}
