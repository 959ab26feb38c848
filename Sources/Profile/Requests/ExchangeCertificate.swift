public import Text

/// What a certificate says (RFC 5280), for people.
public struct ExchangeCertificate: Hashable, Sendable {
    /// Whom it names: `CN=broker.example, O=Example`.
    public var subject: String
    /// Who vouches for it.
    public var issuer: String
    /// The names and addresses it holds for (subjectAltName).
    public var names: [String]
    /// From when it holds; nil when it does not say so readably.
    public var notBefore: Moment?
    /// Until when it holds.
    public var notAfter: Moment?
    /// The SHA-256 of its DER form in hexadecimal; empty when it is not known.
    public var fingerprint: String

    /// A certificate of its facts.
    public init(
        subject: String, issuer: String, names: [String] = [], notBefore: Moment? = nil, notAfter: Moment? = nil,
        fingerprint: String = ""
    ) {
        self.subject = subject
        self.issuer = issuer
        self.names = names
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.fingerprint = fingerprint
    }
}
