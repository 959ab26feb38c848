import SignIn

/// What has to be got, or made, before a request can go out.
enum SignInNeed: Hashable, Sendable {
    /// A token of OAuth 2.
    case oauth(OAuthSettings)
    /// A shared access signature.
    case sas(SharedAccessSignature)
}
