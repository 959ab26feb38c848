import Hypermedia
import Kit
import Opener
import Profile
import Text

/// What tells a thing who asks: filled into a request as its description wants it (TD 1.1 5.3.3).
struct ThingSignIn {
    /// The request's own sign-in; none where a cookie tells it.
    var auth = RequestAuth.none
    /// A cookie; nil for none.
    var cookie: DraftField?

    /// Puts it into a request, in the place of what told who asks there.
    func fill(_ draft: inout RequestDraft) {
        if auth != .none {
            draft.auth = auth
            draft.headers.removeAll { $0.name.lowercased() == "authorization" }
        }
        guard let cookie else { return }
        draft.headers.removeAll { $0.name.lowercased() == "cookie" }
        draft.headers.append(cookie)
    }

    // MARK: - Asking

    /// Asks for what a form wants to know, once for each server and scheme, and goes on with it. What is told only, as a
    /// certificate, is left to the person; nothing is asked where the description was brought by the same sign-in.
    static func ask(
        _ all: [ThingSecurity], for url: String, _ following: LinkFollowing, then: @escaping (ThingSignIn?) -> [Effect]
    ) -> [Effect] {
        let (composer, stage) = (following.composer, following.stage)
        guard let security = all.first(where: \.isFilledIn) else { return then(nil) }
        let origin = URLReference(url).origin ?? url
        // The request goes on from that answer and has what it was asked for with.
        if let exchange = following.exchange, URLReference.haveSameOrigin(LinksView.url(of: exchange), url),
            isSame(exchange.draft.auth, security)
        {
            return then(nil)
        }
        // By server and scheme: a description has the same scheme on hundreds of forms.
        let key = "\(origin) \(security.words)"
        if let known = composer.signIns[key] { return then(known) }
        let asksName = security.scheme == .basic || security.scheme == .digest
        let what = asksName ? "Password" : security.scheme == .apiKey ? security.parameter ?? "Key" : "Token"
        let fields = (asksName ? [FormField.line("Name")] : []) + [FormField.secret(what)]
        stage.overlays.append(
            FormOverlay(stage, "\(security.words) at \(origin)", verb: "go on", fields) { values in
                if asksName, values[0].isEmpty { return .problem("A name is missing") }
                let typed = values.last ?? ""
                // Left empty it is asked for when the request is sent.
                let secret = typed.isEmpty ? Secret.prompt : .literal(TemplateCall.quoted(typed))
                guard let made = made(security, name: asksName ? values[0] : "", secret, typed: typed) else {
                    return .problem("\(what) is missing")
                }
                composer.signIns[key] = made
                return .effects(then(made))
            })
        return []
    }

    /// Whether a request signs in like that already.
    private static func isSame(_ auth: RequestAuth, _ security: ThingSecurity) -> Bool {
        switch (auth, security.scheme) {
        case (.basic, .basic), (.digest, .digest), (.bearer, .bearer), (.bearer, .oauth2): true
        case (.apiKey(let name, _, let inQuery), .apiKey):
            name.lowercased() == security.parameter?.lowercased() && inQuery == (security.place == "query")
        default: false
        }
    }

    private static func made(
        _ security: ThingSecurity, name: String, _ secret: Secret, typed: String
    ) -> ThingSignIn? {
        switch security.scheme {
        case .basic: return ThingSignIn(auth: .basic(username: TemplateCall.quoted(name), password: secret))
        case .digest: return ThingSignIn(auth: .digest(username: TemplateCall.quoted(name), password: secret))
        // For OAuth 2 a token that the person has: getting one is a flow of its own.
        case .bearer, .oauth2, .apiKey: break
        case .other: return nil
        }
        let parameter = security.parameter.map { TemplateCall.quoted($0) }
        if security.place == "cookie" {
            // A header has no reference that is asked for later.
            guard !typed.isEmpty else { return nil }
            let value = "\(parameter ?? security.name)=\(TemplateCall.quoted(typed))"
            return ThingSignIn(cookie: DraftField("Cookie", value))
        }
        let isBearer = security.scheme != .apiKey
        if isBearer, security.place == "header", parameter == nil || parameter?.lowercased() == "authorization" {
            return ThingSignIn(auth: .bearer(secret))
        }
        let usual = isBearer ? "access_token" : security.name
        return ThingSignIn(
            auth: .apiKey(name: parameter ?? usual, value: secret, inQuery: security.place == "query"))
    }
}
