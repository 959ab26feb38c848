import Feeds
import Files
import Glibc
import Interface
import MQTT
public import Model
public import Opener
import Payloads
public import Profile
import Synchronization
import Topics

/// The door out: effects that panes ask for become work on the network and on disk; their outcome comes back by the inbox.
///
/// It opens and leaves connections itself, and has the other carriers.
public final class EffectRunner {
    let inbox: Inbox
    /// Composed publishes, runs and retained sweeps.
    let publishing: PublishDriver
    let clock: AppClock
    let answers: Answers
    /// Sends requests.
    let requests: RequestRunner
    /// Writes files of the person's choice, and the history.
    let files: FileWriter
    private var lastMeasured: Int64 = 0
    private var lastPing: Int64 = 0
    /// Whether every violation of the protocol closes the connection, whatever a plan says.
    public var isStrict = false
    /// What stands behind each open connection.
    var opened: [ConnectionID: Opened] = [:]
    /// The open connections.
    public weak var model: Model?
    let secrets: SecretResolver
    /// The profile as it is now: each attempt to connect is made with what it says.
    public weak var book: ProfileBook? {
        didSet { if let book { secrets.signIns.take(book.profile) } }
    }
    /// Where what tests of connections find is kept; nil keeps nothing.
    public var probes: ProbeFile?
    /// The race that runs, or ran last, and how many there were.
    var race: RaceDriver?
    var races = 0
    /// What is sent with something expected of it, or was last, and how many there were.
    var expectation: ExpectDriver?
    var expectations = 0
    /// Starts the demo, or answers where it stands; nil where there is none.
    public var demo: (@Sendable () async throws -> DemoStart)?
    /// The version of the profile whose names the connections have.
    var followed = 0
    /// With what the requests are sent whose answers something takes that is no request.
    var orderForAnswers: ((RequestNeeds, Variables) -> RequestOrder)?

    /// A runner that answers into an inbox.
    /// - Parameter approved: the programs that may be run for secrets.
    /// - Parameter tokens: where tokens of sign-ins are kept over restarts; nil for nowhere.
    public init(
        inbox: Inbox, clock: AppClock = .system, approved: ApprovedCommands = ApprovedCommands(path: nil),
        tokens: TokenStore? = nil
    ) {
        self.inbox = inbox
        self.clock = clock
        answers = Answers(inbox: inbox, clock: clock)
        let signIns = SignIns(store: tokens, now: clock.now, changed: { inbox.deliver(.tokensChanged) }) {
            inbox.deliver(.signIn($0))
        }
        secrets = SecretResolver(approved: approved, signIns: signIns) { inbox.deliver(.question($0)) }
        publishing = PublishDriver(inbox: inbox, clock: clock, answers: answers, secrets: secrets)
        files = FileWriter(inbox: inbox, answers: answers)
        requests = RequestRunner(inbox: inbox, clock: clock, answers: answers, secrets: secrets)
    }

    /// How many effects have not come to their end.
    public var inFlight: Int { answers.inFlight }

    /// Leaves the broker in good manners: DISCONNECT, then the threads are given back. For another thread to wait on.
    public var farewell: @Sendable () async throws -> Void {
        let feeds = opened.values.compactMap(\.feed)
        let secrets = secrets
        // What could not be saved as deleted is not gone.
        let deleted = book?.trouble.isEmpty == true ? book?.deletedEnvironments ?? [] : []
        return { [requests, race, expectation] in
            race?.stop()
            expectation?.stop()
            // First: nothing may wait for an answer that nobody gives any more.
            secrets.close()
            await requests.shutdown(without: deleted)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for feed in feeds { group.addTask { try await feed.close() } }
                try await group.waitForAll()
            }
        }
    }

    // MARK: - Effects

    /// Tests a connection step by step; each step comes as ``Arrival/probe(_:)``.
    private func probe(_ draft: ConnectionDraft, _ variables: Variables) {
        let resolver = ConnectionOpener(secrets: secrets, variables: variables, now: clock.now)
        test(ProbeReport(draft)) {
            let plan = try await resolver.plan(draft)
            return (plan.configuration, PlanInForce(plan))
        }
    }

    /// Tests an open connection as it was opened.
    private func probeOpen(_ id: ConnectionID) {
        guard let workspace = model?[id], let plan = workspace.plan, let broker = opened[id]?.feed?.broker else {
            // The page of a test that runs is on the screen.
            var report = ProbeReport(name: model?[id]?.connection.name ?? "")
            let words = "Nothing is known of how to reach it yet: test it once it is connected"
            report.steps = [.init("Settings", .failed, [words])]
            report.isRunning = false
            return inbox.deliver(.probe(report))
        }
        test(ProbeReport(name: workspace.connection.name, address: plan.testedAs)) { (broker, plan) }
    }

    private func test(
        _ report: ProbeReport, _ find: @escaping @Sendable () async throws -> (ClientConfiguration, PlanInForce)
    ) {
        // Those that are fed alone: a closed connection may be tested with its own identifier.
        let fed = model?.connections.filter(\.isFed) ?? []
        let identifiers = Set(fed.compactMap { $0.plan?.clientID })
        let inbox = inbox
        let clock = clock
        answers.begin()
        Task.detached { [answers, probes] in
            do {
                let (broker, plan) = try await find()
                let isOpen = identifiers.contains(plan.clientID)
                let prober = Prober(broker: broker, plan: plan, report: report, isOpen: isOpen, clock: clock) {
                    inbox.deliver(.probe($0))
                }
                let report = await prober.run()
                // A broker that was not reached says nothing of itself.
                if let probes, report.steps.contains(where: { $0.title == Prober.features }) {
                    do {
                        try probes.keep(report)
                    } catch {
                        return answers.end(with: (.warning, "\(error): the test is not kept"))
                    }
                }
            } catch {
                var report = report
                report.steps = [.init("Settings", .failed, ["\(error)"])]
                report.isRunning = false
                inbox.deliver(.probe(report))
            }
            answers.end(with: nil)
        }
    }

    /// Does what a pane asked for of connections.
    func run(_ effect: ConnectionEffect, on connection: Workspace, _ variables: Variables) {
        switch effect {
        case .open(let draft): open(draft, variables)
        case .openDemo: openDemo()
        case .lookAround: lookAround()
        case .close(let id):
            // Behind the leaving, which tells the workspace that it was left.
            close(id)
            let lost = model?[id]?.wordsOfUndo
            model?.close(id)
            // On the screen that is left: the connection has none any more.
            if let lost { model?.shown.notify(Notice(at: clock.now(), kind: .warning, text: "Closed \(lost)")) }
        case .disconnect:
            start(on: connection.id) { feed in
                await feed.disconnect()
                return nil
            }
        case .drop(let id, let again): drop(id, again: again)
        case .reconnectNow: reconnect(connection.id, in: connection)
        case .reconnect(let id): if let connection = model?[id] { reconnect(id, in: connection) }
        case .probe(let draft): probe(draft, variables)
        case .probeOpen(let id): probeOpen(id)
        case .answerSecret(let number, let text): secrets.answer(number, text)
        case .answerSignIn(let number, let text): secrets.signIns.answer(number, text)
        case .subscribe(let filters, let qos):
            let quality = QoS(rawValue: UInt8(clamping: qos)) ?? .atMostOnce
            tell(.asked(filters: Set(filters)), of: connection.id)
            subscribe(filters.map { Subscription(filter: $0, qos: quality) }, of: connection.id, in: connection)
        case .subscribeAgain(let status):
            tell(.asked(filters: [status.filter]), of: connection.id)
            subscribe(status.subscription, of: connection.id, in: connection)
        case .unsubscribe(let filter, let undo):
            unsubscribe(filter, of: connection.id, in: connection, note: undo)
        case .race(let order): race(order, of: connection.id)
        case .endRace: race?.stop()
        case .expect(let order): expect(order, of: connection.id)
        case .endExpect: expectation?.stop()
        case .renewSubscriptions: renewSubscriptions(of: connection.id, in: connection)
        }
    }

    // MARK: - Publishing

    /// Publishes what a pane asked for.
    func run(_ effect: PublishEffect, on connection: Workspace, _ variables: Variables) {
        publishing.run(effect, through: opened[connection.id]?.feed, in: connection, variables)
    }

    /// Sends what waited for its secrets, or says why it cannot be.
    func send(
        _ order: PublishOrder, with secrets: Result<[Expansion.Need: String], PlanFailure>, on connection: Workspace
    ) {
        publishing.send(order, with: secrets, through: opened[connection.id]?.feed, in: connection)
    }

    /// Sends what is due of runs and sweeps, and looks for replies.
    func publishDue(_ id: ConnectionID, in workspace: Workspace, _ variables: Variables) {
        publishing.advance(opened[id]?.feed, workspace, variables)
    }

    // MARK: - Flow

    /// Messages of a connection have been taken in: its feed may bring as many more.
    func consumed(_ bytes: Int, of id: ConnectionID) { opened[id]?.feed?.consumed(bytes) }

    // MARK: - Measuring

    /// Every so many microseconds the broker is pinged while view Load is on the screen.
    private static let pingInterval: Int64 = 5_000_000

    /// Measures what nobody tells: how long a ping takes, how much waits to be dealt with. Called with each frame of view
    /// Load; does something once a second, and pings every five.
    func measure(_ id: ConnectionID, _ workspace: Workspace) {
        guard let feed = opened[id]?.feed, case .connected = workspace.connection.state else { return }
        let now = clock.now()
        // A clock that was set back must not silence it.
        if now - lastMeasured >= 1_000_000 || now < lastMeasured {
            lastMeasured = now
            workspace.live.received.noteQueue(bytes: feed.unreadBytes, at: now)
        }
        guard now - lastPing >= Self.pingInterval || now < lastPing else { return }
        lastPing = now
        ping(id)
    }

    /// Pings the broker; the answer comes as ``Arrival/pong(microseconds:of:at:)``.
    func ping(_ id: ConnectionID = .first) {
        start(on: id) { [inbox, clock] feed in
            // A connection that ends says so itself.
            guard let time = try? await feed.ping() else { return nil }
            inbox.deliver(.pong(microseconds: time.microseconds, of: id, at: clock.now()))
            return nil
        }
    }

    // MARK: - Subscriptions

    func subscribe(_ subscription: Subscription, of id: ConnectionID, in workspace: Workspace) {
        subscribe([subscription], of: id, in: workspace)
    }

    /// Asks for several filters in one SUBSCRIBE.
    private func subscribe(_ subscriptions: [Subscription], of id: ConnectionID, in workspace: Workspace) {
        let filters = subscriptions.map(\.filter)
        for subscription in subscriptions { workspace.setSubscription(SubscriptionStatus(subscription, .pending)) }
        let isOver =
            switch workspace.connection.state {
            case .refused, .closed: true
            case .idle, .connecting, .connected, .waiting: false
            }
        // Asked for here, not in a task: filters go out in the order in which they are named.
        let answer = opened[id]?.feed?.subscribe(subscriptions)
        let told = workspace.plan?.told ?? ToldTexts()
        let names = told.told(all: filters).joined(separator: ", ")
        start(on: id) { [inbox] _ in
            do {
                // The answers come as events of the client, also after a reconnect.
                _ = try await answer?()
                return nil
            } catch {
                // The end of a connection says itself why, and the next one asks again; a limit is told as an answer.
                let isAboutTheFilter = Self.isAboutTheFilter(error)
                guard isOver || isAboutTheFilter else { return nil }
                if isAboutTheFilter {
                    for filter in filters { inbox.deliver(.unasked(filter: filter, words: "\(error)", of: id)) }
                }
                return (.error, "Subscription to \(names) failed: \(told.told(quoting: "\(error)"))")
            }
        }
    }

    private static func isAboutTheFilter(_ error: any Error) -> Bool {
        switch error as? ConnectionError {
        case .invalid, .queueFull: true
        default: false
        }
    }

    /// Asks for every filter again: the broker sends its retained messages again.
    private func renewSubscriptions(of id: ConnectionID, in workspace: Workspace) {
        for subscription in workspace.subscriptions where subscription.isWanted {
            subscribe(subscription.subscription, of: id, in: workspace)
        }
    }

    /// - Parameter note: what is said behind it, such as how the person takes it back; empty for nothing.
    func unsubscribe(_ filter: String, of id: ConnectionID, in workspace: Workspace, note: String = "") {
        // Asked for here, not in a task: what is taken back at once must not overtake it.
        let answers = opened[id]?.feed?.unsubscribe([filter])
        // Before the answer comes, the connection may be another one, or gone.
        let told = workspace.plan?.told ?? ToldTexts()
        let name = told.told(filter)
        start(on: id) { _ in
            do {
                let answer = try await answers?().first
                if let answer, answer.reason.isError {
                    return (.warning, "Unsubscribing from \(name) was refused: \(answer.reason.words)")
                }
                if let missing = answer?.missing {
                    return (.warning, "Unsubscribing from \(name) was not answered: \(missing)")
                }
                return (.info, "Unsubscribed from \(name)\(note.isEmpty ? "" : "; \(note)")")
            } catch {
                return (.error, "Unsubscribing from \(name) failed: \(told.told(quoting: "\(error)"))")
            }
        }
        // Not when the broker has answered: what it says against it is a notice.
        workspace.setSubscription(SubscriptionStatus(filter: filter, qos: 0, state: .removed))
    }

    // MARK: - Starting and ending

    /// Counts the work before it begins, so that nobody finds the program idle in between.
    func start(on id: ConnectionID, _ work: @escaping @Sendable (any Feed) async -> EffectOutcome?) {
        guard let feed = opened[id]?.feed else {
            answers.say((.warning, "Not connected to a broker"))
            return
        }
        answers.begin()
        Task.detached { [answers] in
            answers.end(with: await work(feed))
        }
    }
}
