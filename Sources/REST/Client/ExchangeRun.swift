import Glibc
import NIOCore
import Synchronization
import Text

/// One exchange from the request to the last byte of the answer that counts: its redirects, challenges and second tries.
final class ExchangeRun: Sendable {
    let client: RESTClient
    let request: Request
    private let cookies: CookieJar?
    private let delivery: RESTClient.Delivery
    private let watch: (@Sendable (Progress) -> Void)?
    /// The WebSocket that the answer is to be; nil for none.
    private let conversation: Conversation?
    /// When it began: on the clock of the system, and on the wall.
    let base = Attempt.now()
    private let startedAt: Int64
    /// The body of the answer that counts, as it arrives.
    private let body: GrowingBody
    private let shared = Mutex(Shared())

    private struct Shared {
        var hops: [Hop] = []
        var attempt: Attempt?
        /// Why it was ended from outside: a time-out.
        var ending: RequestFailure?
        /// Cookies of its answers that are not kept.
        var refused: [CookieRefusal] = []
    }

    init(
        client: RESTClient, request: Request, cookies: CookieJar? = nil, delivery: RESTClient.Delivery,
        watch: (@Sendable (Progress) -> Void)?, conversation: Conversation? = nil
    ) {
        self.conversation = conversation
        self.client = client
        self.request = request
        self.cookies = cookies
        self.delivery = delivery
        self.watch = watch
        body = GrowingBody(request.options.limits)
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        startedAt = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }

    func perform() async throws(RequestFailure) -> Exchange {
        // A task of its own, which the watchdog can end without ending whoever waits here.
        let work = Task { await self.run() }
        let clock = Watchdog(run: self, work: work)
        clock.start()
        let result = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
        clock.stop()
        return try result.get()
    }

    /// The request under way, for the watchdog.
    var attempt: Attempt? { shared.withLock { $0.attempt } }

    /// Ends it from outside.
    func end(_ failure: RequestFailure) { shared.withLock { if $0.ending == nil { $0.ending = failure } } }

    private func run() async -> Result<Exchange, RequestFailure> {
        let collector = BodyCollector(request.options, delivery, into: body)
        var problem: RequestFailure?
        do {
            try await follow(into: collector)
        } catch {
            problem = error
            // Before the next one: a time-out cancels the work, and would pass for a wish of the person.
            if let ending = shared.withLock({ $0.ending }) {
                problem = ending
            } else if Task.isCancelled {
                problem = RequestFailure(.cancelled, "the request was cancelled", phase: error.phase)
            }
        }
        let exchange = exchange(collector)
        // An answer whose bytes are gone would look like an empty one.
        guard var failure = problem ?? collector.loss else { return .success(exchange) }
        if !exchange.hops.isEmpty { failure.exchange = exchange }
        return .failure(failure)
    }

    private func exchange(_ collector: BodyCollector) -> Exchange {
        let (body, encoded) = collector.finish()
        var hops = shared.withLock { $0.hops }
        if let last = hops.indices.last, var response = hops[last].response, response.status != 0 {
            collector.judge(&response)
            if let remark = remark(on: response) { response.remarks.append(remark) }
            let further = response.furtherInformational
            if further > 0 {
                let kept = Response.Informational.limit
                response.remarks.append("\(further + kept) answers of status 1xx came before it; \(kept) are kept")
            }
            response.remarks += shared.withLock { $0.refused.map(\.description) }
            hops[last].response = response
        }
        return Exchange(request: request, startedAt: startedAt, hops: hops, body: body, encodedBody: encoded)
    }

    /// What changes from one hop to the next.
    private struct Step {
        var request: Request
        var target: Target
        var cause = Hop.Cause.asked
        var digest: (challenge: DigestChallenge, count: Int)?
        /// Whether the body waits for a challenge.
        var holdsBody = false
        /// Whether Basic was asked for, where that is answered when it is.
        var answersBasic = false
        /// The token that was got in place of one that was refused.
        var token: String?
        /// Whether one is to be got.
        var renewsToken = false
        /// Whether the credentials of the request may be sent to `target`.
        var isTrusted = true
        var redirects = 0
    }

    private func follow(into collector: BodyCollector) async throws(RequestFailure) {
        var step = Step(request: request, target: try Target(request.url))
        if case .digest = request.authorization, request.options.holdsBody, step.request.body != .none {
            step.holdsBody = true
        }
        var visited = [step.target.url]
        var unsent = 0
        while true {
            let owner = step.target.forCookies(step.request.fields)
            let message = try message(of: step, cookies: cookies?.text(for: owner))
            let travel = Travel(run: self, message: message, cause: step.cause, options: request.options)
            let response: Response
            do throws(RequestFailure) {
                response = try await travel.perform(conversation) { (response) throws(RequestFailure) in
                    // Those of a redirect are of the host that answered, and not of where it leads.
                    if let refused = self.cookies?.take(response, from: owner), !refused.isEmpty {
                        self.shared.withLock { $0.refused += refused.prefix(Self.refusedLimit) }
                    }
                    // Bodies of answers that lead on are not kept.
                    if self.next(step, after: response) == nil {
                        let hasBody = step.request.method != .head && ![204, 304].contains(response.status)
                        try collector.begin(response, hasBody: hasBody)
                        return collector
                    }
                    return nil
                }
            } catch {
                guard let hop = hops.last else { throw error }
                // The hop is taken back as if it had not been: nothing of it went out.
                if wasNeverSent(hop, error), unsent < Self.unsentLimit {
                    unsent += 1
                    shared.withLock { _ = $0.hops.popLast() }
                    continue
                }
                guard canTryAgain(hop, error, step.request.method) else { throw error }
                step.cause = .closedConnection
                continue
            }
            guard var further = next(step, after: response) else { return }
            if case .redirect = further.cause {
                try redirect(&further, from: step.target, to: response.location ?? "", visited)
                visited.append(further.target.url)
            }
            if further.renewsToken, case .renewable(let token) = request.authorization {
                further.renewsToken = false
                further.token = try await token.renewed()
            }
            step = further
            unsent = 0
        }
    }

    /// What a step sends, where its scheme is allowed.
    private func message(of step: Step, cookies: String?) throws(RequestFailure) -> Message {
        let scheme = step.target.isSecure ? "https" : "http"
        guard request.options.schemes.contains(scheme) else {
            throw RequestFailure(
                .schemeNotAllowed,
                "\(scheme):// is not allowed for this request, and \(step.target.place) is asked by it",
                advice: "allow it, or use another address")
        }
        var asked = step.request
        // A server that asks for a password first reads the body for nothing.
        if step.holdsBody { asked.body = .bytes([]) }
        if step.isTrusted { asked = try signed(asked, for: step.target) }
        return try Message(
            asked, target: step.target, userAgent: client.userAgent, authorization: authorization(step),
            cookies: cookies)
    }

    /// Goes on to where a redirect leads; credentials do not go along to another origin (RFC 9110 15.4).
    private func redirect(
        _ further: inout Step, from origin: Target, to location: String, _ visited: [String]
    ) throws(RequestFailure) {
        further.redirects += 1
        guard further.redirects <= request.options.maximumRedirects else {
            let isCircle = Set(visited).count < visited.count
            throw RequestFailure(
                .redirects,
                "\(request.options.maximumRedirects) redirects were followed and the last leads on to \(location.harmless)"
                    + (isCircle ? ": they go in a circle" : ""),
                // More of a circle lead nowhere else.
                advice: isCircle ? "look at the hops" : "look at the hops, or allow more redirects", phase: .lastByte)
        }
        do throws(RequestFailure) {
            further.target = try origin.resolving(location, keepsDots: request.options.keepsDots)
        } catch {
            throw RequestFailure(
                .badURL,
                "the redirect to '\(location.harmless)' cannot be followed: \(error.summary)",
                advice: "look at the answer without following it", phase: .lastByte)
        }
        // A login in the URL holds for what a reference within its origin leads to (RFC 3986 5.2.2), and for the rest of it.
        if further.target.user == nil, further.target.hasOrigin(of: origin) || request.options.trustsRedirects {
            further.target.user = origin.user
        }
        if request.options.tellsReferer {
            further.request.fields.removeAll { $0.name.lowercased() == "referer" }
            // Without user information and fragment (RFC 9110 10.1.3), which the URL of a target has not.
            further.request.fields.append(Field("Referer", origin.url))
        }
        if !further.target.hasOrigin(of: origin), !request.options.trustsRedirects {
            further.isTrusted = false
            let names = request.options.credentialFields.union([
                "authorization", "cookie", "host", "proxy-authorization",
            ])
            further.request.fields.removeAll { names.contains($0.name.lowercased()) }
            // Not even a hash of the password leaves the origin, and the nonce was that one's.
            further.digest = nil
            further.answersBasic = false
        }
    }

    private var hops: [Hop] { shared.withLock { $0.hops } }

    /// Whether a request that broke on a kept connection may simply be sent again (RFC 9112 9.3.1): the server closed the
    /// connection while the request was on its way, and sending it twice does no harm.
    private func canTryAgain(_ hop: Hop, _ failure: RequestFailure, _ method: Method) -> Bool {
        hop.connection?.isReused == true && hop.response == nil && method.isIdempotent && !Task.isCancelled
            && [.noAnswer, .reset, .goneAway].contains(failure.kind)
            // In a row: a server that closes every connection would else be asked for ever.
            && hops.reversed().prefix { $0.cause == .closedConnection }.count < 3
    }

    // Of the connections that are kept several may be closed already, and each of them costs a try.
    private static let unsentLimit = 3
    // Of hundreds that a server may set ten show why.
    private static let refusedLimit = 10

    /// Whether a request was given a kept connection that was closed already, so that nothing of it went out.
    private func wasNeverSent(_ hop: Hop, _ failure: RequestFailure) -> Bool {
        // `ExchangeHandler` notes the connection when the head is written, at the latest: without one it never was.
        hop.connection == nil && hop.response == nil && failure.kind == .noAnswer && !Task.isCancelled
    }

    private func authorization(_ step: Step) throws(RequestFailure) -> String? {
        guard step.isTrusted else { return nil }
        switch request.authorization {
        case .none:
            return step.target.user.map { "Basic " + Base64.encode("\($0.name):\($0.password)".utf8) }
        case .basic(let username, let password):
            // The first colon ends the name for whoever reads it (RFC 7617 2).
            guard !username.contains(":") else {
                throw .badRequest("a user name for Basic cannot hold a colon", advice: "choose another one")
            }
            return "Basic " + Base64.encode("\(username):\(password)".utf8)
        case .bearer(let token): return "Bearer \(token)"
        case .renewable(let token): return "Bearer \(step.token ?? token.text)"
        // Among the fields already (`signed`).
        case .aws: return nil
        case .any(let username, let password) where step.answersBasic:
            return "Basic " + Base64.encode("\(username):\(password)".utf8)
        case .digest(let username, let password), .any(let username, let password):
            guard let digest = step.digest else { return nil }
            let random = (0..<16).map { _ in UInt8.random(in: 0...255) }
            let nonce = HexDigit.upper(random)
            return digest.challenge.authorization(
                username: username, password: password, method: step.request.method.rawValue,
                target: request.options.target(of: step.target), count: digest.count, clientNonce: nonce,
                body: step.request.body.inMemory ?? [])
        }
    }

    /// What has to be sent after an answer; nil when it is the one that counts.
    private func next(_ step: Step, after response: Response) -> Step? {
        var next = step
        if response.status == 401, request.authorization.answersDigest, step.isTrusted, !step.answersBasic,
            let challenge = DigestChallenge(response.fields.values(of: "www-authenticate")),
            // `auth-int` hashes the body, which has to be here for that.
            !challenge.coversBody || step.request.body.inMemory != nil,
            // A second 401 means a wrong password, unless only the nonce was too old (RFC 7616 3.3); the same nonce
            // again would go on for ever.
            step.digest == nil || challenge.isStale && challenge.nonce != step.digest?.challenge.nonce
        {
            next.cause = .challenge
            // Another nonce: it is used for the first time.
            next.digest = (challenge, 1)
            next.holdsBody = false
            return next
        }
        // Once: one that is refused as well is the server's answer.
        if response.status == 401, case .renewable = request.authorization, step.isTrusted, step.token == nil {
            next.cause = .challenge
            next.renewsToken = true
            return next
        }
        // It asks for nothing after all, and has seen the request without its body: once more, with it.
        // An error to the request without its body counts as the answer, as in curl.
        if step.holdsBody, response.status < 300 {
            next.holdsBody = false
            return next
        }
        // Behind Digest: the password itself goes out only where nothing safer is offered.
        if response.status == 401, case .any = request.authorization, step.isTrusted, !step.answersBasic,
            step.digest == nil, DigestChallenge.asksForBasic(response.fields.values(of: "www-authenticate"))
        {
            next.cause = .challenge
            next.answersBasic = true
            return next
        }
        return onward(step, after: response)
    }

    /// Where a redirect leads to, with what is left of the request there; nil for none.
    private func onward(_ step: Step, after response: Response) -> Step? {
        var next = step
        guard response.leadsOn, request.options.maximumRedirects > 0 else { return nil }
        next.cause = .redirect(status: response.status)
        let method = step.request.method
        let isNamed = request.options.namesMethod
        let becomesGet =
            switch response.status {
            // 303 is a GET whatever was asked (RFC 9110 15.4.4); after 301 and 302 only a POST becomes one, for old
            // programs' sake (15.4.2, 15.4.3).
            case 303: method != .head
            case 301, 302:
                (isNamed ? step.request.body.isPosted : method == .post) && !request.options.keepsMethodOnRedirect
            default: false
            }
        if becomesGet, method != .get || isNamed {
            if !isNamed { next.request.method = .get }
            next.request.body = .none
            // What described the body goes with it (RFC 9110 15.4).
            next.request.fields.removeAll {
                $0.name.lowercased().hasPrefix("content-") || $0.name.lowercased() == "transfer-encoding"
            }
        }
        // `nc` counts every use of a nonce, also that on the way on (RFC 7616 3.4).
        if next.digest != nil { next.digest?.count += 1 }
        return next
    }

    /// Why an answer that seems to lead on is the last.
    private func remark(on response: Response) -> String? {
        if response.isRedirect, response.fields["location"]?.isEmpty == true {
            return "it leads on to an empty Location"
        }
        guard response.status == 401, request.authorization.answersDigest else { return nil }
        if case .any = request.authorization,
            DigestChallenge.asksForBasic(response.fields.values(of: "www-authenticate"))
        {
            return nil
        }
        if let challenge = DigestChallenge(response.fields.values(of: "www-authenticate")), challenge.coversBody,
            request.body.inMemory == nil
        {
            return "it asks for Digest with the qop 'auth-int', which a body that is read from a file cannot have here"
        }
        return DigestChallenge.problem(response.fields.values(of: "www-authenticate"))
    }

    /// Takes note of the request under way.
    func began(_ attempt: Attempt) { shared.withLock { $0.attempt = attempt } }

    /// Keeps a hop that came to its end, good or bad.
    func ended(_ hop: Hop) {
        shared.withLock { shared in
            shared.hops.append(hop)
            shared.attempt = nil
        }
    }

    /// Tells whoever watches.
    func tell(_ attempt: Attempt) {
        guard let watch else { return }
        watch(attempt.progress(after: hops, body))
    }
}
