import Feeds
import Interface
import MQTT
import Model
import NIOCore
import Opener
import Profile
import REST
import Synchronization

/// Sends something and watches what is expected of it, over a connection of its own: what the person is subscribed to stays
/// as it is, and brings nothing that would count.
final class ExpectDriver: Sendable {
    private let order: ExpectOrder
    /// Tells it from those before, whose last words may still be on their way.
    private let number: Int
    private let configuration: ClientConfiguration
    private let secrets: SecretResolver
    /// What its trigger takes of the screen.
    private let values: ValuesAtHand
    private let inbox: Inbox
    private let clock: AppClock
    private let task = Mutex<Task<Void, Never>?>(nil)
    /// Nanoseconds from the clock that people read to that of the wire.
    private let offset: Int64

    /// What happens to it, one after the other.
    private enum News: Sendable {
        case messages(MessageBatch)
        case traffic(Traffic)
        case subscribed(Result<[SubscribeResult], any Error>)
        case answered(Result<REST.Exchange, RequestFailure>)
        case published(Result<PublishResult, any Error>)
        case lost(String)
        case time
    }

    /// What is sent, ready to go.
    private enum Trigger {
        case none
        case request(REST.Request, SecretMask)
        case publish(Publish)

        /// The QoS of a publish.
        var qos: QoS? { if case .publish(let publish) = self { publish.qos } else { nil } }
    }

    /// Why it could not be looked at, in the person's words.
    private struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// Prepares it; nothing is sent before ``start()``.
    /// - Parameter configuration: how the broker is reached.
    init(
        _ order: ExpectOrder, number: Int, _ configuration: ClientConfiguration, secrets: SecretResolver,
        values: ValuesAtHand, inbox: Inbox, clock: AppClock
    ) {
        self.order = order
        self.number = number
        self.configuration = configuration.aside("expect")
        self.secrets = secrets
        self.values = values
        self.inbox = inbox
        self.clock = clock
        // Both clocks read at once: an exchange is stamped by the wall clock, packets by that of the event loop.
        offset = Self.now - clock.now() * 1000
    }

    func start() {
        task.withLock { $0 = Task.detached { [self] in await run() } }
    }

    /// Ends it before its time.
    func stop() { task.withLock { $0 }?.cancel() }

    private func tell(_ report: StepReport) { inbox.deliver(.expectation(report, number: number)) }

    private static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    // MARK: - The run

    private func run() async {
        let web = RESTClient(userAgent: ProgramVersion.userAgent)
        let (news, heard) = AsyncStream.makeStream(of: News.self)
        let feed = BrokerFeed(aside: configuration, now: clock.now) { arrival in
            switch arrival {
            case .event(.messages(let batch), _, _): heard.yield(.messages(batch))
            // A pause is an end here: what is watched would have a gap that nobody could judge.
            case .event(.state(.waiting(let pause)), _, _): heard.yield(.lost("\(pause.failure)"))
            case .event(.state(.stopped(let reason?)), _, _): heard.yield(.lost("\(reason)"))
            // Right behind the messages of a read comes its record, with the time of the wire.
            case .wire(let traffic, _): heard.yield(.traffic(traffic))
            default: break
            }
        }
        var report = StepReport()
        tell(report)
        do {
            report = try await run(feed, web, news, heard)
        } catch is CancellationError {
            report.state = .failed("stopped")
        } catch {
            report.state = .failed(SecretMask.named.sentence((error as? RequestFailure)?.told ?? "\(error)"))
        }
        feed.leave()
        heard.finish()
        try? await feed.close()
        await web.shutdown()
        tell(report)
    }

    private func run(
        _ feed: BrokerFeed, _ web: RESTClient, _ news: AsyncStream<News>, _ heard: AsyncStream<News>.Continuation
    ) async throws -> StepReport {
        let trigger = try await trigger()
        var run = try StepRun(order.step, order.variables, qos: trigger.qos)
        var mask = SecretMask.named
        if case .request(_, let own) = trigger { mask = own }
        // Only now: finding secrets may take a person's time, and needs nothing of the connection.
        feed.start()
        let subscriptions = run.subscriptions.sorted { $0.key < $1.key }.map { Subscription(filter: $0, qos: $1) }
        let work = Work(feed, web, heard, cookies: values.cookies)
        // However it ends: what sleeps until the deadline, or awaits an answer, ends with it.
        defer { work.end() }
        work.subscribe(subscriptions)
        var report = StepReport()
        var deadline: Int64?
        for await item in news {
            try Task.checkCancellation()
            if try take(item, &run, feed) {
                // SUBACK is here: nothing that follows is missed.
                report.state = .running
                var isTriggered = true
                if case .none = trigger { isTriggered = false }
                run.begin(isTriggered: isTriggered, at: Self.now)
                work.send(trigger)
            }
            // With every item, not by the timer alone: time passes while messages pour in.
            if report.state == .running { run.advance(to: Self.now) }
            if run.isDecided { return Self.report(run, order.variables, mask) }
            if run.deadline != deadline {
                deadline = run.deadline
                if let deadline { work.wake(at: deadline) }
            }
            let notes = run.news(mask)
            // While there is nothing to note, that it runs is told all the same.
            guard notes != report.notes || report.state == .running && report.notes.isEmpty else { continue }
            report.notes = notes
            tell(report)
        }
        // The stream ends undecided only when the task is cancelled.
        throw CancellationError()
    }

    /// Takes what happened; answers whether the broker has just granted what is watched.
    private func take(_ item: News, _ run: inout StepRun, _ feed: BrokerFeed) throws -> Bool {
        switch item {
        case .messages(let batch):
            feed.consumed(batch.byteCount)
            run.take(batch)
        case .traffic(let traffic): run.take(traffic)
        case .subscribed(let result):
            if let refused = try result.get().first(where: \.isRefused) {
                throw Failure("the broker denied \(configuration.spoken.said(refused.filter)): \(refused.reason.name)")
            }
            return true
        case .answered(let result):
            let exchange = try result.get()
            run.take(exchange, began: exchange.startedAt + offset, at: Self.now)
        case .published(let result):
            let reason = try result.get().reason
            if reason.isError { throw Failure("the broker refused the message: \(reason.name)") }
            run.published(at: Self.now)
        case .lost(let words): throw Failure("the connection for it: \(words)")
        case .time: break
        }
        return false
    }

    private static func report(_ run: StepRun, _ variables: Variables, _ mask: SecretMask) -> StepReport {
        let (entry, _) = run.result(variables, mask)
        var report = StepReport()
        report.state = entry.isMet ? .met : .missed
        report.notes = entry.notes + entry.bindings.map { "\($0.name) = \($0.value)" }
        report.words = entry.words
        return report
    }

    // MARK: - What is sent

    private func trigger() async throws -> Trigger {
        switch order.step.trigger {
        case .none: return .none
        case .request(let draft):
            var generators = Generators()
            let opened = try await RequestOpener(secrets: secrets).open(
                draft, order.variables, now: clock.now(), with: &generators, chain: values.chain,
                path: [draft.savedPath], lastValue: { [values] in values.topics[$0] })
            return .request(opened.request, opened.mask)
        case .publish(let draft): return .publish(try await publish(draft))
        case .savedRequest(let name), .savedPublish(let name): throw Failure("\(name) is not at hand")
        }
    }

    private func publish(_ draft: PublishDraft) async throws -> Publish {
        let found = try await secrets.values(of: draft.secrets(with: order.variables))
        let expander = TemplateExpander(variables: order.variables) { found[Expansion.Need(name: $0, secret: $1)] }
        var generators = Generators()
        if let chain = values.chain {
            generators.answers = try await chain.values(of: draft.needs(with: order.variables).responses, for: [])
        }
        return try Publish(
            ResolvedPublish(
                draft, expander, generators: &generators, now: clock.now(),
                lastValue: { [values] in values.topics[$0] }))
    }

    /// What is asked of the feed and the client, whose answers are news.
    private final class Work: Sendable {
        private let feed: BrokerFeed
        private let web: RESTClient
        private let heard: AsyncStream<News>.Continuation
        private let cookies: CookieJar?
        private let tasks = Mutex<[Task<Void, Never>]>([])

        init(_ feed: BrokerFeed, _ web: RESTClient, _ heard: AsyncStream<News>.Continuation, cookies: CookieJar?) {
            self.cookies = cookies
            self.feed = feed
            self.web = web
            self.heard = heard
        }

        func subscribe(_ subscriptions: [Subscription]) {
            let (feed, heard) = (feed, heard)
            begin {
                do {
                    heard.yield(.subscribed(.success(try await feed.subscribe(subscriptions)())))
                } catch {
                    heard.yield(.subscribed(.failure(error)))
                }
            }
        }

        func send(_ trigger: Trigger) {
            let (feed, web, heard, cookies) = (feed, web, heard, cookies)
            switch trigger {
            case .none: break
            case .publish(let publish):
                begin {
                    do {
                        heard.yield(.published(.success(try await feed.publish(publish))))
                    } catch {
                        heard.yield(.published(.failure(error)))
                    }
                }
            case .request(let request, _):
                begin {
                    do throws(RequestFailure) {
                        heard.yield(.answered(.success(try await web.send(request, cookies: cookies))))
                    } catch {
                        heard.yield(.answered(.failure(error)))
                    }
                }
            }
        }

        func wake(at deadline: Int64) {
            let heard = heard
            begin {
                let pause = Duration.nanoseconds(max(0, deadline - ExpectDriver.now))
                // Woken by the end of it all: nobody listens any more.
                try? await Task.sleep(for: pause, clock: .continuous)
                heard.yield(.time)
            }
        }

        private func begin(_ work: @escaping @Sendable () async -> Void) {
            let task = Task { await work() }
            tasks.withLock { $0.append(task) }
        }

        func end() { for task in tasks.withLock({ $0 }) { task.cancel() } }
    }
}
