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
    private let opener: RequestOpener
    private let answers: Answers
    /// Make the values of `{{uuid}}` and the like; counters go on from one request to the next.
    private let generators = Mutex(Generators())
    private let client = RESTClient(userAgent: ProgramVersion.userAgent)
    private let tasks = Mutex<[UInt64: Task<Void, Never>]>([:])

    /// Shortest time between two reports of the same exchange, in microseconds.
    private static let reportInterval: Int64 = 50_000

    init(inbox: Inbox, clock: AppClock, answers: Answers, secrets: SecretResolver) {
        self.inbox = inbox
        self.answers = answers
        opener = RequestOpener(secrets: secrets)
        self.clock = clock
    }

    /// Does what a pane asked for.
    /// - Parameter lastValue: the value that came last for a topic, for `{{last topic}}`.
    func run(_ effect: RequestEffect, lastValue: (String) -> String?) {
        switch effect {
        case .send(let order):
            let needs = RequestNeeds(order.draft, order.variables)
            // Here and not in the task: the topics are this thread's.
            let made = generators.withLock {
                MadeValues(for: needs, with: &$0, now: clock.now(), lastValue: lastValue)
            }
            send(order, needs, made)
        case .cancel(let id): tasks.withLock { $0[id] }?.cancel()
        }
    }

    private func send(_ order: RequestOrder, _ needs: RequestNeeds, _ made: MadeValues) {
        answers.begin()
        // The task waits until it is in the list, so that it can be cancelled from its first moment.
        tasks.withLock { tasks in
            tasks[order.id] = Task.detached { [self] in
                await run(order, needs, made)
                _ = self.tasks.withLock { $0.removeValue(forKey: order.id) }
                answers.end(with: nil)
            }
        }
    }

    /// Ends all requests, and the connections.
    func shutdown() async {
        for task in tasks.withLock({ Array($0.values) }) { task.cancel() }
        await client.shutdown()
    }

    // MARK: - One request

    private func run(_ order: RequestOrder, _ needs: RequestNeeds, _ made: MadeValues) async {
        var exchange = order.exchange(at: clock.now())
        let opened: RequestOpener.Opened
        do {
            opened = try await opener.open(order.draft, order.variables, order.preview, needs, made)
        } catch {
            exchange.state = .failed("Not sent: \(SecretMask.named.sentence("\(error)"))")
            return inbox.deliver(.exchange(exchange))
        }
        let masking = Masking(opened.mask)
        let report = report(exchange, masking)
        let start = clock.uptime()
        do throws(RequestFailure) {
            let answer = try await client.send(opened.request) { report($0) }
            exchange.take(answer, masked: masking.hop)
            exchange.state = .finished
        } catch {
            if let answer = error.exchange { exchange.take(answer, masked: masking.hop) }
            exchange.endedAfter = clock.uptime() - start
            exchange.state = error.kind == .cancelled ? .cancelled : .failed(masking.words(error))
        }
        if let status = exchange.response?.status, [401, 407].contains(status) { opener.forget(opened.asked) }
        inbox.deliver(.exchange(exchange))
    }

    /// Tells how far it has come, not more often than people can see.
    private func report(
        _ exchange: SentRequest, _ masking: Masking
    ) -> @Sendable (REST.Progress) -> Void {
        let box = LastReport()
        return { [inbox, clock] progress in
            let now = clock.uptime()
            let before = box.at.load(ordering: .relaxed)
            guard now - before >= Self.reportInterval,
                box.at.compareExchange(expected: before, desired: now, ordering: .relaxed).exchanged
            else { return }
            var exchange = exchange
            exchange.hops = progress.hops.map(masking.hop)
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

/// Keeps secrets out of what is told of a request.
private final class Masking: Sendable {
    private let mask: SecretMask
    /// What was masked last: each report of a large request tells the same bytes again.
    private let last = Mutex<(sent: [UInt8], masked: [UInt8])>(([], []))

    init(_ mask: SecretMask) { self.mask = mask }

    func hop(_ hop: Hop) -> Hop {
        let bytes = last.withLock { last in
            if last.sent != hop.sent.bytes { last = (hop.sent.bytes, mask.request(hop.sent.bytes)) }
            return last.masked
        }
        return mask.hop(hop, bytes: bytes)
    }

    /// Why it failed, as a sentence.
    func words(_ failure: RequestFailure) -> String {
        let words = mask.sentence("\(failure)")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
