import Feeds
import Interface
import MQTT
import Model
import NIOCore
import Opener
import Payloads
import Profile
import Topics

/// Does what a workspace's ``Model/Publishing`` has due, and tells it what became of it.
final class PublishDriver {
    let inbox: Inbox
    let clock: AppClock
    let answers: Answers
    let resolver: SecretResolver
    /// Finds the values that a publish takes of the answers to requests; nil where there are none. Asked on the loop's
    /// thread, where the answers at hand are.
    var chain: ((RequestNeeds, Variables) -> ResponseChain)?
    /// Secrets that were found for what was sent, as long as the program runs: runs send with them again.
    var secrets: [Expansion.Need: String] = [:]

    init(inbox: Inbox, clock: AppClock, answers: Answers, secrets: SecretResolver) {
        self.inbox = inbox
        self.clock = clock
        self.answers = answers
        resolver = secrets
    }

    // MARK: - Sending

    /// Sends a draft once; what becomes of it is seen in the outbox.
    func send(_ order: PublishOrder, through feed: (any Feed)?, in workspace: Workspace) {
        let (draft, reply, variables, now) = (order.draft, order.reply, order.variables, clock.now())
        workspace.publishing.generators.answers = order.answers
        var wanted = draft
        if reply != nil { wanted = askingForReply(draft, workspace) }
        let resolved: ResolvedPublish
        do throws(ResolvedPublish.Problem) {
            resolved = try resolve(wanted, workspace, variables, &workspace.publishing.generators, now)
        } catch {
            let id = workspace.publishing.outbox.begin(
                draft, topic: draft.topic, size: 0, reply: reply?.timeout, now: now)
            workspace.publishing.outbox.end(id, .failed("\(error)"), at: now)
            return
        }
        let size = resolved.payload.bytes?.count ?? 0
        let id = workspace.publishing.outbox.begin(
            draft, topic: Self.shownTopic(order, resolved), size: size, reply: reply?.timeout, now: now)
        guard let feed else {
            workspace.publishing.outbox.end(id, .failed("not connected to a broker"), at: now)
            return
        }
        var response: String?
        if let reply {
            let topic = resolved.draft.properties.responseTopic
            if topic.isEmpty {
                let words = "name the topic of the reply on page Properties: MQTT 5 alone can choose one"
                workspace.publishing.outbox.end(id, .failed(words), at: now)
                return
            }
            response = topic
            workspace.publishing.replies.begin(
                id: id, responseTopic: topic,
                correlationData: workspace.publishLimits.hasProperties ? resolved.correlationData : nil,
                isOwnTopic: draft.properties.responseTopic.isEmpty, now: now, timeout: reply.timeout,
                // Messages from here on alone can be the reply: the topic may have brought others before.
                endSequence: workspace.live.messages.endSequence)
        }
        publish(resolved, .single(id), subscribing: response, cuts: order.cuts, of: workspace, through: feed)
    }

    /// The topic as the list of what was sent and the notices show it: a secret in it is dots there.
    private static func shownTopic(_ order: PublishOrder, _ resolved: ResolvedPublish) -> String {
        let (topic, variables) = (order.draft.topic, order.variables)
        guard topic.contains("{{") else { return resolved.draft.topic }
        var expander = TemplateExpander(variables: variables)
        expander.conceals = .named
        let shown = expander.expand(topic)
        guard shown.secrets.isEmpty else { return shown.text }
        let taken = RequestNeeds(.none, variables, texts: [topic]).taken
        return taken.filter(\.isSecret).reduce(resolved.draft.topic) { topic, taken in
            guard case .response(let call) = taken.call, let value = order.answers[call], !value.isEmpty else {
                return topic
            }
            return topic.replacing(value, with: Secret.dots)
        }
    }

    /// With MQTT 5 a response topic and correlation data are filled in where they are missing.
    private func askingForReply(_ draft: PublishDraft, _ workspace: Workspace) -> PublishDraft {
        guard workspace.publishLimits.hasProperties else { return draft }
        var draft = draft
        if draft.properties.responseTopic.isEmpty { draft.properties.responseTopic = "martlet/reply/{{random}}" }
        if draft.properties.correlationData.isEmpty { draft.properties.correlationData = "{{random 16}}" }
        return draft
    }

    private func resolve(
        _ draft: PublishDraft, _ workspace: Workspace, _ variables: Variables, _ generators: inout Generators,
        _ now: Int64
    ) throws(ResolvedPublish.Problem) -> ResolvedPublish {
        try ResolvedPublish(
            draft,
            TemplateExpander(variables: variables) { [secrets] name, secret in
                secrets[Expansion.Need(name: name, secret: secret)]
            }, generators: &generators, now: now,
            lastValue: { workspace.live.topicValue($0) })
    }

    private func publish(
        _ resolved: ResolvedPublish, _ purpose: PublishReport.Purpose, subscribing response: String? = nil,
        cuts: Bool = false, of workspace: Workspace, through feed: any Feed
    ) {
        var own: PublishReport.Own?
        if resolved.draft.retain {
            let isSweep = if case .sweep = purpose { true } else { false }
            own = workspace.willRetain(resolved.payload.bytes, on: resolved.draft.topic, isSweep: isSweep)
        }
        let reporter = Reporter(
            inbox: inbox, clock: clock, id: workspace.id, purpose: purpose, own: own, began: clock.now())
        Task.detached {
            do {
                // Answered before the request goes: the reply may be quick.
                if let response {
                    _ = try await feed.subscribe([Subscription(filter: response, qos: .atLeastOnce)])()
                }
                try await PublishDriver.publish(resolved, cuts: cuts, reporter, through: feed)
                // Neither failed nor delivered: the broker lost the session between PUBREC and PUBCOMP.
            } catch ConnectionError.outcomeUnknown {
                reporter.say(.ended(.unknown("\(ConnectionError.outcomeUnknown)")))
            } catch ConnectionError.endsConnection(let words) {
                reporter.say(.endsConnection(words))
            } catch {
                reporter.say(.ended(.failed("\(error)")), isUndone: PublishDriver.wasNeverSent(error))
            }
        }
    }

    /// Whether what failed so has not gone to the broker; of what else failed it may have taken some.
    private static func wasNeverSent(_ error: any Error) -> Bool {
        switch error as? ConnectionError {
        case .limit, .invalid, .queueFull, .notConnected: true
        default: false
        }
    }

    private static func publish(
        _ resolved: ResolvedPublish, cuts: Bool, _ reporter: Reporter, through feed: any Feed
    ) async throws {
        let publish = try Publish(resolved)
        let answer: PublishResult
        // Nobody looks at the steps of a run; and one of its messages that ends connections is to fail, not to be held.
        if case .single = reporter.purpose, publish.qos != .atMostOnce {
            let onStep: @Sendable (PublishStep) -> Void = { step in
                if case .held(let held) = step { return reporter.say(.held(held)) }
                if let step = Delivery.Step(step) { reporter.say(.step(step)) }
            }
            answer =
                cuts
                ? try await feed.publishAndCut(publish, onStep: onStep)
                : try await feed.publish(publish, onStep: onStep)
        } else {
            answer = try await feed.publish(publish, onStep: nil)
        }
        if answer.reason.isError {
            return reporter.say(.ended(.failed("refused: \(answer.reason.words)")), isUndone: true)
        }
        // 0x10 is a success (MQTT 5 3.4.2.1): the message was taken, and nobody heard it.
        let note = answer.reason == .noMatchingSubscribers ? "nobody is subscribed to it" : nil
        var retained: PublishReport.Retained?
        if publish.retain {
            retained = PublishReport.Retained(topic: publish.topic, isKept: publish.payload.readableBytes > 0)
        }
        reporter.say(.ended(.delivered(note)), retained: retained)
    }

    /// Tells the loop what becomes of one publish, from any thread.
    private struct Reporter: Sendable {
        let inbox: Inbox
        let clock: AppClock
        let id: ConnectionID
        let purpose: PublishReport.Purpose
        let own: PublishReport.Own?
        let began: Int64

        func say(
            _ event: PublishReport.Event, retained: PublishReport.Retained? = nil, isUndone: Bool = false
        ) {
            let report = PublishReport(
                purpose: purpose, event: event, began: began, retained: retained, own: own,
                isUndone: isUndone)
            inbox.deliver(.publish(report, of: id, at: clock.now()))
        }
    }

    // MARK: - What is due

    /// Sends what is due, and looks for replies.
    func advance(_ feed: (any Feed)?, _ workspace: Workspace, _ variables: Variables) {
        guard !workspace.publishing.isIdle, let feed else { return }
        let now = clock.now()
        // The list is a copy: `advance` changes the run.
        for run in workspace.publishing.runs where run.nextDue.map({ $0 <= now }) == true {
            advance(run.id, feed, workspace, variables, now)
        }
        sweep(feed, workspace)
        let ended = workspace.publishing.replies.look(in: workspace.live.topics, workspace.live.messages, now: now) {
            properties in
            properties.withUnsafeBytes { Properties.correlationData(in: $0) }
        }
        for request in ended where request.isOwnTopic { giveBack(request.responseTopic, feed, workspace) }
    }

    /// Unsubscribes from a topic that was chosen for one reply. Nobody asked for it, so nobody is told.
    private func giveBack(_ topic: String, _ feed: any Feed, _ workspace: Workspace) {
        workspace.setSubscription(SubscriptionStatus(filter: topic, qos: 1, state: .removed))
        let answer = feed.unsubscribe([topic])
        Task.detached { _ = try? await answer() }
    }

    private func advance(_ id: Int, _ feed: any Feed, _ workspace: Workspace, _ variables: Variables, _ now: Int64) {
        var due: PublishDraft?
        workspace.publishing.change(id) { due = $0.takeDue(now: now) }
        guard let due else { return }
        if let missing = due.secrets(with: variables).first(where: { secrets[$0] == nil }) {
            let words = "the secret \(missing.name) is not at hand: send it once, then repeat it"
            workspace.publishing.change(id) { $0.ended(.failed(words), roundTrip: 0) }
            return
        }
        let order = PublishOrder(draft: due, reply: nil, variables: variables, run: id)
        // The message counts as under way meanwhile: the next one waits for it.
        if due.takesAnswers(with: variables) { return find([], for: order, of: workspace.id) }
        send(order, of: id, through: feed, in: workspace)
    }

    /// Sends a message of a run, everything that it needs being here.
    func send(_ order: PublishOrder, of id: Int, through feed: (any Feed)?, in workspace: Workspace) {
        guard let run = workspace.publishing.runs.first(where: { $0.id == id }) else { return }
        // Who stopped it while an answer was waited for wants no more of it.
        if case .stopped = run.state { return workspace.publishing.change(id) { $0.withdraw() } }
        var generators = run.generators
        generators.answers = order.answers
        do throws(ResolvedPublish.Problem) {
            guard let feed else { throw ResolvedPublish.Problem("not connected to a broker") }
            let resolved = try resolve(order.draft, workspace, order.variables, &generators, clock.now())
            workspace.publishing.change(id) { $0.generators = generators }
            publish(resolved, .run(id), of: workspace, through: feed)
        } catch {
            workspace.publishing.change(id) { $0.ended(.failed("\(error)"), roundTrip: 0) }
        }
    }

    private func sweep(_ feed: any Feed, _ workspace: Workspace) {
        // Not into the client's queue: what waits there for a connection goes out even after the sweep was cancelled.
        guard case .connected = workspace.connection.state else { return }
        // As many as the sweep lets out: it holds back what is beyond its window.
        while let item = workspace.takeSwept(now: clock.now()), let sweep = workspace.publishing.sweep {
            var draft = PublishDraft()
            draft.topic = item.topic
            // A broker that takes QoS 0 alone acknowledges nothing; what it was sent is all that can be known.
            draft.qos = min(item.qos, workspace.publishLimits.maximumQoS)
            draft.retain = true
            draft.properties = item.properties
            publish(
                ResolvedPublish(asIs: draft, payload: item.payload),
                .sweep(sweep.id, topic: item.topic, isClearing: sweep.isClearing), of: workspace, through: feed)
        }
    }
}

extension Delivery.Step {
    /// The step as it is shown; nil for being held, which is none.
    init?(_ step: PublishStep) {
        switch step {
        case .queued: self = .queued
        case .written: self = .written
        case .acknowledged: self = .acknowledged
        case .received: self = .received
        case .released: self = .released
        case .completed: self = .completed
        case .held: return nil
        }
    }
}

extension ResolvedPublish.Payload {
    /// The bytes; nil for those of a file, which are read when it is sent.
    fileprivate var bytes: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }
}
