import Kit
import Profile
import SignIn

/// One thing that is set of a way to sign in, or to sign.
enum SigningSetting: String {
    case grant, issuer, tokenURL, deviceURL, authorizationURL, clientID, clientAuth, scope, audience, user, redirect
    case accessKey, sessionToken, region, service
    case resource, keyName, minutes

    /// What a way to say who one is needs, but for its main secret; nil where that stands.
    static func settings(of auth: RequestAuth) -> [SigningSetting?] {
        switch auth {
        case .oauth2(let draft):
            let own: [SigningSetting?] =
                switch draft.settings.grant {
                case .clientCredentials: []
                case .deviceCode: [.deviceURL]
                case .authorizationCode: [.authorizationURL, .redirect, .user]
                }
            return [.grant, .issuer, .tokenURL] + own + [.clientID, nil, .clientAuth, .scope, .audience]
        case .aws: return [.accessKey, nil, .sessionToken, .region, .service]
        case .sas: return [.resource, .keyName, nil, .minutes]
        case .none, .basic, .bearer, .digest, .apiKey: return []
        }
    }

    /// Its name on the screen.
    var title: String {
        switch self {
        case .grant: "Grant"
        case .issuer: "Issuer"
        case .tokenURL: "Token URL"
        case .deviceURL: "Device URL"
        case .authorizationURL: "Browser URL"
        case .clientID: "Client ID"
        case .clientAuth: "Secret goes"
        case .scope: "Scope"
        case .audience: "Audience"
        case .user: "User"
        case .redirect: "Redirect"
        case .accessKey: "Access key"
        case .sessionToken: "Session token"
        case .region: "Region"
        case .service: "Service"
        case .resource: "Resource"
        case .keyName: "Key name"
        case .minutes: "Valid"
        }
    }

    /// How a secret is typed.
    static let secretNote = "as it is, or $NAME, file:PATH, command:PROGRAM ARGUMENTS, prompt:"

    /// What stands beside it.
    func note(in draft: RequestDraft) -> String {
        switch self {
        case .grant: if case .oauth2(let oauth) = draft.auth { oauth.settings.grant.note } else { "" }
        case .issuer: "its metadata tells the URLs that are empty below"
        case .tokenURL, .deviceURL, .authorizationURL: "empty: as the issuer's metadata says"
        case .scope: "blanks between several"
        case .audience: "for whom the token is, where the server asks for it"
        case .user: "told to the server as login_hint"
        // Any port of the loopback is allowed to a program on the person's machine (RFC 8252 7.3).
        case .redirect: "empty: 127.0.0.1 and a free port; another address is pasted"
        case .sessionToken: "of keys that are lent for a while, as $AWS_SESSION_TOKEN"
        case .region, .service: "empty: as the host says"
        case .resource: "HUB.azure-devices.net/devices/NAME"
        case .keyName: "empty for a device's own key"
        case .minutes: "minutes"
        case .clientID, .clientAuth, .accessKey: ""
        }
    }

    /// Whether it is switched and not typed.
    var isSwitch: Bool { self == .grant || self == .clientAuth }

    /// Whether what is typed must not be seen.
    var isSecret: Bool { self == .sessionToken }

    /// The value as it is edited.
    func text(in draft: RequestDraft) -> String {
        switch draft.auth {
        case .oauth2(let oauth):
            switch self {
            case .grant: oauth.settings.grant.rawValue
            // Every server takes the first where it takes passwords at all (RFC 6749 2.3.1); some want the second.
            case .clientAuth: oauth.settings.proof == .basic ? "in the Authorization header" : "in the form"
            default: path.map { oauth.settings[keyPath: $0] } ?? ""
            }
        case .aws(let aws):
            switch self {
            case .accessKey: aws.accessKey
            case .sessionToken: aws.sessionToken.map(SecretNotation.text) ?? ""
            case .region: aws.region
            case .service: aws.service
            default: ""
            }
        case .sas(let sas):
            switch self {
            case .resource: sas.resource
            case .keyName: sas.keyName
            case .minutes: String(sas.minutes)
            default: ""
            }
        case .none, .basic, .bearer, .digest, .apiKey: ""
        }
    }

    /// The value for people.
    func shown(in draft: RequestDraft) -> String {
        if self == .sessionToken, case .aws(let aws) = draft.auth {
            return aws.sessionToken.map(SecretNotation.shown) ?? ""
        }
        return text(in: draft)
    }

    /// Switches it.
    func toggle(_ draft: inout RequestDraft) {
        guard case .oauth2(var oauth) = draft.auth else { return }
        if self == .clientAuth {
            oauth.settings.proof = oauth.settings.proof == .basic ? .body : .basic
        } else {
            let all = OAuthGrant.allCases
            let place = all.firstIndex(of: oauth.settings.grant) ?? 0
            oauth.settings.grant = all[(place + 1) % all.count]
        }
        draft.auth = .oauth2(oauth)
    }

    /// Takes what was typed; answers what is wrong with it.
    func set(_ text: String, in draft: inout RequestDraft) -> String? {
        switch draft.auth {
        case .oauth2(var oauth):
            if let path { oauth.settings[keyPath: path] = text }
            draft.auth = .oauth2(oauth)
        case .aws(var aws):
            switch self {
            case .accessKey: aws.accessKey = text
            case .sessionToken:
                aws.sessionToken = text.isEmpty ? nil : SecretNotation.secret(text, over: aws.sessionToken)
            case .region: aws.region = text
            case .service: aws.service = text
            default: break
            }
            draft.auth = .aws(aws)
        case .sas(var sas):
            switch self {
            case .resource: sas.resource = text
            case .keyName: sas.keyName = text
            case .minutes:
                guard let minutes = Int(text), (1...525_600).contains(minutes) else {
                    return "Minutes are wanted, up to a year"
                }
                sas.minutes = minutes
            default: break
            }
            draft.auth = .sas(sas)
        case .none, .basic, .bearer, .digest, .apiKey: break
        }
        return nil
    }

    /// Where its text is in the settings of OAuth 2: the names are the profile's.
    private var path: (any WritableKeyPath<OAuthSettings, String> & Sendable)? {
        OAuthSettings.texts.first { $0.name == rawValue }?.path
    }
}
