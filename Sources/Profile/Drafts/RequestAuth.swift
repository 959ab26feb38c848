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
}
