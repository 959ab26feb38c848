public import Text

/// One sign-in from its beginning to a token: what happened goes in, what is to be done comes out. It has no sockets and no
/// clock; ``Opener`` drives it, and tests do with a clock that is turned by hand.
///
///     begin ─refresh token→ refreshing ──────────────────────────────→ token
///       │                       │ invalid_grant
///       └─issuer→ discovering ──┴→ client credentials ───────────────→ token
///                                  device code → polling (slow_down) ─→ token
///                                  browser ─redirect→ redeeming ──────→ token
public struct SignInFlow: Sendable {
    /// What happened.
    public enum Event: Sendable {
        /// It begins.
        case begin
        /// The answer to the last ``Step/send(_:)``.
        case answer(status: Int, body: [UInt8])
        /// There was no answer: why, in words.
        case unreachable(String)
        /// The time of the last ``Step/wait(_:until:)`` has come.
        case time
        /// Somebody listens for the browser, or it is known that nobody can: where it is led back to.
        case listening(String)
        /// The browser was led back: the target or the URL it asked for, or the code that the person pasted.
        case redirect(String)
    }

    /// What is to be done.
    public enum Step: Hashable, Sendable {
        /// A request goes out.
        case send(TokenRequest)
        /// Somebody has to listen where the browser is led back to; empty for any free port of 127.0.0.1.
        case listen(String)
        /// The person is told what to do; until then nothing else happens, unless the browser is led back.
        case wait(SignInPrompt, until: Moment)
        /// There is a token.
        case done(SignInToken)
        /// There is none.
        case failed(SignInProblem)
    }

    enum State: Hashable, Sendable {
        case ready
        /// The number of the place that metadata is looked for at.
        case discovering(Int)
        case refreshing(String)
        case askingForToken
        case askingForDevice
        case polling(Device)
        case awaitingListener
        case atBrowser(SignInPrompt)
        case redeeming
    }

    /// What polling goes by (RFC 8628 3.2).
    struct Device: Hashable, Sendable {
        var code: String
        var prompt: SignInPrompt
        /// Seconds between two questions.
        var interval: Moment
    }

    var settings: OAuthSettings
    var state = State.ready
    /// What another token is asked for with first; nil for nothing, or when that was refused.
    private var refresh: String?
    let pkce: PKCE
    /// What the redirect has to bring back (RFC 6749 10.12).
    let nonce: String
    /// Whether the server says that it names itself in the redirect (RFC 9207 3).
    var namesIssuer = false
    /// How long a person may take with a browser.
    static let patience: Moment = 600_000_000

    /// A sign-in.
    /// - Parameters:
    ///   - refresh: the refresh token of an earlier one; nil for none.
    ///   - random: at least 48 bytes that nobody can guess.
    public init(_ settings: OAuthSettings, refresh: String? = nil, random: [UInt8]) {
        self.settings = settings
        self.refresh = refresh
        // 256 bits, as RFC 7636 7.1 wants it; the rest is `state`.
        pkce = PKCE(random: Array(random.prefix(32)))
        nonce = PKCE.urlText(Array(random.dropFirst(32)))
    }

    /// Takes what happened; answers what is to be done.
    public mutating func advance(_ event: Event, at now: Moment) -> Step {
        do throws(SignInProblem) {
            switch event {
            case .begin:
                if let problem = settings.problem { throw SignInProblem(problem) }
                // ready -> discovering, where an endpoint that is needed has to be looked up.
                return needsDiscovery ? discover(0) : try start(at: now)
            case .answer(let status, let body): return try take(status, body, at: now)
            case .unreachable(let words): return try lost(words, at: now)
            case .time: return try timePassed(at: now)
            case .listening(let redirect):
                guard case .awaitingListener = state else { throw SignInProblem("no listener was waited for") }
                settings.redirect = redirect
                return try askAtBrowser(at: now)
            case .redirect(let text): return try ledBack(text, at: now)
            }
        } catch {
            return .failed(error)
        }
    }

    /// Goes on when the endpoints are known: with a refresh token, else anew.
    mutating func start(at now: Moment) throws(SignInProblem) -> Step {
        guard let refresh else { return try ask(at: now) }
        // ready or discovering -> refreshing
        state = .refreshing(refresh)
        return token([("grant_type", "refresh_token"), ("refresh_token", refresh)])
    }

    /// Asks anew, as the grant has it.
    private mutating func ask(at now: Moment) throws(SignInProblem) -> Step {
        switch settings.grant {
        case .clientCredentials:
            // ready, discovering or refreshing -> askingForToken; so for the other two grants.
            state = .askingForToken
            return token([
                ("grant_type", "client_credentials"), ("scope", settings.scope), ("audience", settings.audience),
            ])
        case .deviceCode:
            state = .askingForDevice
            return .send(
                TokenRequest(
                    settings.deviceURL, [("scope", settings.scope), ("audience", settings.audience)], of: settings))
        case .authorizationCode:
            // Only now: where a refresh token does, no port is taken.
            state = .awaitingListener
            return .listen(settings.redirect)
        }
    }

    /// A request to the token endpoint.
    func token(_ pairs: [(String, String)]) -> Step {
        .send(TokenRequest(settings.tokenURL, pairs, of: settings))
    }

    // MARK: - Answers

    private mutating func take(_ status: Int, _ body: [UInt8], at now: Moment) throws(SignInProblem) -> Step {
        switch state {
        case .discovering(let number): return try discovered(number, status, body, at: now)
        case .refreshing(let old):
            do throws(SignInProblem) {
                return .done(try answer(status, body).token(at: now, after: old, scope: settings.scope))
            } catch {
                // The refresh token is over: refreshing -> as if there were none (RFC 6749 5.2). Any other error may pass.
                guard error.code == "invalid_grant" else { throw error }
                refresh = nil
                return try ask(at: now)
            }
        case .askingForDevice: return try deviceBegins(answer(status, body, of: "the device endpoint"), at: now)
        case .polling(let device): return try polled(device, status, body, at: now)
        case .askingForToken, .redeeming:
            return .done(try answer(status, body).token(at: now, after: nil, scope: settings.scope))
        case .ready, .awaitingListener, .atBrowser: throw SignInProblem("an answer came that nobody asked for")
        }
    }

    func answer(_ status: Int, _ body: [UInt8], of what: String = "the token endpoint") throws(SignInProblem)
        -> TokenAnswer
    {
        try TokenAnswer(status, body, from: "\(what) of \(settings.host)")
    }

    /// No answer: polling goes on; what else was asked for is over.
    mutating func lost(_ words: String, at now: Moment) throws(SignInProblem) -> Step {
        guard case .polling(var device) = state else { throw SignInProblem("signing in at \(settings.host): \(words)") }
        // RFC 8628 3.5: the pause doubles when an answer does not come in time.
        device.interval = min(device.interval * 2, 300)
        return poll(device, at: now)
    }

    private mutating func timePassed(at now: Moment) throws(SignInProblem) -> Step {
        switch state {
        case .polling(let device): return try ask(for: device, at: now)
        case .atBrowser: throw SignInProblem("nobody came back from the browser within 10 minutes; sign in again")
        default: throw SignInProblem("nothing was waited for")
        }
    }
}
