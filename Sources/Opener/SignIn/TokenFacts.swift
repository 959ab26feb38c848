public import SignIn
public import Text

/// What can be told of a token without telling it.
public struct TokenFacts: Hashable, Sendable {
    /// A claim of a JWT, whose signature nobody has checked.
    public struct Claim: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value, on one line.
        public var value: String
    }

    /// When it came: microseconds since 1970.
    public var obtainedAt: Moment
    /// When it ends; nil where the server did not say.
    public var expiresAt: Moment?
    /// Whether the next one is got without a person.
    public var isRenewed: Bool
    /// The scopes that were granted; empty where the server did not say.
    public var scope: String
    /// What it says of itself; nil for one that is no JWT.
    public var claims: [Claim]?

    /// What there is to tell of a token.
    public init(_ token: SignInToken) {
        (obtainedAt, expiresAt, isRenewed) = (token.obtainedAt, token.expiresAt, token.refresh != nil)
        scope = token.scope.withoutControls
        claims = JWTClaims(token.access)?.lines.map { Claim(name: $0.name, value: $0.value) }
    }
}
