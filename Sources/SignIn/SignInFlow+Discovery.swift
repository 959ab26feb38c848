import Text

/// Where the endpoints are: the issuer's metadata (RFC 8414, OpenID Connect Discovery 4).
extension SignInFlow {
    /// Whether an endpoint that the grant needs is not in the settings.
    var needsDiscovery: Bool {
        guard !settings.issuer.isEmpty else { return false }
        if settings.tokenURL.isEmpty { return true }
        return switch settings.grant {
        case .clientCredentials: false
        case .deviceCode: settings.deviceURL.isEmpty
        case .authorizationCode: settings.authorizationURL.isEmpty
        }
    }

    /// Where metadata may be, in the order in which it is looked for. OpenID Connect appends to the issuer's path, RFC 8414
    /// puts its name before it.
    private var places: [String] {
        let issuer = settings.issuer.hasSuffix("/") ? String(settings.issuer.dropLast()) : settings.issuer
        let path = URLAuthority.range(in: issuer).upperBound
        return [
            "\(issuer)/.well-known/openid-configuration",
            "\(issuer[..<path])/.well-known/oauth-authorization-server\(issuer[path...])",
        ]
    }

    /// ready or discovering -> discovering
    mutating func discover(_ number: Int) -> Step {
        state = .discovering(number)
        return .send(TokenRequest(get: places[number]))
    }

    /// Metadata came, or not: the other place, or on with it.
    mutating func discovered(
        _ number: Int, _ status: Int, _ body: [UInt8], at now: Moment
    ) throws(SignInProblem) -> Step {
        if !(200..<300).contains(status), number + 1 < places.count { return discover(number + 1) }
        let answer = try answer(status, body, of: "the metadata")
        // RFC 8414 3.3: else one server could speak for another.
        guard let issuer = answer.text("issuer"), Self.isSame(issuer, settings.issuer) else {
            throw SignInProblem(
                "the metadata of \(settings.host) is of another issuer: "
                    + TokenAnswer.line(answer.text("issuer") ?? "none is named"))
        }
        // As it is written there: `iss` of the redirect is compared with it letter by letter (RFC 9207 2.4).
        settings.issuer = issuer
        namesIssuer = answer.flag("authorization_response_iss_parameter_supported")
        func fill(_ place: WritableKeyPath<OAuthSettings, String>, _ name: String) {
            // What was set by hand holds over the metadata.
            if settings[keyPath: place].isEmpty { settings[keyPath: place] = answer.text(name) ?? "" }
        }
        fill(\.tokenURL, "token_endpoint")
        fill(\.deviceURL, "device_authorization_endpoint")
        fill(\.authorizationURL, "authorization_endpoint")
        guard !needsDiscovery else {
            throw SignInProblem(
                "\(settings.host) names no endpoint for \(settings.grant.rawValue); choose another grant")
        }
        if let problem = settings.problem { throw SignInProblem(problem) }
        return try start(at: now)
    }

    /// A slash at the end is the same issuer: people leave it out.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        func bare(_ text: String) -> Substring { text.hasSuffix("/") ? text.dropLast() : text[...] }
        return bare(one) == bare(other)
    }
}
