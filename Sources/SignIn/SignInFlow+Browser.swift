import Text

/// The authorization code with PKCE (RFC 6749 4.1, RFC 7636, RFC 8252).
extension SignInFlow {
    /// awaitingListener -> atBrowser
    mutating func askAtBrowser(at now: Moment) throws(SignInProblem) -> Step {
        let pairs = [
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", settings.redirect),
            ("scope", settings.scope), ("audience", settings.audience), ("login_hint", settings.user),
            ("state", nonce), ("code_challenge", pkce.challenge), ("code_challenge_method", "S256"),
        ]
        let query = FormPairs.query(pairs.filter { !$0.1.isEmpty })
        let address = settings.authorizationURL
        // A query that the URL has of its own stays (RFC 6749 3.1).
        guard let url = SignInPrompt.shown(address + (address.contains("?") ? "&" : "?") + query) else {
            throw SignInProblem("the authorization URL of \(settings.host) is no http or https URL")
        }
        let prompt = SignInPrompt(way: .browser, url: url, end: now + Self.patience)
        state = .atBrowser(prompt)
        return .wait(prompt, until: prompt.end)
    }

    /// Whether a browser that asks for a target comes back from the sign-in begun here: it brings back the state that
    /// only this one has (RFC 6749 10.12).
    public func isOwn(_ target: String) -> Bool {
        guard let question = target.firstIndex(of: "?") else { return false }
        let values = Self.query(target[question...].dropFirst())
        return values["state"].map { PKCE.isSame($0, nonce) } ?? false
    }

    /// Goes on waiting for the right one: anybody can lead a browser to the port that is listened on, and who pastes the
    /// wrong address has the right one still.
    private func refuse(_ words: String, _ prompt: SignInPrompt) -> Step {
        var prompt = prompt
        prompt.refusal = words
        return .wait(prompt, until: prompt.end)
    }

    /// The browser was led back, or the person pasted where it was led to, or the code alone.
    mutating func ledBack(_ text: String, at now: Moment) throws(SignInProblem) -> Step {
        guard case .atBrowser(let prompt) = state else { throw SignInProblem("no browser was waited for") }
        let text = text.trimmed
        guard let question = text.firstIndex(of: "?") else {
            // A code alone has no state: who pastes it has seen where it came from.
            guard !text.isEmpty, !text.contains("://") else {
                return refuse("What was pasted has no code in it; paste the whole address", prompt)
            }
            return redeem(PercentEncoding.decode(text))
        }
        // First of all: without it the answer may be to somebody else's question.
        guard isOwn(text) else {
            return refuse("That has another state: it is not of the sign-in begun here", prompt)
        }
        // What was pasted may be the whole address; the listener gives path and query.
        let values = Self.query(text[text.index(after: question)...])
        try checkIssuer(values["iss"])
        if let code = values["error"] {
            let words = values["error_description"].map { " (\(TokenAnswer.line($0)))" } ?? ""
            throw SignInProblem("\(settings.host) refused: \(TokenAnswer.line(code))\(words)", code: code)
        }
        guard let code = values["code"], !code.isEmpty else {
            throw SignInProblem("the browser came back without a code; sign in again")
        }
        return redeem(code)
    }

    /// RFC 9207 2.4: an answer of another server than the one that was asked is none.
    private func checkIssuer(_ issuer: String?) throws(SignInProblem) {
        guard let issuer else {
            guard namesIssuer else { return }
            throw SignInProblem("\(settings.host) does not say in the redirect that it is itself (iss)")
        }
        guard settings.issuer.isEmpty || PKCE.isSame(issuer, settings.issuer) else {
            throw SignInProblem("the browser came back from another issuer, \(TokenAnswer.line(issuer))")
        }
    }

    /// atBrowser -> redeeming
    private mutating func redeem(_ code: String) -> Step {
        state = .redeeming
        return token([
            // The redirect is told once more, letter by letter: the server compares it (RFC 6749 4.1.3).
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.redirect),
            ("code_verifier", pkce.verifier),
        ])
    }

    /// The values of a query; of a name that stands twice the first, which is the one that was checked.
    private static func query(_ text: Substring) -> [String: String] {
        // A fragment, or whatever was pasted behind the address, is no part of the answer.
        let query = text.prefix { $0 != "#" && $0 != " " }
        return Dictionary(
            FormPairs.read(query, plusIsSpace: true).map { ($0.name, $0.value ?? "") },
            uniquingKeysWith: { first, _ in first })
    }
}
