import Text

/// How a token is asked for (RFC 6749 1.3).
public enum OAuthGrant: String, CaseIterable, Sendable {
    /// The client's own, without a person (RFC 6749 4.4).
    case clientCredentials = "client_credentials"
    /// A person signs in on another device, with a code that is shown here (RFC 8628).
    case deviceCode = "device_code"
    /// A person signs in with a browser, which leads back here (RFC 6749 4.1 with RFC 7636).
    case authorizationCode = "authorization_code"

    /// What it does, in a line.
    public var note: String {
        switch self {
        case .clientCredentials: "the client's own token, without a person"
        case .deviceCode: "a code is shown, you sign in on any device: for SSH"
        case .authorizationCode: "you sign in with a browser (PKCE)"
        }
    }
}

/// Where the client tells its secret to the token endpoint (RFC 6749 2.3.1).
public enum OAuthClientProof: String, CaseIterable, Sendable {
    /// In the Authorization field, both encoded as a form has them.
    case basic
    /// In the form itself.
    case body
}

/// Everything that a sign-in needs, variables and secrets put in.
public struct OAuthSettings: Hashable, Sendable {
    /// How the token is asked for.
    public var grant = OAuthGrant.clientCredentials
    /// Whose metadata says where the endpoints are (RFC 8414, OpenID Connect Discovery); empty for nobody's.
    public var issuer = ""
    /// The token endpoint.
    public var tokenURL = ""
    /// The device authorization endpoint (RFC 8628 3.1).
    public var deviceURL = ""
    /// The authorization endpoint (RFC 6749 3.1), opened by a browser.
    public var authorizationURL = ""
    /// The client's name at the server.
    public var clientID = ""
    /// The client's secret; empty for a client that cannot keep one.
    public var clientSecret = ""
    /// Where the secret is told.
    public var proof = OAuthClientProof.basic
    /// The scopes asked for, blanks between them; empty for the server's own.
    public var scope = ""
    /// For whom the token is to be; empty for nobody in particular.
    public var audience = ""
    /// Who is to sign in, told to the server as `login_hint`; empty for anybody.
    public var user = ""
    /// Where the browser is led back to; empty for 127.0.0.1 at a free port.
    public var redirect = ""
    /// The environment that the variables are of: a token of one is not taken for another.
    public var environment = ""

    /// Nothing set.
    public init() {}

    /// What a token that was got with these settings is found by: 64 hexadecimal digits. The secret is no part of it: who
    /// gets another one stays who they were.
    public var key: String {
        // Nor are the redirect and how the secret is told: they change nothing of whose token it is.
        let words = [
            grant.rawValue, issuer, tokenURL, deviceURL, authorizationURL, clientID, scope, audience, user, environment,
        ]
        // With their lengths, so that no two lists come to the same bytes.
        return HexDigit.lower(Hash.sha256(words.flatMap { Array("\($0.utf8.count):\($0)".utf8) }))
    }

    /// What keeps anybody from signing in with them, in one line; nil when nothing does.
    public var problem: String? {
        if clientID.isEmpty { return "OAuth 2 needs a client ID" }
        if tokenURL.isEmpty, issuer.isEmpty { return "OAuth 2 needs a token URL, or the issuer that tells it" }
        if grant == .deviceCode, deviceURL.isEmpty, issuer.isEmpty {
            return "a device code needs the device URL, or the issuer that tells it"
        }
        if grant == .authorizationCode, authorizationURL.isEmpty, issuer.isEmpty {
            return "signing in with a browser needs the authorization URL, or the issuer that tells it"
        }
        if grant == .clientCredentials, clientSecret.isEmpty { return "client credentials need the client's secret" }
        for (name, url) in [
            ("issuer", issuer), ("token URL", tokenURL), ("device URL", deviceURL),
            ("authorization URL", authorizationURL),
        ] where !url.isEmpty && !url.hasPrefix("https://") && !url.hasPrefix("http://") {
            return "the \(name) is no http or https URL"
        }
        return nil
    }

    /// Who is asked, for people: the host of the issuer or of the token endpoint.
    public var host: String {
        URLUserInfo.place(of: issuer.isEmpty ? tokenURL : issuer)
    }
}

extension OAuthSettings {
    /// Those of its texts that are URLs, which may have a password before the host.
    public static let urls: [any WritableKeyPath<OAuthSettings, String> & Sendable] = [
        \.issuer, \.tokenURL, \.deviceURL, \.authorizationURL, \.redirect,
    ]

    /// Its texts by the names that a profile has for them, but for the secret, in the order in which they are written.
    public static let texts: [(name: String, path: any WritableKeyPath<OAuthSettings, String> & Sendable)] = [
        ("issuer", \.issuer), ("tokenURL", \.tokenURL), ("deviceURL", \.deviceURL),
        ("authorizationURL", \.authorizationURL), ("clientID", \.clientID), ("scope", \.scope),
        ("audience", \.audience), ("user", \.user), ("redirect", \.redirect),
    ]
}
