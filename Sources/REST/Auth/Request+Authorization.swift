extension Request {
    /// How the sender is known to the server (RFC 9110 11). An `Authorization` field among the fields holds over it.
    public enum Authorization: Hashable, Sendable {
        /// Not at all, or by the user information in the URL, which is taken as `basic`.
        case none
        /// Basic (RFC 7617), in UTF-8.
        case basic(username: String, password: String)
        /// A bearer token (RFC 6750).
        case bearer(String)
        /// Digest (RFC 7616): answered when the server asks for it.
        case digest(username: String, password: String)
        /// What the server asks for, the safest of what is known here: Digest, else Basic. Nothing is sent before.
        case any(username: String, password: String)
        /// A bearer token that another is got for, once, when the server refuses it.
        case renewable(RenewableToken)
        /// A signature of AWS over each hop's request.
        case aws(AWSSignature)
    }
}

extension Request.Authorization {
    /// Whether a challenge of Digest is answered.
    var answersDigest: Bool {
        switch self {
        case .digest, .any: true
        case .none, .basic, .bearer, .renewable, .aws: false
        }
    }
}
