public import Opener
public import Profile

/// Of which token is spoken: that of a sign-in with the variables that hold.
public struct TokenSubject: Hashable, Sendable {
    let auth: RequestAuth
    /// The variables.
    public let variables: Variables
}

/// What is kept of a sign-in.
public enum TokenReport: Equatable, Sendable {
    /// No token: the host that one is asked of.
    case missing(host: String)
    /// A token.
    case kept(TokenFacts, host: String)
    /// Why nothing is known, in words.
    case failed(String)
}
