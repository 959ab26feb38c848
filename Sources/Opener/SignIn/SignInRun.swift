import Profile
import REST
import SignIn
import Text

/// One sign-in under way: drives a ``SignInFlow`` with requests, a clock and a port that a browser is led back to.
final class SignInRun {
    /// What comes from outside.
    enum News: Sendable {
        case happened(SignInFlow.Event)
        /// The pause of that number is over.
        case time(Int)
        case cancelled
    }

    private let settings: OAuthSettings
    private let options: REST.Request.Options
    private let now: @Sendable () -> Moment
    private let out: AsyncStream<News>.Continuation
    private let tell: @Sendable (SignInPrompt?) -> Void
    private var flow: SignInFlow
    private var listener: RedirectListener?
    private var shown: SignInPrompt?
    private var pauses = 0
    /// What was sent that nobody may read: a server can say it back in the words of an error.
    private var secrets: Set<String> = []

    /// - Parameters:
    ///   - out: where news are to be put that `perform` gets.
    ///   - tell: tells the person what to do; nil that it is over.
    init(
        _ settings: OAuthSettings, _ options: REST.Request.Options, refresh: String?,
        now: @escaping @Sendable () -> Moment, out: AsyncStream<News>.Continuation,
        tell: @escaping @Sendable (SignInPrompt?) -> Void
    ) {
        self.settings = settings
        self.options = Self.careful(options)
        self.now = now
        self.out = out
        self.tell = tell
        // 32 bytes for the verifier, 16 for the state.
        flow = SignInFlow(settings, refresh: refresh, random: (0..<48).map { _ in .random(in: 0...255) })
    }

    /// How requests for tokens travel: as the request itself does, without redirects, which would carry the client's secret
    /// elsewhere, and with answers of the size that metadata have.
    private static func careful(_ options: REST.Request.Options) -> REST.Request.Options {
        var careful = options
        careful.maximumRedirects = 0
        // In seconds; polling asks again, and a person waits for everything else.
        careful.timeouts.total = 30
        careful.limits.body = 1 << 20
        careful.keepsRawAnswer = false
        return careful
    }

    /// Signs in; returns with a token, or why there is none.
    func perform(_ news: AsyncStream<News>) async -> Result<SignInToken, SignInProblem> {
        let client = RESTClient()
        var events = news.makeAsyncIterator()
        var step = flow.advance(.begin, at: now())
        var result: Result<SignInToken, SignInProblem>?
        while result == nil {
            switch step {
            case .send(let request): step = flow.advance(await send(request, through: client), at: now())
            case .listen(let redirect): step = flow.advance(await listen(redirect), at: now())
            case .wait(let prompt, let end):
                // While it polls, the same prompt comes back every few seconds.
                if prompt != shown { tell(prompt) }
                shown = prompt
                if let event = await next(until: end, &events) {
                    step = flow.advance(event, at: now())
                } else {
                    result = .failure(SignInProblem("signing in at \(settings.host) was given up"))
                }
            case .done(let token): result = .success(token)
            case .failed(let problem):
                let mask = SecretMask(Array(secrets))
                result = .failure(SignInProblem(mask.sentence(problem.description), code: problem.code))
            }
        }
        if shown != nil { tell(nil) }
        listener?.close()
        await client.shutdown()
        return result ?? .failure(SignInProblem("signing in ended without a word"))
    }

    private func send(_ request: TokenRequest, through client: RESTClient) async -> SignInFlow.Event {
        var fields = [Field("Accept", "application/json")]
        if let authorization = request.authorization { fields.append(Field("Authorization", authorization)) }
        var sent = REST.Request(.get, request.url, fields: fields, options: options)
        secrets.insert(settings.clientSecret)
        if let form = request.form {
            let names = ["refresh_token", "code", "code_verifier", "device_code"]
            secrets.formUnion(form.filter { names.contains($0.name) }.map(\.value))
            sent.method = .post
            sent.body = .bytes(request.body)
            sent.fields.append(Field("Content-Type", "application/x-www-form-urlencoded"))
        }
        do throws(RequestFailure) {
            let exchange = try await client.send(sent)
            return .answer(
                status: exchange.response?.status ?? 0, body: exchange.body.withBytes { Array($0) })
        } catch {
            return .unreachable(error.told(nil))
        }
    }

    /// Listens for the browser where the redirect is one of this machine; else what it led to has to be pasted.
    private func listen(_ redirect: String) async -> SignInFlow.Event {
        guard let place = RedirectListener.Place(redirect) else { return .listening(redirect) }
        do {
            let isOwn = { @Sendable [flow] target in flow.isOwn(target) }
            let listener = try await RedirectListener.start(place, isOwn: isOwn) { [out] target in
                out.yield(.happened(.redirect(target)))
            }
            self.listener = listener
            return .listening(listener.url)
        } catch {
            return .unreachable("nothing can listen for the browser at \(redirect): \(error)")
        }
    }

    /// What happens next; nil when it was given up.
    private func next(
        until end: Moment, _ events: inout AsyncStream<News>.AsyncIterator
    ) async -> SignInFlow.Event? {
        pauses += 1
        let (number, pause, out) = (pauses, max(0, end - now()), out)
        let timer = Task {
            try await Task.sleep(for: .microseconds(pause))
            out.yield(.time(number))
        }
        defer { timer.cancel() }
        while let news = await events.next() {
            switch news {
            case .happened(let event): return event
            case .time(number): return .time
            // Of an earlier pause.
            case .time: continue
            case .cancelled: return nil
            }
        }
        return nil
    }
}
