import Expectations
import Glibc
import MQTT
import NIOCore
public import Opener
import Payloads
import Profile
import REST
import Text

/// Runs `expect`: step by step it subscribes, waits for the SUBACK, sends what the step sends, and watches for what is
/// expected of it.
public final class ExpectRunner {
    let request: ExpectRequest
    private let mailbox: Mailbox
    private let client: ScriptClient?
    let rest: RESTClient
    var variables: Variables
    private var mask = SecretMask.named
    var generators = Generators()
    /// What is subscribed to, with its QoS.
    var subscribed: [String: QoS] = [:]
    private var hasAnswer = false
    /// When the request of the step was sent.
    private var sentAt: Int64 = 0
    /// The step under way.
    private var run: StepRun?
    /// The last value of each topic that is text.
    var lastValues: [String: TopicValue] = [:]
    /// What the requests of steps were answered, and which is under way.
    let answers = AnswersByName()
    private var sending: RequestDraft?
    /// The requests of steps, which later ones may take values of.
    private(set) lazy var stepRequests: [(name: String, draft: RequestDraft)] = request.steps.compactMap { step in
        if case .request(let draft) = step.trigger { (name: step.draft.name, draft: draft) } else { nil }
    }
    /// Topics whose last values are remembered.
    private static let mostValues = 10_000

    /// Prepares a run; nothing is sent yet.
    public init(_ request: ExpectRequest) throws(ScriptError) {
        self.request = request
        variables = request.variables
        mailbox = try Mailbox()
        // Before there is anything to interrupt.
        SignalWatch.start(mailbox)
        rest = RESTClient(userAgent: request.userAgent)
        client = request.connection.map { [mailbox] in
            ScriptClient(
                $0, mailbox: mailbox,
                complaints: Complaints(name: "martlet expect", isQuiet: $0.isQuiet))
        }
    }

    /// Runs the steps until one is not met; answers with what came of each.
    ///
    /// - Parameter tell: hears of each step when it is over.
    /// - Throws: ``ScriptError``, with the status of a signal.
    public func run(tell: (CheckReport.Case) throws(ScriptError) -> Void = { _ in }) throws(ScriptError) -> CheckReport
    {
        var report = CheckReport(request.name)
        do throws(ScriptError) {
            try connect()
            // The report's own word is of all cases: of thousands it is not asked for each.
            var isMet = true
            for step in request.steps {
                if isMet {
                    report.cases.append(try perform(step))
                } else {
                    var skipped = CheckReport.Case(step.draft.name, isMet: false)
                    // They would start from a state that the failed one did not bring about.
                    skipped.isSkipped = true
                    report.cases.append(skipped)
                }
                guard let entry = report.cases.last else { continue }
                isMet = isMet && entry.isMet
                try tell(entry)
            }
        } catch {
            // A signal is no result: nothing is reported then.
            if error.status > 128 { throw error }
            report.problem = error.description
        }
        client?.end()
        return report
    }

    /// Now, by the clock of the wire.
    private static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    // MARK: - Waiting

    /// Takes what arrives until something is so.
    func wait(until deadline: ContinuousClock.Instant? = nil, for isDone: () -> Bool) throws(ScriptError) {
        while !isDone() {
            if mailbox.wait(until: deadline) == .timeOut { return }
            for item in mailbox.take() { try apply(item) }
        }
    }

    private func apply(_ item: Mailbox.Item) throws(ScriptError) {
        switch item {
        case .client(.messages(let batch), _): take(batch)
        case .wire(.traffic(let traffic)): run?.take(traffic)
        // A lost connection is an end: what was expected may have come meanwhile, and nobody would know.
        case .client(.state(let state), _): try client?.apply(state, isPatient: false)
        case .client(let event, _): client?.tell(event)
        case .subscribed(.success(let answers)):
            if let refused = answers.first(where: \.isRefused) {
                let filter = mask.sentence(client?.names.said(refused.filter) ?? refused.filter)
                throw ScriptError("the broker denied \(filter): \(refused.reason.name)")
            }
            client?.tellMissing(in: answers)
            hasAnswer = true
        case .subscribed(.failure(let error)): throw ScriptError("cannot subscribe: \(error)")
        case .unsubscribed: hasAnswer = true
        case .published(let result): try end(of: result)
        case .answered(.success(let exchange)):
            if let sending { answers[sending.savedPath] = Self.answer(exchange, at: request.now()) }
            run?.take(exchange, began: sentAt, at: Self.now)
        case .answered(.failure(let failure)):
            throw ScriptError("\(run?.name ?? ""): \(mask.sentence(failure.toldOfSaved))")
        case .signal(let number): throw ScriptError("interrupted", status: 128 + number)
        default: break
        }
    }

    private func take(_ batch: MessageBatch) {
        // Else the client stops reading: it holds no more than a bound of what nobody took.
        client?.consumed(batch.byteCount)
        run?.take(batch)
        batch.forEach { message in
            let topic = String(decoding: message.topic, as: UTF8.self)
            // `#` on a large broker would bring every topic there is.
            guard lastValues[topic] != nil || lastValues.count < Self.mostValues else { return }
            // What is no text takes the place too: the value before it is no longer the last.
            lastValues[topic] = String(validating: message.payload, as: UTF8.self).map {
                TopicValue($0, time: request.now(), isRetained: message.retain)
            }
        }
    }

    private func end(of result: Result<PublishResult, any Error>) throws(ScriptError) {
        switch result {
        case .success(let answer):
            guard !answer.reason.isError else {
                throw ScriptError("\(run?.name ?? ""): the broker refused the message: \(answer.reason.name)")
            }
            run?.published(at: Self.now)
        case .failure(let failure as ConnectionFailure): throw ScriptError(failure)
        case .failure(let error): throw ScriptError("\(run?.name ?? ""): not published: \(error)")
        }
    }

    // MARK: - Steps

    private func connect() throws(ScriptError) {
        guard let client else { return }
        // The wire's own times: those of the mailbox come later by what waited in it.
        client.record()
        client.start()
        try wait { client.isConnected }
    }

    private func perform(_ step: ExpectRequest.Step) throws(ScriptError) -> CheckReport.Case {
        // Before the order is made, which may call for them.
        try fetchValues(of: step)
        try fetchAnswers(of: step)
        let order = try order(of: step)
        let run: StepRun
        do throws(StepProblem) {
            run = try StepRun(step.draft, variables, qos: order.qos)
        } catch {
            throw ScriptError("\(error)")
        }
        self.run = run
        try subscribe(run)
        // What came until now came before the trigger, and is seen as such.
        for item in mailbox.take() { try apply(item) }
        if case .none = order {
            self.run?.begin(isTriggered: false, at: Self.now)
        } else {
            // Before it is sent: an answer on the same machine may be quicker than this thread.
            self.run?.begin(isTriggered: true, at: Self.now)
        }
        send(order)
        while let run = self.run, !run.isDecided {
            let deadline = run.deadline
            // The end of the trigger sets the time.
            try wait(until: deadline.map { .now + .nanoseconds($0 - Self.now) }) {
                self.run.map { $0.isDecided || $0.deadline != deadline } ?? true
            }
            self.run?.advance(to: Self.now)
        }
        guard let ended = self.run else { return CheckReport.Case(step.draft.name, isMet: false) }
        self.run = nil
        let (entry, found) = ended.result(variables, mask)
        // For the steps that follow.
        for variable in found { variables.set(variable) }
        return entry
    }

    /// Subscribes to what a step watches, and to nothing else: a broker may send a message once for each filter.
    private func subscribe(_ run: StepRun) throws(ScriptError) {
        guard let client, let connection = request.connection else { return }
        let wanted = run.subscriptions
        // The broker sends what it keeps to who subscribes anew.
        let isFresh = run.countingRetained
        let old = subscribed.keys.filter { wanted[$0] == nil || isFresh.contains($0) }.sorted()
        if !old.isEmpty {
            hasAnswer = false
            client.unsubscribe(old, connection.unsubscribeProperties)
            try wait { hasAnswer }
            for filter in old { subscribed[filter] = nil }
        }
        let new = wanted.filter { subscribed[$0.key] != $0.value }.sorted { $0.key < $1.key }
        guard !new.isEmpty else { return }
        try subscribe(new.map { Subscription(filter: $0.key, qos: $0.value) })
    }

    /// Subscribes, and waits for the SUBACK.
    func subscribe(_ new: [Subscription]) throws(ScriptError) {
        guard let client, let connection = request.connection else { return }
        hasAnswer = false
        client.subscribe(new, connection.subscribeProperties)
        try wait { hasAnswer }
        for subscription in new { subscribed[subscription.filter] = subscription.qos }
    }

    // MARK: - Triggers

    /// What is sent, ready to go.
    private enum Order {
        case none
        case request(Request)
        case publish(Publish)

        /// The QoS of a publish.
        var qos: QoS? { if case .publish(let publish) = self { publish.qos } else { nil } }
    }

    private func order(of step: ExpectRequest.Step) throws(ScriptError) -> Order {
        do {
            switch step.trigger {
            case .none: return .none
            case .request(let draft):
                let opened = try open(draft)
                // Each request may hold other secrets.
                mask = opened.mask
                sending = draft
                return .request(opened.request)
            case .publish(let draft):
                let calls = step.needs(variables).responses
                if !calls.isEmpty {
                    let chain = self.chain()
                    generators.answers = try waiting { try await chain.values(of: calls, for: []) }
                }
                return .publish(try publish(draft))
            }
        } catch {
            throw ScriptError("\(step.draft.name): \(mask.sentence("\(error)"))")
        }
    }

    private func publish(_ draft: PublishDraft) throws -> Publish {
        let needs = draft.secrets(with: variables)
        let secrets = request.secrets
        let found = try waiting { try await secrets.values(of: needs) }
        let expander = TemplateExpander(variables: variables) { found[Expansion.Need(name: $0, secret: $1)] }
        return try Publish(
            ResolvedPublish(
                draft, expander, generators: &generators, now: request.now(),
                lastValue: { [lastValues] in lastValues[$0] }))
    }

    private func send(_ order: Order) {
        switch order {
        case .none: break
        case .publish(let publish): client?.publish(publish)
        case .request(let request):
            let (rest, mailbox) = (rest, mailbox)
            sentAt = Self.now
            Task {
                do throws(RequestFailure) {
                    mailbox.post(.answered(.success(try await rest.send(request))))
                } catch {
                    mailbox.post(.answered(.failure(error)))
                }
            }
        }
    }
}
