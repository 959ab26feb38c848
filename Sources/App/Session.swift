import MQTT
import Model
import NIOCore
import NIOPosix
import Opener
import Profile
import Synchronization
import Topics

/// One broker: its client on the network, and how what the client says enters the model.
///
/// The client's events are stamped on the event loop and delivered to the inbox; the main thread applies them.
final class Session: Sendable {
    let id: ConnectionID
    let plan: ConnectionPlan
    let client: MQTTClient
    private let group: MultiThreadedEventLoopGroup
    /// What the person has been told of the ends of the connection.
    private struct Told {
        /// Why there is no connection, as it was said last.
        var failure: ConnectionFailure?
        /// The place to say that it is connected to, once an answer shows that the connection stands: a broker that closes
        /// at each SUBSCRIBE accepts first.
        var unsaid: String?
        var connectedAt: Int64 = 0
    }
    private let told = Mutex(Told())
    /// How long a connection must have stood for its end to be a new one, in microseconds.
    private static let moment: Int64 = 2_000_000

    /// Makes the client; nothing connects before ``start()``.
    init(_ plan: ConnectionPlan, id: ConnectionID, inbox: Inbox, clock: AppClock) {
        self.id = id
        self.plan = plan
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        client = MQTTClient(plan.configuration, group: group) { event in
            inbox.deliver(.client(event, of: id, at: clock.now()))
        }
    }

    /// Connects, and keeps connecting.
    func start() {
        client.start()
    }

    /// Says DISCONNECT and gives the threads back; bounded by the client's own time-out.
    func close() async throws {
        await client.disconnect()
        try await group.shutdownGracefully()
    }

    /// Applies what the client said.
    /// - Parameter words: why there is no connection, when more is known than the client knows.
    func apply(_ event: ClientEvent, at time: Int64, to workspace: Workspace, explained words: String? = nil) {
        switch event {
        case .messages(let batch):
            batch.forEach(
                { message in
                    // The same bits: those of the packet, and the rule that it breaks.
                    let flags = MessageFlags(rawValue: message.flags)
                    if message.payload.count >= MessageStore.adoptedSize {
                        workspace.live.receive(
                            topic: message.topic, adopting: message.payload, owner: batch.storage,
                            properties: message.properties, flags: flags, at: time)
                        return
                    }
                    workspace.live.receivePending(
                        topic: message.topic, payload: message.payload, properties: message.properties,
                        flags: flags, at: time)
                }, atEnd: { workspace.live.applyPending() })
            client.consumed(batch.byteCount)
            noteProof(at: time, in: workspace)
        case .receiving(let bytes): workspace.live.receiving(bytes: bytes, at: time)
        case .messagesEnded:
            // The explorer takes everything.
            break
        case .state(let state):
            apply(state, at: time, to: workspace, words)
        case .subscribed(let answer):
            apply(answer, at: time, to: workspace)
            noteProof(at: time, in: workspace)
        case .redirected(let server, let isPermanent):
            let words = isPermanent ? "has moved for good" : "asks to use another server for now"
            workspace.notify(
                Notice(at: time, kind: .warning, text: "The broker \(words)\(server.map { ": \($0)" } ?? "")"))
        case .violated(let violation, let count):
            let version: ProtocolVersion = workspace.connection.protocolLabel == "v5" ? .v5 : .v311
            let words = violation.words(in: version)
            if workspace.violations.count(words, count) {
                workspace.notify(
                    Notice(
                        at: time, kind: .warning, text: "The broker breaks MQTT. \(words). It is counted, and read on"))
            }
        case .fellBack(let failure):
            workspace.notify(
                Notice(at: time, kind: .info, text: "MQTT 5 did not work (\(failure)): trying 3.1.1"))
        }
    }

    private func apply(_ state: ClientState, at time: Int64, to workspace: Workspace, _ words: String?) {
        switch state {
        case .idle:
            workspace.connection.state = .idle
        case .connecting:
            workspace.connection.state = .connecting
        case .connected(let info):
            told.withLock { told in
                if told.failure != nil { told.unsaid = "\(info.endpoint)" }
                told.connectedAt = time
            }
            let isAsking = !info.sessionPresent && workspace.subscriptions.contains { $0.state != .removed }
            if !isAsking { noteProof(at: time, in: workspace) }
            workspace.connection.state = .connected(since: time)
            workspace.connection.protocolLabel = "v\(info.version.label)"
            workspace.connection.address = "\(info.endpoint)"
            workspace.live.describeRule = { number in
                ProtocolRule(rawValue: number).map {
                    ProtocolViolation(.protocolError, in: .publish, $0.text, rule: $0).words(in: info.version)
                }
            }
            workspace.publishLimits = PublishCheck.Limits(info.limits, version: info.version)
        case .waiting(let pause):
            markGap(at: time, in: workspace)
            workspace.connection.state = .waiting(
                until: time + pause.delay.microseconds, attempt: pause.attempt, reason: words ?? "\(pause.failure)")
            note(pause.failure, words, at: time, in: workspace)
        case .stopped(nil):
            workspace.connection.state = .closed("disconnected")
        case .stopped(.some(let failure)):
            markGap(at: time, in: workspace)
            note(failure, words, at: time, in: workspace)
            let words = words ?? "\(failure)"
            if case .refused = failure.kind {
                workspace.connection.state = .refused(words)
            } else {
                workspace.connection.state = .closed(words)
            }
        }
    }

    /// Says why there is no connection; once for the same reason, however often it is tried again.
    private func note(_ failure: ConnectionFailure, _ words: String?, at time: Int64, in workspace: Workspace) {
        workspace.connection.ending = failure.cause.map(Self.lines) ?? []
        workspace.connection.suspect = failure.cause?.suspect.flatMap { ConnectionStatus.Suspect($0.type) }
        let isKnown = told.withLock { told in
            let known = told.failure
            let isKnown = known?.isSame(as: failure) == true && time - told.connectedAt < Self.moment
            // The attempts in between that find nobody are no news either, and no end of the row.
            (told.failure, told.unsaid) = (failure, nil)
            return isKnown || known?.isSame(as: failure) == true && failure.cause == nil
        }
        if words == nil, isKnown { return }
        let text = words ?? "\(failure)"
        if workspace.notices.last(where: { $0.kind == .error })?.text == text { return }
        workspace.notify(Notice(at: time, kind: .error, text: text))
    }

    /// The connection shows that it stands.
    private func noteProof(at time: Int64, in workspace: Workspace) {
        guard let place = told.withLock({ take(&$0.unsaid, leaving: nil) }) else { return }
        workspace.notify(Notice(at: time, kind: .info, text: "Connected to \(place)"))
    }

    /// What went over the connection last, each way: `sent last: SUBSCRIBE # 5 ms before the end`.
    private static func lines(_ cause: ConnectionCause) -> [String] {
        func line(_ words: String, _ notes: [PacketNote]) -> String {
            guard !notes.isEmpty else { return "\(words): nothing" }
            return "\(words): " + notes.reversed().map { "\($0) \($0.age) before the end" }.joined(separator: ", ")
        }
        return [line("sent last", cause.sent), line("received last", cause.received)]
    }

    private func markGap(at time: Int64, in workspace: Workspace) {
        guard case .connected = workspace.connection.state else { return }
        workspace.live.markGap(at: time)
    }

    private func apply(_ answer: SubscribeResult, at time: Int64, to workspace: Workspace) {
        // It was given up meanwhile: UNSUBSCRIBE goes after it.
        if workspace.subscriptions.contains(where: { $0.filter == answer.filter && $0.state == .removed }) { return }
        let state: SubscriptionStatus.State
        if let granted = answer.granted {
            state = .granted(Int(granted.rawValue))
            if !answer.isRenewal {
                workspace.notify(
                    Notice(at: time, kind: .info, text: "Subscribed to \(answer.filter), QoS \(granted.rawValue)"))
            }
        } else {
            state = .refused(answer.reason.words)
            workspace.notify(
                Notice(
                    at: time, kind: .warning,
                    text: "Subscription to \(answer.filter) refused: \(answer.reason.words)"))
        }
        workspace.setSubscription(
            SubscriptionStatus(filter: answer.filter, qos: Int(answer.requested.rawValue), state: state))
    }
}

/// What a variable held before.
private func take<Value>(_ value: inout Value, leaving next: Value) -> Value {
    defer { value = next }
    return value
}

extension ConnectionStatus.Suspect {
    init?(_ type: PacketType) {
        switch type {
        case .subscribe: self = .subscription
        case .publish, .publishRelease: self = .publish
        default: return nil
        }
    }
}

extension PublishCheck.Limits {
    /// What a broker's CONNACK allows.
    init(_ limits: ServerLimits, version: ProtocolVersion) {
        self.init(
            maximumPacketSize: limits.maximumPacketSize, maximumQoS: Int(limits.maximumQoS.rawValue),
            isRetainAvailable: limits.retainAvailable, topicAliasMaximum: Int(limits.topicAliasMaximum),
            hasProperties: version == .v5)
    }
}

extension ReasonCode {
    /// The standard's name, its number, and what to try: `Not authorized (0x87): ask for an account that may`.
    var words: String {
        let digits = String(rawValue, radix: 16, uppercase: true)
        return "\(name) (0x\(digits.count < 2 ? "0" : "")\(digits)): \(advice)"
    }
}

extension Duration {
    /// Whole microseconds.
    var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
