import Files
public import Profile
public import REST
public import SignIn
import Synchronization
public import Text

/// A person has to do something so that a sign-in goes on, or has not any more.
public struct SignInQuestion: Equatable, Sendable {
    /// Its number, for the answer.
    public let number: Int
    /// Who is signed in at.
    public let host: String
    /// What is to be done; nil when it is over.
    public let prompt: SignInPrompt?
}

/// Signs in, keeps the tokens, and gets others before they end: one at a time for each settings, however many wait.
public final class SignIns: Sendable {
    private struct State {
        var tokens: [String: SignInToken] = [:]
        var running: [String: Task<Result<SignInToken, SignInProblem>, Never>] = [:]
        /// Where the answers to questions go.
        var asked: [Int: AsyncStream<SignInRun.News>.Continuation] = [:]
        var lastNumber = 0
        var saved = Profile()
    }
    private let state = Mutex(State())
    private let store: TokenStore?
    /// Nil where no person is.
    private let ask: (@Sendable (SignInQuestion) -> Void)?
    private let now: @Sendable () -> Moment
    private let changed: @Sendable () -> Void

    /// Sign-ins.
    /// - Parameters:
    ///   - store: where tokens are kept over restarts; nil for nowhere.
    ///   - now: the time on the wall.
    ///   - changed: is called when a token was got or forgotten.
    ///   - ask: tells a person what to do; the answer comes by ``answer(_:_:)``, where one is needed. Nil where no person
    ///     is: what needs one is given up.
    public init(
        store: TokenStore?, now: @escaping @Sendable () -> Moment, changed: @escaping @Sendable () -> Void = {},
        ask: (@Sendable (SignInQuestion) -> Void)?
    ) {
        self.store = store
        self.ask = ask
        self.now = now
        self.changed = changed
    }

    /// The time on the wall.
    public var time: Moment { now() }

    // MARK: - What is saved

    /// Takes the profile whose requests may be named by ``Profile/Secret/token(_:)``.
    public func take(_ profile: Profile) { state.withLock { $0.saved = profile } }

    /// The saved request that a token is named after, with what it has of its folder.
    /// - Throws: ``RequestOpener/Failure`` when there is none, more than one, or one that gives no token.
    func request(named name: String) throws(RequestOpener.Failure) -> RequestDraft {
        try Self.request(named: name, in: state.withLock { $0.saved })
    }

    /// The same in a profile that need not be the one that is used.
    static func request(named name: String, in profile: Profile) throws(RequestOpener.Failure) -> RequestDraft {
        let found = profile.requests(named: name)
        guard let typed = found.first else {
            throw RequestOpener.Failure(description: "token of \(name): no saved request is called so")
        }
        guard found.count == 1 else {
            let paths = found.map(\.savedPath).joined(separator: ", ")
            throw RequestOpener.Failure(description: "token of \(name) is more than one request: \(paths)")
        }
        let draft = Variables(folders: profile.settings.folders).inheriting(typed)
        guard draft.auth.givesToken else {
            throw RequestOpener.Failure(
                description: "token of \(name): its Auth is neither OAuth 2 nor Azure SAS, so there is no token")
        }
        return draft
    }

    // MARK: - Tokens

    /// The token that is there, without signing in.
    public func kept(for settings: OAuthSettings) async -> SignInToken? {
        let key = settings.key
        if let token = state.withLock({ $0.tokens[key] }) { return token }
        guard let token = await store?.token(for: settings) else { return nil }
        return state.withLock { state in
            // What came meanwhile is younger.
            let known = state.tokens[key] ?? token
            state.tokens[key] = known
            return known
        }
    }

    /// A token that can be sent: the one that is there, or one that is got now.
    /// - Parameters:
    ///   - options: how the requests of the sign-in travel.
    ///   - refused: a token that a server did not take, so that another one is needed.
    public func token(
        for settings: OAuthSettings, _ options: REST.Request.Options = REST.Request.Options(), refused: String? = nil
    ) async throws(SignInProblem) -> SignInToken {
        let key = settings.key
        let (task, isJoined) = state.withLock { state in
            // Two would use one refresh token twice, which servers that change them take for theft (RFC 9700 4.14.2).
            if let task = state.running[key] { return (task, true) }
            let task = Task { await self.found(settings, options, refused) }
            state.running[key] = task
            return (task, false)
        }
        let token = try await task.value.get()
        // It was begun by somebody who did not know of the refusal: once more, with it.
        guard isJoined, token.access == refused else { return token }
        return try await self.token(for: settings, options, refused: refused)
    }

    private func found(
        _ settings: OAuthSettings, _ options: REST.Request.Options, _ refused: String?
    ) async -> Result<SignInToken, SignInProblem> {
        let key = settings.key
        defer { state.withLock { _ = $0.running.removeValue(forKey: key) } }
        var known = await kept(for: settings)
        if let known, known.access != refused, known.isFresh(at: now()) { return .success(known) }
        // Another program may have got the next one: a refresh token that was changed is good once.
        if let other = await store?.token(for: settings), other.obtainedAt > known?.obtainedAt ?? 0 {
            state.withLock { $0.tokens[key] = other }
            if other.access != refused, other.isFresh(at: now()) { return .success(other) }
            known = other
        }
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        let (news, out) = AsyncStream.makeStream(of: SignInRun.News.self)
        state.withLock { $0.asked[number] = out }
        let host = settings.host
        let run = SignInRun(settings, options, refresh: known?.refresh, now: now, out: out) { [ask] prompt in
            guard let ask else {
                out.yield(.cancelled)
                return
            }
            ask(SignInQuestion(number: number, host: host, prompt: prompt))
        }
        let result = await run.perform(news)
        state.withLock { _ = $0.asked.removeValue(forKey: number) }
        guard case .success(let token) = result else { return result }
        state.withLock { $0.tokens[key] = token }
        defer { changed() }
        if let words = await store?.keep(token, for: settings) {
            // It is good for this run of the program; a refresh token that was rotated would be lost with it.
            ask?(SignInQuestion(number: 0, host: "\(words): the token is kept until the program ends", prompt: nil))
        }
        return result
    }

    /// Lets a token that is kept count as ended, so that the next send gets another; the refresh token stays.
    /// - Returns: the token as it was, for ``putBack(_:for:)``.
    func setAside(_ settings: OAuthSettings) async -> SignInToken? {
        guard let token = await kept(for: settings) else { return nil }
        var ended = token
        ended.expiresAt = token.obtainedAt
        state.withLock { [ended] in $0.tokens[settings.key] = ended }
        return token
    }

    /// No other could be had: what was set aside holds as before.
    func putBack(_ token: SignInToken, for settings: OAuthSettings) {
        state.withLock { $0.tokens[settings.key] = token }
    }

    /// Forgets a token, on the disk too.
    /// - Returns: whether there was one; or why it is still there, in words.
    public func signOut(_ settings: OAuthSettings) async throws(SignInProblem) -> Bool {
        let known = await kept(for: settings)
        // First here: nobody is to get it while the disk is waited for.
        state.withLock { _ = $0.tokens.removeValue(forKey: settings.key) }
        defer { changed() }
        if let words = await store?.keep(nil, for: settings) { throw SignInProblem(words) }
        return known != nil
    }

    // MARK: - Answers

    /// What the person pasted; nil to give up.
    public func answer(_ number: Int, _ text: String?) {
        let out = state.withLock { $0.asked[number] }
        out?.yield(text.map { .happened(.redirect($0)) } ?? .cancelled)
    }

    /// Nobody answers any more: what is under way ends.
    public func close() {
        for out in state.withLock({ Array($0.asked.values) }) { out.yield(.cancelled) }
    }
}
