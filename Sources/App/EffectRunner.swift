import Dispatch
public import Explorer
import Glibc
import Interface
import MQTT
import Payloads
import Synchronization

/// The door out: effects that panes ask for become work on the network and on disk; their outcome comes back by the inbox.
public final class EffectRunner {
    private let inbox: Inbox
    /// Composed publishes, runs and the retained desk.
    let publishing: PublishDriver
    /// What `{{...}}` stands for in what is sent.
    public var variables = Variables()
    let clock: AppClock
    let answers: Answers
    /// Sends requests.
    let requests: RequestRunner
    /// Where what was sent is kept over restarts; nil for nowhere.
    public var history: HistoryFile?
    /// Where files are written in the order in which it was asked for.
    let disk = DispatchQueue(label: "martlet.disk")
    /// Make the values of `{{uuid}}` and the like; counters go on from one request to the next.
    var generators = Generators()
    /// The broker that is open.
    private(set) var session: Session?
    private var lastMeasured: Int64 = 0
    private var lastPing: Int64 = 0

    /// A runner that answers into an inbox.
    public init(inbox: Inbox, clock: AppClock = .system) {
        self.inbox = inbox
        self.clock = clock
        answers = Answers(inbox: inbox, clock: clock)
        publishing = PublishDriver(inbox: inbox, clock: clock)
        requests = RequestRunner(inbox: inbox, clock: clock)
    }

    /// How many effects have not come to their end.
    public var inFlight: Int { answers.inFlight }

    /// Opens a connection: it is shown in the workspace, connects, and subscribes.
    public func open(_ plan: ConnectionPlan, in workspace: Workspace) {
        let session = Session(plan, inbox: inbox, clock: clock)
        self.session = session
        workspace.connection = ConnectionStatus(
            name: plan.name, address: "\(plan.configuration.endpoint)", state: .connecting)
        workspace.describeProperties = { Properties.describe($0) }
        for filter in plan.subscriptions {
            subscribe(filter.filter, qos: filter.qos, in: workspace)
        }
        session.start()
    }

    /// Leaves the broker in good manners: DISCONNECT, then the threads are given back. For another thread to wait on.
    public var farewell: @Sendable () async throws -> Void {
        let session = session
        return { [requests] in
            await requests.shutdown()
            try await session?.close()
        }
    }

    /// Starts what a pane asked for.
    func run(_ effect: Effect, in workspace: Workspace) {
        if runRequest(effect, in: workspace) { return }
        switch effect {
        case .subscribe(let filter, let qos):
            subscribe(filter, qos: qos, in: workspace)
        case .unsubscribe(let filter):
            unsubscribe(filter, in: workspace)
        case .send(let draft, let reply):
            publishing.send(draft, reply: reply, on: session, in: workspace, variables)
        case .sendLines(let path, let draft, let interval, let total):
            publishing.readLines(of: path, draft, interval: interval, total: total)
        case .renewSubscriptions:
            renewSubscriptions(in: workspace)
        case .writeFile(let path, let sequence):
            write(sequence, of: workspace, to: path)
        case .writeBytes(let path, let bytes):
            write(bytes, to: path)
        case .reconnectNow:
            session?.client.reconnectNow()
        case .disconnect:
            start { session in
                await session.client.disconnect()
                return nil
            }
        case .quit, .suspend, .redraw, .copy, .runInTerminal, .sendRequest, .cancelRequest, .saveRequests, .keepHistory:
            // The loop's own, which concern the terminal, and those of requests.
            break
        }
    }

    /// Sends what is due of runs and sweeps, and looks for replies.
    func publishDue(in workspace: Workspace) {
        publishing.advance(session, workspace, variables)
    }

    // MARK: - Measuring

    /// Every so many microseconds the broker is pinged while view Load is on the screen.
    private static let pingInterval: Int64 = 5_000_000

    /// Measures what nobody tells: how long a ping takes, how much waits to be dealt with. Called with each frame of view
    /// Load; does something once a second, and pings every five.
    func measure(_ workspace: Workspace) {
        guard let session, case .connected = workspace.connection.state else { return }
        let now = clock.now()
        if now - lastMeasured >= 1_000_000 || now < lastMeasured {
            lastMeasured = now
            workspace.received.noteQueue(bytes: session.client.unreadBytes, at: now)
        }
        guard now - lastPing >= Self.pingInterval || now < lastPing else { return }
        lastPing = now
        ping()
    }

    /// Pings the broker; the answer comes as ``Arrival/pong(microseconds:at:)``.
    func ping() {
        start { [inbox, clock] session in
            // A connection that ends says so itself.
            guard let time = try? await session.client.ping() else { return nil }
            inbox.deliver(.pong(microseconds: time.microseconds, at: clock.now()))
            return nil
        }
    }

    // MARK: - Subscriptions

    private func subscribe(_ filter: String, qos: Int, in workspace: Workspace) {
        workspace.setSubscription(SubscriptionStatus(filter: filter, qos: qos, state: .pending))
        let level = QoS(rawValue: UInt8(clamping: qos)) ?? .atMostOnce
        start { session in
            do {
                // The answers come as events of the client, also after a reconnect.
                _ = try await session.client.subscribe([Subscription(filter: filter, qos: level)])
                return nil
            } catch {
                return (.error, "Subscription to \(filter) failed: \(error)")
            }
        }
    }

    /// Asks for every filter again: the broker sends its retained messages again.
    private func renewSubscriptions(in workspace: Workspace) {
        for subscription in workspace.subscriptions where subscription.state != .removed {
            subscribe(subscription.filter, qos: subscription.qos, in: workspace)
        }
    }

    private func unsubscribe(_ filter: String, in workspace: Workspace) {
        start { session in
            do {
                for answer in try await session.client.unsubscribe([filter]) where answer.reason.isError {
                    return (.warning, "Unsubscribing from \(filter) was refused: \(answer.reason.words)")
                }
                return (.info, "Unsubscribed from \(filter)")
            } catch {
                return (.error, "Unsubscribing from \(filter) failed: \(error)")
            }
        }
        workspace.setSubscription(SubscriptionStatus(filter: filter, qos: 0, state: .removed))
    }

    // MARK: - Files

    private func write(_ sequence: UInt64, of workspace: Workspace, to path: String) {
        guard let payload = workspace.messages.payload(sequence) else {
            answers.say((.error, "That message is no longer kept: nothing was written to \(path)"))
            return
        }
        write(payload, to: path)
    }

    private func write(_ payload: PayloadBytes, to path: String) {
        answers.begin()
        Task.detached { [answers] in
            switch PayloadFile.write(payload, to: path) {
            case .success(let bytes): answers.end(with: (.info, "Wrote \(bytes) bytes to \(path)"))
            case .failure(let failure): answers.end(with: (.error, "\(failure)"))
            }
        }
    }

    // MARK: - Starting and ending

    /// Counts the work before it begins, so that nobody finds the program idle in between.
    private func start(_ work: @escaping @Sendable (Session) async -> EffectOutcome?) {
        guard let session else {
            answers.say((.warning, "Not connected to a broker"))
            return
        }
        answers.begin()
        Task.detached { [answers] in
            answers.end(with: await work(session))
        }
    }
}

/// What an effect says at its end.
typealias EffectOutcome = (kind: Notice.Kind, text: String)

/// Where effects answer, from any thread, and how many are on their way.
final class Answers: Sendable {
    private let inbox: Inbox
    private let clock: AppClock
    private let number = Atomic<Int>(0)

    init(inbox: Inbox, clock: AppClock) {
        self.inbox = inbox
        self.clock = clock
    }

    var inFlight: Int { number.load(ordering: .acquiring) }

    func begin() {
        number.add(1, ordering: .acquiringAndReleasing)
    }

    func end(with outcome: EffectOutcome?) {
        if let outcome { say(outcome) }
        number.subtract(1, ordering: .acquiringAndReleasing)
    }

    func say(_ outcome: EffectOutcome) {
        inbox.deliver(.notice(Notice(at: clock.now(), kind: outcome.kind, text: outcome.text)))
    }
}
