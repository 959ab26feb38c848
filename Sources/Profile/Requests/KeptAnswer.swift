public import Payloads
public import REST
public import Text

/// The last answer from a URL, as it is kept to ask about it again and to change only what is known.
public struct KeptAnswer: Equatable, Sendable {
    /// The number of the exchange that brought it; 0 when it was brought by an earlier run of the program.
    public var exchange: UInt64
    /// The URL that it is known by.
    public var url: String
    /// When it came, or was last found unchanged.
    public var at: Moment
    /// The method of its request.
    public var method: String
    /// What of the request `Vary` names, as it was sent.
    public var selected: [Field]
    /// Whose answer it is: a digest of the credentials (``KeyedDigest``); empty for everybody's.
    public var holder: String
    /// The status.
    public var status: Int
    /// The fields of the answer.
    public var fields: [Field]
    /// The body without its content coding; nil when it is not kept, or nobody knows it.
    public var body: PayloadBytes?
    /// Bytes of the body as they came.
    public var wireSize: Int
    /// What made it untrue, as `PUT`; nil while nothing is known to have.
    public var changedBy: String?

    /// An answer of its parts.
    public init(
        exchange: UInt64 = 0, url: String, at: Moment, method: String = "GET", selected: [Field] = [],
        holder: String = "", status: Int = 200, fields: [Field], body: PayloadBytes?, wireSize: Int
    ) {
        (self.exchange, self.url, self.at, self.method) = (exchange, url, at, method)
        (self.selected, self.holder, self.status, self.fields) = (selected, holder, status, fields)
        (self.body, self.wireSize) = (body, wireSize)
    }

    /// What tells its state from another one.
    public var validators: Validators { Validators(fields) }

    /// The content codings that it came in.
    public var codings: [String] { fields.list(of: "Content-Encoding") }

    /// The answer as a response, for whoever reads its body.
    public var response: Response { Response(status: status, fields: fields) }

    /// Whether it answers a request that has these fields and these credentials.
    /// - Parameters:
    ///   - holder: whose request it is; nil when that is not known before it is sent.
    ///   - isChange: whether the request changes the state: that is the same in whatever coding it was brought.
    public func fits(_ request: [Field], holder: String?, isChange: Bool = false) -> Bool {
        // One person's answer must not be taken for another's.
        if let holder, holder != self.holder { return false }
        let vary = Vary(fields)
        // Who asks is in the holder, and without its secrets here; a program's own name is not typed.
        let own: Set = ["authorization", "cookie", "user-agent", isChange ? "accept-encoding" : ""]
        func compared(_ fields: [Field]) -> [Field] { vary.selected(fields).filter { !own.contains($0.name) } }
        // `Vary: *` fits no request (RFC 9111 4.1).
        return !vary.isEverything && compared(selected) == compared(request)
    }

    // What says how the stored body is written down, and what is of one connection (RFC 9111 3.1, 3.2).
    /// Fields of a 304 that say nothing of the kept answer (RFC 9111 3.2).
    private static let unchanged: Set = [
        "content-length", "content-encoding", "content-type", "content-range", "connection", "keep-alive",
        "proxy-connection", "te", "transfer-encoding", "upgrade", "proxy-authenticate", "proxy-authorization",
        "proxy-authentication-info",
    ]

    /// Takes the fields of a 304 in place of its own of the same names (RFC 9111 3.2).
    mutating func renew(by fields: [Field], at moment: Moment) {
        self.fields = Self.renewed(self.fields, by: fields)
        at = moment
        // A 304 says that the state is the one of the tag: whatever was done in between has not changed it.
        changedBy = nil
    }

    /// The fields of an answer that a 304 says is still good.
    public static func renewed(_ kept: [Field], by fields: [Field]) -> [Field] {
        let hopOnly = Set(fields.list(of: "Connection"))
        let new = fields.filter {
            !unchanged.contains($0.name.lowercased()) && !hopOnly.contains($0.name.lowercased())
        }
        let names = Set(new.map { $0.name.lowercased() })
        return kept.filter { !names.contains($0.name.lowercased()) } + new
    }
}
