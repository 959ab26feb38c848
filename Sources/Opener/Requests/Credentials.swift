public import Profile
public import REST

/// Who asks, as a request tells it: kept answers are known by a digest of that, and never by a secret.
public enum Credentials {
    /// Fields that tell who asks, beside those whose names say that they are secret.
    private static let names: Set = ["authorization", "cookie", "proxy-authorization"]

    /// Whose answers a request gets: the digest of its credentials; empty when it has none. Nil when one of them is found
    /// only when it is sent.
    /// - Parameter cookies: those that go along, unless the draft wants none.
    public static func holder(
        of request: REST.Request, _ draft: RequestDraft, _ identity: KeyedDigest, cookies: CookieJar? = nil
    ) -> String? {
        // Each with what it is: a password and a token of the same letters are two holders.
        var words: [String] = []
        switch request.authorization {
        case .none: break
        case .basic(let name, let password): words += ["basic", name, password]
        case .digest(let name, let password): words += ["digest", name, password]
        case .any(let name, let password): words += ["any", name, password]
        case .bearer(let token): words += ["bearer", token]
        // Not by the token, which is another one tomorrow: by who signed in.
        case .renewable(let token): words += ["bearer", token.holder]
        case .aws(let signature): words += ["aws", signature.accessKey, signature.secretKey]
        }
        for field in request.fields {
            let name = field.name.lowercased()
            if names.contains(name) || Secret.isSecretField(name) { words += [name, field.value] }
        }
        if draft.options.usesCookies, let text = cookies?.text(for: request.url, request.fields) {
            words += ["jar", text]
        }
        if case .apiKey(_, _, inQuery: true) = draft.auth {
            // The key is one of the members by now, and which of them is not known here.
            words += ["query", request.url.firstIndex(of: "?").map { String(request.url[$0...]) } ?? ""]
        }
        if !draft.options.tls.certificate.isEmpty { words += ["certificate", draft.options.tls.certificate] }
        if words.contains(where: { $0.contains(Secret.dots) }) { return nil }
        return identity.text(words)
    }
}
