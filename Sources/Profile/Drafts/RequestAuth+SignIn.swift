public import SignIn

/// OAuth 2 as a person sets it.
public struct OAuthDraft: Hashable, Sendable {
    /// Everything but the client's secret; texts may hold `{{variables}}`.
    public var settings = OAuthSettings()
    /// The client's secret; an empty text for none.
    public var clientSecret = Secret.literal("")

    /// Nothing set.
    public init() {}
}

/// A signer for AWS (Signature Version 4) as a person sets it.
public struct AWSDraft: Hashable, Sendable {
    /// The access key's name.
    public var accessKey = ""
    /// The access key's secret.
    public var secretKey = Secret.literal("")
    /// What goes with keys that are lent for a while; nil for none.
    public var sessionToken: Secret?
    /// The region; empty for the one that the host names.
    public var region = ""
    /// The service; empty for the one that the host names.
    public var service = ""

    /// Nothing set.
    public init() {}
}

/// A shared access signature of Azure as a person sets it.
public struct SASDraft: Hashable, Sendable {
    /// What may be used (`sr`).
    public var resource = ""
    /// The key's name (`skn`); empty for a device's own.
    public var keyName = ""
    /// The key.
    public var key = Secret.literal("")
    /// How many minutes a signature is valid.
    public var minutes = 60

    /// Nothing set.
    public init() {}
}

extension RequestAuth {
    /// The same with other secrets.
    /// - Parameter change: gets each with the name that a variable of the environment would have.
    public func mapSecrets(_ change: (Secret, _ name: String) -> Secret) -> RequestAuth {
        switch self {
        case .none: return self
        case .basic(let username, let password):
            return .basic(username: username, password: change(password, "PASSWORD"))
        case .digest(let username, let password):
            return .digest(username: username, password: change(password, "PASSWORD"))
        case .bearer(let token): return .bearer(change(token, "TOKEN"))
        case .apiKey(let name, let value, let inQuery):
            return .apiKey(name: name, value: change(value, "API_KEY"), inQuery: inQuery)
        case .oauth2(var draft):
            draft.clientSecret = change(draft.clientSecret, "CLIENT_SECRET")
            return .oauth2(draft)
        case .aws(var draft):
            draft.secretKey = change(draft.secretKey, "AWS_SECRET_ACCESS_KEY")
            draft.sessionToken = draft.sessionToken.map { change($0, "AWS_SESSION_TOKEN") }
            return .aws(draft)
        case .sas(var draft):
            draft.key = change(draft.key, "SAS_KEY")
            return .sas(draft)
        }
    }

    /// Whether a token comes of it that another half can use: as a password of MQTT, or as a variable.
    public var givesToken: Bool {
        switch self {
        case .oauth2, .sas: true
        case .none, .basic, .bearer, .digest, .apiKey, .aws: false
        }
    }
}
