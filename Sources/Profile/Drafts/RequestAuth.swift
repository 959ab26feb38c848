/// How a request says who sends it.
public enum RequestAuth: Hashable, Sendable {
    /// Not at all.
    case none
    /// Basic (RFC 7617).
    case basic(username: String, password: Secret)
    /// Bearer token (RFC 6750).
    case bearer(Secret)
    /// Digest (RFC 7616): answered when the server asks for it.
    case digest(username: String, password: Secret)
    /// A key under a name of its own, in a header or in the query.
    case apiKey(name: String, value: Secret, inQuery: Bool)
    /// A token of OAuth 2 (RFC 6749), got when the request is sent.
    case oauth2(OAuthDraft)
    /// A signature of AWS over the request.
    case aws(AWSDraft)
    /// A shared access signature of Azure.
    case sas(SASDraft)

    /// The password, token or key; nil where there is none. Set to nil it is empty.
    public var secret: Secret? {
        get {
            switch self {
            case .none: nil
            case .basic(_, let secret), .digest(_, let secret), .bearer(let secret), .apiKey(_, let secret, _): secret
            case .oauth2(let draft): draft.clientSecret
            case .aws(let draft): draft.secretKey
            case .sas(let draft): draft.key
            }
        }
        set {
            let secret = newValue ?? .literal("")
            switch self {
            case .none: break
            case .basic(let name, _): self = .basic(username: name, password: secret)
            case .digest(let name, _): self = .digest(username: name, password: secret)
            case .bearer: self = .bearer(secret)
            case .apiKey(let name, _, let inQuery): self = .apiKey(name: name, value: secret, inQuery: inQuery)
            case .oauth2(var draft):
                draft.clientSecret = secret
                self = .oauth2(draft)
            case .aws(var draft):
                draft.secretKey = secret
                self = .aws(draft)
            case .sas(var draft):
                draft.key = secret
                self = .sas(draft)
            }
        }
    }
}
