import Expectations
import Files
import Glibc
import Interface
import Model
import Opener
import Payloads
import Profile
import REST
import Synchronization

/// Sends requests: finds their secrets, puts everything in, and tells how far each has come through the inbox.
final class RequestRunner: Sendable {
    let inbox: Inbox
    let clock: AppClock
    private let opener: RequestOpener
    let answers: Answers
    /// Make the values of `{{uuid}}` and the like; counters go on from one request to the next.
    private let generators = Mutex(Generators())
    /// Made by the first send: a client brings threads, and the first frame waits for none.
    private let made = Mutex<RESTClient?>(nil)
    /// What is under way because requests take of its answer.
    private let flights = RequestFlights()
    private let tasks = Mutex<[UInt64: Task<Void, Never>]>([:])
    /// The ways out of the WebSockets that stand, by their exchanges.
    let lines = Mutex<[UInt64: WebSocketLine]>([:])
    /// Who holds the servers of streams back until their news are taken in, by their exchanges.
    let backlogs = Mutex<[UInt64: StreamBacklog]>([:])
    /// Where answers are kept over restarts; nil for nowhere.
    private let kept = Mutex<BoundedFolder?>(nil)
    /// Who keeps cookies over restarts, and what was said of it; nil for nobody.
    let keeper = Mutex<CookieKeeper?>(nil)
    let told = Mutex<Set<String>>([])

    init(inbox: Inbox, clock: AppClock, answers: Answers, secrets: SecretResolver) {
        self.inbox = inbox
        self.answers = answers
        opener = RequestOpener(secrets: secrets)
        self.clock = clock
    }

    /// Does what a pane asked for.
    /// - Parameter lastValue: the value that came last for a topic, for `{{topic:...}}`.
    func run(_ effect: RequestEffect, lastValue: (String) -> TopicValue?) {
        switch effect {
        case .send(let order), .join(let order):
            let needs = RequestNeeds(order.draft, order.variables)
            // Here and not in the task: the topics are this thread's.
            let made = generators.withLock {
                MadeValues(for: needs, with: &$0, now: clock.now(), lastValue: lastValue)
            }
            let joins = if case .join = effect { true } else { false }
            send(order, needs, made, joins: joins)
        case .keepCookies(let cookies):
            answers.begin()
            Task.detached { [self] in
                await synchronize(cookies)
                answers.end(with: nil)
            }
        case .importCookies(let path, let cookies): importCookies(path, cookies)
        case .exportCookies(let path, let cookies): exportCookies(cookies, to: path)
        case .say(let message, let id): say(message, in: id)
        case .cancel(let id): tasks.withLock { $0[id] }?.cancel()
        case .readAnswer(let key, let request): read(key, for: request)
        }
    }

    /// Looks for earlier answers in a folder, and makes what is kept there of those that come.
    func keep(in folder: BoundedFolder) { kept.withLock { $0 = folder } }

    private func read(_ key: String, for request: Int) {
        answers.begin()
        BlockingWork.run { [answers, inbox, folder = kept.withLock(\.self)] in
            let outcome = Self.read(key, in: folder)
            inbox.deliver(.answer(AnswerReading(key: key, request: request, outcome)))
            switch outcome {
            case .found: answers.end(with: nil)
            case .gone: answers.end(with: (.warning, "That answer is not on the disk any more"))
            case .failed(let words): answers.end(with: (.warning, words))
            }
        }
    }

    private static func read(_ key: String, in folder: BoundedFolder?) -> AnswerReading.Outcome {
        guard let folder else { return .gone }
        do {
            guard let bytes = try folder.get(key) else { return .gone }
            return .found(try AnswerRecord(reading: bytes).exchange)
        } catch let damage as AnswerRecord.Damage {
            return .failed("\(folder.path)/\(key) \(damage)")
        } catch {
            return .failed("\(error)")
        }
    }

    private func send(_ order: RequestOrder, _ needs: RequestNeeds, _ made: MadeValues, joins: Bool) {
        answers.begin()
        // Made beneath the lock: a task that ends at once is in the list before it takes itself out.
        tasks.withLock { tasks in
            tasks[order.id] = Task.detached { [self] in
                if joins {
                    await PagesRun(opener: opener, client: client, inbox: inbox, clock: clock).run(order, needs, made)
                } else {
                    await run(order, needs, made)
                }
                _ = self.tasks.withLock { $0.removeValue(forKey: order.id) }
                answers.end(with: nil)
            }
        }
    }

    /// Whether anything was sent yet.
    var hasClient: Bool { made.withLock { $0 != nil } }

    var client: RESTClient {
        made.withLock { made in
            let client = made ?? RESTClient(userAgent: ProgramVersion.userAgent)
            made = client
            return client
        }
    }

    /// Ends all requests, and the connections.
    /// - Parameter deleted: the environments that are gone for good.
    func shutdown(without deleted: [String] = []) async {
        let tasks = tasks.withLock { Array($0.values) }
        for task in tasks { task.cancel() }
        // A WebSocket says good-bye, and gets one, in a second at most.
        for task in tasks { await task.value }
        await made.withLock { $0 }?.shutdown()
        keepCookies(without: deleted)
    }

    // MARK: - One request

    private func run(_ order: RequestOrder, _ needs: RequestNeeds, _ made: MadeValues) async {
        var exchange = order.exchange(at: clock.now())
        let opened: RequestOpener.Opened
        do {
            let chain = needs.responses.isEmpty ? nil : chain(order)
            opened = try await opener.open(
                order.draft, order.variables, order.preview, needs, made, chain, path: [order.draft.savedPath])
        } catch {
            exchange.state = .failed("Not sent: \(SecretMask.named.sentence("\(error)"))")
            return inbox.deliver(.exchange(exchange))
        }
        var request = opened.request
        // Where a value told the server, the answer is known by the URL that came of it.
        if exchange.url.isEmpty {
            exchange.url = opened.mask.url(request.url)
            exchange.shownURL = exchange.url
        }
        // Another program may have signed in meanwhile.
        await synchronize(order.cookies(of: order.draft))
        exchange.holder =
            Credentials.holder(
                of: request, order.variables.inheriting(order.draft), order.identity, cookies: order.cookies?.jar) ?? ""
        var isForOther = false
        if let condition = order.condition {
            // A tag that was given to one is never sent for another.
            isForOther = order.base.map { $0.holder != exchange.holder } ?? false
            // To revalidate without a tag brings the whole state; a write without its tag would overwrite blindly.
            if isForOther, condition.purpose != .revalidate {
                exchange.state = .failed(
                    "Not sent: the ETag was given to somebody else, with other credentials; ask for the state again first"
                )
                return inbox.deliver(.exchange(exchange))
            }
            if isForOther {
                (exchange.condition, exchange.base) = (nil, nil)
            } else {
                request.fields += condition.fields
            }
        }
        _ = await send(
            request, of: opened, &exchange, with: order.cookies(of: order.draft), isForOther: isForOther,
            keeps: order.keepsAnswer)
    }

    /// What a request takes of the answers to others: of those at hand, or of requests that are sent for it and whose
    /// answers stand with the others to them.
    func chain(_ order: RequestOrder) -> ResponseChain {
        let earlier = order.earlier
        let sources = ResponseChain.Sources(
            request: { (name) throws(RequestOpener.Failure) in try earlier.entry(name).draft },
            answer: { draft in earlier.entry(of: draft)?.answer },
            send: { [self] (draft, opened) async throws(RequestFailure) in
                let entry = earlier.entry(of: draft)
                let url = opened.mask.url(opened.request.url)
                var exchange = SentRequest(
                    id: entry?.exchangeID ?? order.id, requestID: entry?.requestID ?? order.requestID, draft: draft,
                    url: url, startedAt: clock.now())
                exchange.holder =
                    Credentials.holder(
                        of: opened.request, order.variables.inheriting(draft), order.identity,
                        cookies: order.cookies?.jar) ?? ""
                exchange.environment = order.environment
                let answer = try await send(
                    opened.request, of: opened, &exchange, with: order.cookies(of: draft), keeps: order.keepsAnswer
                ).get()
                let body = answer.body.withBytes { PayloadBytes(owner: answer.body, $0) }
                let response = answer.response ?? Response(status: 0)
                return ResponseChain.Answer(
                    Subject(response, body: body, duration: answer.duration), time: clock.now())
            }, lastValue: { topic in earlier.topics[topic] })
        return ResponseChain(opener, sources, order.variables, flights: flights, now: { [clock] in clock.now() })
    }

    /// Whether a failure may be that of the password of a key.
    private static func isOfKey(_ outcome: Result<REST.Exchange, RequestFailure>, _ request: Request) -> Bool {
        guard case .failure(let failure) = outcome else { return false }
        return failure.kind == .file && request.options.tls.keyPassword != nil
    }

    /// Sends a request and tells how far it has come.
    private func send(
        _ request: Request, of opened: RequestOpener.Opened, _ exchange: inout SentRequest,
        with cookies: EnvironmentCookies?, isForOther: Bool = false, keeps: Bool
    ) async -> Result<REST.Exchange, RequestFailure> {
        let masking = Masking(opened.mask)
        // It was not under way before: what it takes may have been asked of the person.
        exchange.startedAt = clock.now()
        let reporter = ExchangeReporter(exchange, inbox: inbox, clock: clock, masking: masking)
        let start = clock.uptime()
        let outcome: Result<REST.Exchange, RequestFailure>
        do throws(RequestFailure) {
            let answer = try await follow(request, exchange.id, reporter, cookies: cookies?.jar)
            exchange.take(answer, masked: masking.hop)
            if isForOther, let last = exchange.hops.indices.last {
                exchange.hops[last].response?.remarks.append(
                    "All of it was asked for: what is kept was answered to other credentials")
            }
            exchange.state = .finished
            // HTTP ended with the 101, and the WebSocket just now.
            if exchange.isWebSocketOpened { exchange.endedAfter = clock.uptime() - start }
            outcome = .success(answer)
        } catch {
            // What was sent, and what came, before it failed is shown all the same.
            if let answer = error.exchange { exchange.take(answer, masked: masking.hop) }
            exchange.endedAfter = clock.uptime() - start
            exchange.state = error.kind == .cancelled ? .cancelled : .failed(masking.words(error))
            outcome = .failure(error)
        }
        // What the person typed may be what was refused, or does not open the key: it is asked for again.
        let isRefused = exchange.response.map { [401, 407].contains($0.status) } ?? false
        if isRefused || Self.isOfKey(outcome, request) { opener.forget(opened.asked) }
        if keeps, !exchange.hops.isEmpty, kept.withLock({ $0 != nil }) {
            exchange.record = SentRequest.Record(
                // Start, process and number: two programs that share the folder never meet in a name.
                key: "\(exchange.startedAt)-\(getpid())-\(exchange.id)",
                bytes: AnswerRecord(exchange, without: opened.mask).bytes)
        }
        reporter.end(exchange)
        if cookies?.jar.changes.isEmpty == false { await synchronize(cookies) }
        return outcome
    }
}
