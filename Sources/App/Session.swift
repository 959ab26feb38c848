import Explorer
import MQTT
import NIOCore
import NIOPosix
import Synchronization

/// One broker: its client on the network, and how what the client says enters the model.
///
/// The client's events are stamped on the event loop and delivered to the inbox; the main thread applies them.
final class Session: Sendable {
    let id: ConnectionID
    let plan: ConnectionPlan
    let client: MQTTClient
    private let group: MultiThreadedEventLoopGroup
    /// Whether the connection was lost and has not come back.
    private let isComingBack = Mutex(false)

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
    func apply(_ event: ClientEvent, at time: Int64, to workspace: Workspace) {
        switch event {
        case .messages(let batch):
            batch.forEach(
                { message in
                    // The same bits: those of the packet, and the rule that it breaks.
                    let flags = MessageFlags(rawValue: message.flags)
                    if message.payload.count >= MessageStore.adoptedSize {
                        workspace.receive(
                            topic: message.topic, adopting: message.payload, owner: batch.storage,
                            properties: message.properties, flags: flags, at: time)
                        return
                    }
                    workspace.receivePending(
                        topic: message.topic, payload: message.payload, properties: message.properties,
                        flags: flags, at: time)
                }, atEnd: { workspace.applyPending() })
            client.consumed(batch.byteCount)
        case .receiving(let bytes): workspace.receiving(bytes: bytes, at: time)
        case .messagesEnded:
            // The explorer takes everything.
            break
        case .state(let state):
            apply(state, at: time, to: workspace)
        case .subscribed(let answer):
            apply(answer, at: time, to: workspace)
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

    private func apply(_ state: ClientState, at time: Int64, to workspace: Workspace) {
        switch state {
        case .idle:
            workspace.connection.state = .idle
        case .connecting:
            workspace.connection.state = .connecting
        case .connected(let info):
            if isComingBack.withLock({ take(&$0, leaving: false) }) {
                workspace.notify(Notice(at: time, kind: .info, text: "Connected to \(info.endpoint)"))
            }
            workspace.connection.state = .connected(since: time)
            workspace.connection.protocolLabel = "v\(info.version.label)"
            workspace.connection.address = "\(info.endpoint)"
            workspace.describeRule = { number in
                ProtocolRule(rawValue: number).map {
                    ProtocolViolation(.protocolError, in: .publish, $0.text, rule: $0).words(in: info.version)
                }
            }
            workspace.publishLimits = PublishCheck.Limits(info.limits, version: info.version)
        case .waiting(let pause):
            markGap(at: time, in: workspace)
            workspace.connection.state = .waiting(
                until: time + pause.delay.microseconds, attempt: pause.attempt, reason: "\(pause.failure)")
            note(pause.failure, at: time, in: workspace)
        case .stopped(nil):
            workspace.connection.state = .closed("disconnected")
        case .stopped(.some(let failure)):
            markGap(at: time, in: workspace)
            note(failure, at: time, in: workspace)
            if case .refused = failure.kind {
                workspace.connection.state = .refused("\(failure)")
            } else {
                workspace.connection.state = .closed("\(failure)")
            }
        }
    }

    /// Says why there is no connection; once for the same reason, however often it is tried again.
    private func note(_ failure: ConnectionFailure, at time: Int64, in workspace: Workspace) {
        let text = "\(failure)"
        let isKnown = isComingBack.withLock { take(&$0, leaving: true) }
        if isKnown, workspace.notices.last(where: { $0.kind == .error })?.text == text { return }
        workspace.notify(Notice(at: time, kind: .error, text: text))
    }

    private func markGap(at time: Int64, in workspace: Workspace) {
        guard case .connected = workspace.connection.state else { return }
        workspace.markGap(at: time)
    }

    private func apply(_ answer: SubscribeResult, at time: Int64, to workspace: Workspace) {
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
private func take(_ value: inout Bool, leaving next: Bool) -> Bool {
    defer { value = next }
    return value
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
