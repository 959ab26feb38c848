/// The head of an answer, and what is known of its body.
public struct Response: Hashable, Sendable {
    /// The protocol: `HTTP/1.0`, `HTTP/1.1` or `HTTP/2`; `HTTP/0.9` of an answer that is nothing but a body.
    public var version: String
    /// The status code (RFC 9110 15): 200, 404, ... 0 while there is none, and in HTTP/0.9, which has none.
    public var status: Int
    /// The reason phrase that came with it; empty when none did, as in HTTP/2.
    public var reason: String
    /// Header fields in the order they came, repeated ones as they came.
    public var fields: [Field]
    /// HTTP/1.1: status line, fields and the empty line as they came. Empty for HTTP/2.
    public var head: [UInt8] = []
    /// Answers of 1xx that came before, as 103 Early Hints (RFC 8297); the first ``Informational/limit``.
    public var informational: [Informational] = []
    /// How many came after those.
    public var furtherInformational = 0
    /// Fields after the body (RFC 9110 6.5).
    public var trailers: [Field] = []
    /// HTTP/1.1: the trailers' lines as they came.
    public var trailerSection: [UInt8] = []
    /// Transfer codings besides `chunked`, in the order they were applied (RFC 9112 6.1), in small letters.
    public var transferCodings: [String] = []
    /// Where the answer breaks the standards, the first ``Breach/limit`` places.
    public var breaches: [Breach] = []
    /// How many places came after those.
    public var furtherBreaches = 0
    /// The content codings that were taken off the body, in the order they were applied (RFC 9110 8.4): `["gzip"]`.
    public var decoded: [String] = []
    /// What is wrong with a body's coding: `Content-Encoding says gzip, the body is not`, and it is shown as it came; `its gzip
    /// ends too early`, and what could be read is shown. Nil when there is nothing to say.
    public var codingProblem: String?
    /// The content codings that `Content-Encoding` names and the body still has.
    public var codingsLeft: [String] = []
    /// What else is to be said of the answer, a line each: a challenge that cannot be answered, a redirect to nowhere.
    public var remarks: [String] = []
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

    /// The head as text: the form in which HTTP/2, which has none, is written down as `curl -i` does.
    public var text: String {
        let lines = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
        // The blank is there without a reason too (RFC 9112 4).
        return "\(version) \(status) \(reason)\r\n\(lines)\r\n"
    }

    /// That text in bytes: values that are no UTF-8 as they came.
    public var bytes: [UInt8] {
        let end: [UInt8] = [0x0D, 0x0A]
        var bytes = Array("\(version) \(status) \(reason)".utf8) + end
        for field in fields { bytes += Array("\(field.name): ".utf8) + field.bytes + end }
        return bytes + end
    }

    /// Takes what is known of an answer only at its end.
    mutating func take(endOf response: Response) {
        (trailers, trailerSection) = (response.trailers, response.trailerSection)
        (breaches, furtherBreaches) = (response.breaches, response.furtherBreaches)
    }

    /// Keeps an answer of status 1xx, or counts it.
    mutating func add(_ early: Informational) {
        // A server may send them without end, and each head that is told has all before it.
        if informational.count < Informational.limit {
            informational.append(early)
        } else {
            furtherInformational += 1
        }
    }

    /// An answer of status 1xx (RFC 9110 15.2).
    public struct Informational: Hashable, Sendable {
        /// The most that are kept of an answer.
        public static let limit = 100

        /// The status code.
        public var status: Int
        /// The reason phrase that came with it.
        public var reason: String
        /// Its header fields.
        public var fields: [Field]
        /// HTTP/1.1: status line, fields and the empty line as they came.
        public var head: [UInt8]

        /// An answer of its parts.
        public init(status: Int, reason: String = "", fields: [Field] = [], head: [UInt8] = []) {
            self.status = status
            self.reason = reason
            self.fields = fields
            self.head = head
        }
    }
}
