import Interface
import Model
import Opener
import Profile
import REST
import Synchronization

/// Sends requests: finds their secrets, puts everything in, and tells how far each has come through the inbox.
final class RequestRunner: Sendable {
    private let inbox: Inbox
    private let clock: AppClock
    private let preparation: RequestPreparation
    private let client = RESTClient(userAgent: ProgramVersion.userAgent)
    private let tasks = Mutex<[UInt64: Task<Void, Never>]>([:])

    /// Shortest time between two reports of the same exchange, in microseconds.
    private static let reportInterval: Int64 = 50_000

    init(inbox: Inbox, clock: AppClock, secrets: SecretResolver) {
        self.inbox = inbox
        preparation = RequestPreparation(secrets: secrets)
        self.clock = clock
    }

    /// Begins to send; `done` is called at its end, after everything was told.
    /// - Parameter made: the values of generators, made beforehand where the topics are.
    func send(_ order: RequestOrder, made: MadeValues, done: @escaping @Sendable () -> Void) {
        // The task waits until it is in the list, so that it can be cancelled from its first moment.
        tasks.withLock { tasks in
            tasks[order.id] = Task.detached { [self] in
                await run(order, made)
                _ = self.tasks.withLock { $0.removeValue(forKey: order.id) }
                done()
            }
        }
    }

    /// Ends a request at once, wherever it is.
    func cancel(_ id: UInt64) { tasks.withLock { $0[id] }?.cancel() }

    /// Ends all requests, and the connections.
    func shutdown() async {
        for task in tasks.withLock({ Array($0.values) }) { task.cancel() }
        await client.shutdown()
    }

    // MARK: - One request

    private func run(_ order: RequestOrder, _ made: MadeValues) async {
        var exchange = KeptExchange(
            id: order.id, requestID: order.requestID, draft: order.draft, url: order.url, startedAt: clock.now())
        let request: ResolvedRequest
        let asked: [String]
        do {
            (request, asked) = try await preparation.resolve(order.draft, order.variables, made, tag: order.tag)
        } catch {
            exchange.state = .failed(ExchangeFailure("Not sent: \(SecretMask.named.sentence("\(error)"))"))
            return inbox.deliver(.exchange(exchange))
        }
        let mapping = ExchangeMapping(mask: SecretMask(request))
        let report = report(exchange, mapping)
        let start = clock.uptime()
        do throws(RequestFailure) {
            let answer = try await client.send(REST.Request(request)) { report($0) }
            take(answer, mapping, into: &exchange)
            exchange.state = .finished
        } catch {
            if let answer = error.exchange { take(answer, mapping, into: &exchange) }
            exchange.endedAfter = clock.uptime() - start
            exchange.state = error.kind == .cancelled ? .cancelled : .failed(mapping.failure(error))
        }
        if let status = exchange.response?.status, [401, 407].contains(status) { preparation.forget(asked) }
        inbox.deliver(.exchange(exchange))
    }

    private func take(_ answer: REST.Exchange, _ mapping: ExchangeMapping, into exchange: inout KeptExchange) {
        exchange.startedAt = answer.startedAt / 1000
        exchange.hops = answer.hops.map(mapping.hop)
        exchange.body = mapping.body(answer.body)
        exchange.receivedSize = answer.response?.bodySize ?? 0
        exchange.announcedSize = answer.response?.announcedSize
    }

    /// Tells how far it has come, not more often than people can see.
    private func report(
        _ exchange: KeptExchange, _ mapping: ExchangeMapping
    ) -> @Sendable (REST.Progress) -> Void {
        let box = LastReport()
        return { [inbox, clock] progress in
            let now = clock.uptime()
            let before = box.at.load(ordering: .relaxed)
            guard now - before >= Self.reportInterval,
                box.at.compareExchange(expected: before, desired: now, ordering: .relaxed).exchanged
            else { return }
            var exchange = exchange
            exchange.hops = progress.hops.map(mapping.hop)
            exchange.receivedSize = progress.received
            exchange.announcedSize = progress.announced
            exchange.state = exchange.response == nil ? .sending : .receiving
            inbox.deliver(.exchange(exchange))
        }
    }
}

/// When an exchange was told of last.
private final class LastReport: Sendable {
    let at = Atomic<Int64>(.min / 2)
}
