import Interface
import MQTT
import Model
import NIOCore
import Payloads
import Profile
import Topics

/// Does what a workspace's ``Model/Publishing`` has due, and tells it what became of it.
final class PublishDriver {
    /// The largest file that is sent as a payload: MQTT's largest packet (MQTT 5 2.1.4).
    private static let largestPayload = 268_435_455
    /// The largest file whose lines are sent.
    private static let largestLines = 64 << 20

    private let inbox: Inbox
    private let clock: AppClock
    /// Secrets that were found for what was sent, as long as the program runs: runs send with them again.
    private var secrets: [Expansion.Need: String] = [:]
    /// Publishes that are held until the person decides, by connection and number in the outbox.
    private var held: [ConnectionID: [Int: HeldPublish]] = [:]

    init(inbox: Inbox, clock: AppClock) {
        self.inbox = inbox
        self.clock = clock
    }

    // MARK: - Secrets

    /// The secrets that a draft sends with.
    static func needs(of draft: PublishDraft, _ variables: Variables) -> [Expansion.Need] {
        let expander = TemplateExpander(variables: variables)
        let properties = draft.properties
        var texts = [draft.topic, properties.contentType, properties.responseTopic, properties.correlationData]
        if draft.format != .empty { texts.append(draft.payload) }
        for property in properties.userProperties where property.isEnabled { texts += [property.name, property.value] }
        var needs: [Expansion.Need] = []
        for text in texts where text.contains("{{") {
            for need in expander.expand(text).secrets where !needs.contains(need) { needs.append(need) }
        }
        return needs
    }

    /// Takes secrets that were found.
    func take(_ found: [Expansion.Need: String]) { secrets.merge(found) { $1 } }

    /// Notes that a draft could not be sent.
    func fail(_ draft: PublishDraft, _ words: String, in workspace: Workspace) {
        let now = clock.now()
        let id = workspace.publishing.outbox.begin(draft, topic: draft.topic, size: 0, now: now)
        workspace.publishing.outbox.end(id, .failed(words), at: now)
    }

    // MARK: - Sending

    /// Sends a draft once; what becomes of it is seen in the outbox.
    func send(
        _ draft: PublishDraft, reply: Effect.ReplyWish?, on session: Session?, in workspace: Workspace,
        _ variables: Variables
    ) {
        let now = clock.now()
        var wanted = draft
        if reply != nil { wanted = askingForReply(draft, workspace) }
        let resolved: ResolvedPublish
        do throws(ResolvedPublish.Problem) {
            resolved = try resolve(wanted, workspace, variables, &workspace.publishing.generators, now)
        } catch {
            let id = workspace.publishing.outbox.begin(draft, topic: draft.topic, size: 0, now: now)
            workspace.publishing.outbox.end(id, .failed("\(error)"), at: now)
            return
        }
        let size = if case .bytes(let bytes) = resolved.payload { bytes.count } else { 0 }
        let id = workspace.publishing.outbox.begin(
            draft, topic: Self.shownTopic(draft, resolved, variables), size: size, now: now)
        guard let session else {
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
                endSequence: workspace.live.messages.endSequence)
        }
        publish(resolved, .single(id), subscribing: response, on: session)
    }

    /// The topic as the list of what was sent and the notices show it: a secret in it is dots there.
    private static func shownTopic(_ draft: PublishDraft, _ resolved: ResolvedPublish, _ variables: Variables) -> String
    {
        guard draft.topic.contains("{{") else { return resolved.draft.topic }
        let shown = TemplateExpander(variables: variables).expand(draft.topic)
        return shown.secrets.isEmpty ? resolved.draft.topic : shown.text
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
            lastValue: { workspace.live.lastValue($0) })
    }

    /// Reads the lines of a file for a run.
    func readLines(of path: String, _ draft: PublishDraft, interval: Int64, total: Int?, of id: ConnectionID) {
        Task.detached { [inbox] in
            let lines = TextFile.lines(of: path, limit: PublishDriver.largestLines)
            inbox.deliver(.lines(LinesReport(draft: draft, interval: interval, total: total, lines: lines), of: id))
        }
    }

    private func publish(
        _ resolved: ResolvedPublish, _ purpose: PublishReport.Purpose, subscribing response: String? = nil,
        on session: Session
    ) {
        let reporter = Reporter(inbox: inbox, clock: clock, id: session.id, purpose: purpose, began: clock.now())
        Task.detached {
            do {
                if let response {
                    _ = try await session.client.subscribe([Subscription(filter: response, qos: .atLeastOnce)])
                }
                try await PublishDriver.publish(resolved, reporter, on: session.client)
            } catch ConnectionError.outcomeUnknown {
                reporter.say(.ended(.unknown("\(ConnectionError.outcomeUnknown)")))
            } catch ConnectionError.endsConnection(let words) {
                reporter.say(.endsConnection(words))
            } catch {
                reporter.say(.ended(.failed("\(error)")))
            }
        }
    }

    private static func publish(
        _ resolved: ResolvedPublish, _ reporter: Reporter, on client: MQTTClient
    ) async throws {
        let bytes: [UInt8]
        switch resolved.payload {
        case .bytes(let all): bytes = all
        case .file(let path):
            switch TextFile.bytes(of: path, limit: largestPayload) {
            case .success(let all): bytes = all
            case .failure(let failure): throw failure
            }
        }
        let publish = Publish(resolved, payload: bytes)
        let answer: PublishResult
        if case .single = reporter.purpose, publish.qos != .atMostOnce {
            answer = try await client.publish(publish) { step in
                if case .held(let held) = step { return reporter.say(.held(held)) }
                if let step = Delivery.Step(step) { reporter.say(.step(step)) }
            }
        } else {
            answer = try await client.publish(publish)
        }
        if answer.reason.isError { return reporter.say(.ended(.failed("refused: \(answer.reason.words)"))) }
        let note = answer.reason == .noMatchingSubscribers ? "nobody is subscribed to it" : nil
        var retained: PublishReport.Retained?
        if publish.retain { retained = PublishReport.Retained(topic: publish.topic, isKept: !bytes.isEmpty) }
        reporter.say(.ended(.delivered(note)), retained: retained)
    }

    /// Tells the loop what becomes of one publish, from any thread.
    private struct Reporter: Sendable {
        let inbox: Inbox
        let clock: AppClock
        let id: ConnectionID
        let purpose: PublishReport.Purpose
        let began: Int64

        func say(_ event: PublishReport.Event, retained: PublishReport.Retained? = nil) {
            let report = PublishReport(purpose: purpose, event: event, began: began, retained: retained)
            inbox.deliver(.publish(report, of: id, at: clock.now()))
        }
    }

    // MARK: - What is held

    /// Does what the person has decided about a held publish.
    func settle(_ id: Int, _ choice: Effect.HeldChoice, on session: Session?, in workspace: Workspace) {
        guard let session, let publish = held[session.id]?[id], workspace.publishing.outbox[id]?.held != nil else {
            return
        }
        switch choice {
        case .sendAgain:
            let qos = QoS(rawValue: UInt8(clamping: workspace.publishing.outbox[id]?.qos ?? 0)) ?? .atMostOnce
            session.client.settle(publish, .send(qos))
        case .lower(let qos):
            guard let lower = QoS(rawValue: UInt8(clamping: qos)) else { return }
            workspace.publishing.outbox.lower(id, to: qos)
            session.client.settle(publish, .send(lower))
        case .giveUp: session.client.settle(publish, .giveUp)
        }
    }

    /// A connection is gone for good.
    func forget(_ connection: ConnectionID) { held[connection] = nil }

    // MARK: - What is due

    /// Sends what is due, and looks for replies.
    func advance(_ session: Session?, _ workspace: Workspace, _ variables: Variables) {
        guard !workspace.publishing.isIdle, let session else { return }
        let now = clock.now()
        for run in workspace.publishing.runs where run.nextDue.map({ $0 <= now }) == true {
            advance(run.id, session, workspace, variables, now)
        }
        sweep(session, workspace)
        let ended = workspace.publishing.replies.look(in: workspace.live.topics, workspace.live.messages, now: now) {
            properties in
            properties.withUnsafeBytes { Properties.correlationData(in: $0) }
        }
        for request in ended where request.isOwnTopic { giveBack(request.responseTopic, session, workspace) }
    }

    /// Unsubscribes from a topic that was chosen for one reply. Nobody asked for it, so nobody is told.
    private func giveBack(_ topic: String, _ session: Session, _ workspace: Workspace) {
        workspace.setSubscription(SubscriptionStatus(filter: topic, qos: 1, state: .removed))
        Task.detached { _ = try? await session.client.unsubscribe([topic]) }
    }

    private func advance(_ id: Int, _ session: Session, _ workspace: Workspace, _ variables: Variables, _ now: Int64) {
        var due: PublishDraft?
        var generators: Generators?
        workspace.publishing.change(id) { run in
            due = run.takeDue(now: now)
            generators = run.generators
        }
        guard let due, var generators else { return }
        if let missing = Self.needs(of: due, variables).first(where: { secrets[$0] == nil }) {
            let words = "the secret \(missing.name) is not at hand: send it once, then repeat it"
            workspace.publishing.change(id) { $0.ended(.failed(words), roundTrip: 0) }
            return
        }
        do throws(ResolvedPublish.Problem) {
            let resolved = try resolve(due, workspace, variables, &generators, now)
            workspace.publishing.change(id) { $0.generators = generators }
            publish(resolved, .run(id), on: session)
        } catch {
            workspace.publishing.change(id) { $0.ended(.failed("\(error)"), roundTrip: 0) }
        }
    }

    private func sweep(_ session: Session, _ workspace: Workspace) {
        while let item = workspace.publishing.sweep?.takeNext() {
            let isClearing = workspace.publishing.sweep?.isClearing == true
            if isClearing { keep(item.topic, workspace) }
            var draft = PublishDraft()
            draft.topic = item.topic
            draft.qos = 1
            draft.retain = true
            publish(
                ResolvedPublish(asIs: draft, payload: item.payload), .sweep(topic: item.topic, isClearing: isClearing),
                on: session)
        }
    }

    /// Keeps what is about to be cleared, so that it can be put back.
    private func keep(_ topic: String, _ workspace: Workspace) {
        let sequence = workspace.live.topics.find(topic: topic).flatMap {
            workspace.live.topics.info($0, now: 0).lastSequence
        }
        let message = sequence.flatMap(workspace.live.messages.message)
        let payload =
            message?.isCut == false ? sequence.flatMap { workspace.live.messages.withPayload($0) { Array($0) } } : nil
        workspace.publishing.undo.keep(topic, payload: payload)
    }

    // MARK: - Answers

    /// Notes what became of a publish.
    func apply(_ report: PublishReport, of connection: ConnectionID, at time: Int64, to workspace: Workspace) {
        if let note = report.retained { workspace.live.topics.noteRetained(topic: note.topic, note.isKept) }
        switch (report.purpose, report.event) {
        case (.single(let id), .step(let step)): workspace.publishing.outbox.reached(step, id, at: time)
        case (.single(let id), .held(let publish)):
            held[connection, default: [:]][id] = publish
            workspace.publishing.outbox.hold(id, publish.words)
            guard let topic = workspace.publishing.outbox[id]?.topic else { return }
            let words = "Held: \(topic): \(publish.words); P sends it again, lowers its QoS or gives it up"
            workspace.notify(Notice(at: time, kind: .error, text: words))
        case (.single(let id), .endsConnection(let words)):
            workspace.publishing.outbox.end(id, .failed(words), at: time)
            say(id, .failed(words), at: time, workspace)
        case (.run(let id), .endsConnection(let words)):
            // The next one would end it too.
            workspace.publishing.change(id) {
                $0.ended(.failed(words), roundTrip: time - report.began)
                $0.stop(words)
            }
        case (.single(let id), .ended(let outcome)):
            workspace.publishing.outbox.end(id, outcome, at: time)
            say(id, outcome, at: time, workspace)
        case (.run(let id), .ended(let outcome)):
            workspace.publishing.change(id) { $0.ended(outcome, roundTrip: time - report.began) }
        case (.sweep(let topic, _), .ended(.delivered)): workspace.publishing.sweep?.ended(topic, failure: nil)
        case (.sweep(let topic, _), .ended(.failed(let reason))), (.sweep(let topic, _), .ended(.unknown(let reason))),
            (.sweep(let topic, _), .endsConnection(let reason)):
            workspace.publishing.sweep?.ended(topic, failure: reason)
        case (.run, .step), (.sweep, .step), (.run, .held), (.sweep, .held): break
        }
    }

    private func say(_ id: Int, _ outcome: Delivery.Outcome, at time: Int64, _ workspace: Workspace) {
        guard let topic = workspace.publishing.outbox[id]?.topic else { return }
        let (kind, text): (Notice.Kind, String) =
            switch outcome {
            case .delivered(let note): (.info, "Published to \(topic)\(note.map { ", \($0)" } ?? "")")
            case .failed(let reason): (.error, "Publishing to \(topic) failed: \(reason)")
            case .unknown(let reason): (.warning, "Published to \(topic), \(reason)")
            }
        workspace.notify(Notice(at: time, kind: kind, text: text))
    }

    /// Starts the run whose lines have been read.
    func apply(_ report: LinesReport, to workspace: Workspace) {
        let now = clock.now()
        switch report.lines {
        case .failure(let failure): workspace.notify(Notice(at: now, kind: .error, text: "\(failure)"))
        case .success(let lines):
            let isStarted = workspace.publishing.start(
                report.draft, source: .lines(lines), interval: report.interval, total: report.total, now: now)
            let words = isStarted ? "Sending \(lines.count) lines" : "Too many runs: stop one first"
            workspace.notify(Notice(at: now, kind: isStarted ? .info : .warning, text: words))
        }
    }
}

extension Publish {
    /// What goes on the wire for a draft that is resolved.
    init(_ resolved: ResolvedPublish, payload: [UInt8]) {
        let draft = resolved.draft
        self.init(
            topic: draft.topic, payload: ByteBuffer(bytes: payload),
            qos: QoS(rawValue: UInt8(clamping: draft.qos)) ?? .atMostOnce, retain: draft.retain)
        let wanted = draft.properties
        properties.contentType = wanted.contentType.isEmpty ? nil : wanted.contentType
        properties.payloadFormatIndicator = wanted.isUTF8
        properties.messageExpiryInterval = wanted.expiry
        properties.responseTopic = wanted.responseTopic.isEmpty ? nil : wanted.responseTopic
        properties.correlationData = resolved.correlationData
        properties.topicAlias = wanted.topicAlias
        properties.userProperties = wanted.userProperties.map { UserProperty($0.name, $0.value) }
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
