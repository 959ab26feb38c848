/// The head of an answer, and what is known of its body.
public struct Response: Hashable, Sendable {
    /// The protocol: `HTTP/1.0`, `HTTP/1.1` or `HTTP/2`.
    public var version: String
    /// The status code (RFC 9110 15): 200, 404, ...
    public var status: Int
    /// The reason phrase that came with it; empty when none did, as in HTTP/2.
    public var reason: String
    /// Header fields in the order they came, repeated ones as they came.
    public var fields: [Field]
    /// HTTP/1.1: status line, fields and the empty line as they came. Empty for HTTP/2.
    public var head: [UInt8] = []
    /// Answers of 1xx that came before, as 103 Early Hints (RFC 8297).
    public var informational: [Informational] = []
    /// Fields after the body (RFC 9110 6.5).
    public var trailers: [Field] = []
    /// The content codings that were taken off the body, in the order they were applied (RFC 9110 8.4): `["gzip"]`.
    public var decoded: [String] = []
    /// Why a body is shown as it came although `Content-Encoding` names a coding: `it is no gzip after all`; nil when there
    /// is nothing to say.
    public var codingProblem: String?
    /// Bytes of the body as they came, without transfer coding.
    public var bodySize = 0
    /// The bytes of the body that `Content-Length` announced; nil when it did not.
    public var announcedSize: Int?
    /// Whether the body came to its end.
    public var isComplete = false
    /// Whether bytes came after the end of the answer, which nobody had asked for.
    public var hasSurplus = false

    /// An answer's head of its status line and fields.
    public init(
        version: String = "HTTP/1.1", status: Int, reason: String = "", fields: [Field] = [], head: [UInt8] = []
    ) {
        self.version = version
        self.status = status
        self.reason = reason
        self.fields = fields
        self.head = head
    }

    /// An answer of status 1xx (RFC 9110 15.2).
    public struct Informational: Hashable, Sendable {
        /// The status code.
        public var status: Int
        /// Its header fields.
        public var fields: [Field]
    }
}

extension Response {
    /// The reason phrase of a status line (RFC 9112 4): what follows the status.
    static func reason(in head: [UInt8]) -> String {
        let line = head.prefix { $0 != 0x0D && $0 != 0x0A }
        let parts = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(decoding: parts[2], as: UTF8.self) : ""
    }
}
