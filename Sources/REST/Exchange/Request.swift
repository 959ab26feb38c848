/// A request as it is asked for, everything resolved.
///
/// What the server got in the end is in ``Hop/sent``: fields that were not given are added there (`Host`,
/// `Content-Length`, ...), and nothing given is changed.
public struct Request: Hashable, Sendable {
    /// The method (RFC 9110 9).
    public var method: Method
    /// An absolute `http` or `https` URL. Characters that may not stand in a request target (spaces, letters beyond ASCII)
    /// are percent-encoded when it is sent; a fragment is not sent.
    public var url: String
    /// Header fields in the order sent, duplicates and capitals as given.
    public var fields: [Field]
    /// Names of fields that would be added by default and are not wanted, in lower case: `user-agent`, `accept`, ...
    public var omittedFields: Set<String> = []
    /// What is sent after the header.
    public var body: Body
    /// How the sender is known to the server.
    public var authorization: Authorization
    /// How it travels.
    public var options: Options

    /// A request of its parts.
    public init(
        _ method: Method = .get, _ url: String, fields: [Field] = [], body: Body = .none,
        authorization: Authorization = .none, options: Options = Options()
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.authorization = authorization
        self.options = options
    }
}

extension Method {
    /// GET
    public static let get = Method(known: "GET")
    /// HEAD
    public static let head = Method(known: "HEAD")
    /// POST
    public static let post = Method(known: "POST")
    /// PUT
    public static let put = Method(known: "PUT")
    /// PATCH (RFC 5789)
    public static let patch = Method(known: "PATCH")
    /// DELETE
    public static let delete = Method(known: "DELETE")
    /// OPTIONS
    public static let options = Method(known: "OPTIONS")

    /// Whether sending it twice means the same as sending it once (RFC 9110 9.2.2).
    public var isIdempotent: Bool {
        ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].contains(rawValue)
    }
}
