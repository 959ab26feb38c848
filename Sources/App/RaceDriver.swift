import Feeds
import Interface
import MQTT
import Model
import NIOCore
import Opener
import Profile
import REST
import Synchronization
import Wire

/// Runs a race beside the connection that it is about, over connections of its own: nothing else that goes over that one
/// is counted.
final class RaceDriver: Sendable {
    private let order: RaceOrder
    /// Tells it from the races before, whose last words may still be on their way.
    private let number: Int
    private let configuration: ClientConfiguration
    private let opener: RequestOpener
    /// What its request takes of the screen.
    private let values: ValuesAtHand
    private let inbox: Inbox
    private let clock: AppClock
    private let task = Mutex<Task<Void, Never>?>(nil)
    /// Whose bytes are given back, while it runs.
    private let feed = Mutex<BrokerFeed?>(nil)
    /// Whether both sides run, and whether the broker's has a connection.
    private let standing = Mutex<(isRunning: Bool, isConnected: Bool, isLost: Bool)>((false, false, false))
    /// Bytes of messages that the feed has handed out and whose record has not been told yet.
    private let unrecorded = Atomic<Int>(0)

    /// Prepares a race; nothing is sent before ``start()``.
    /// - Parameter configuration: how the broker is reached.
    init(
        _ order: RaceOrder, number: Int, _ configuration: ClientConfiguration, opener: RequestOpener,
        values: ValuesAtHand,
        inbox: Inbox, clock: AppClock
    ) {
        self.order = order
        self.number = number
        self.configuration = configuration.aside("race")
        self.opener = opener
        self.values = values
        self.inbox = inbox
        self.clock = clock
    }

    /// What is to be shown of it.
    var plan: Race.Plan {
        Race.Plan(
            topic: order.topic, url: order.shownURL, every: order.every, time: order.time,
            keepAlive: Int(configuration.keepAlive))
    }

    func start() {
        task.withLock { $0 = Task.detached { [self] in await run() } }
    }

    /// Ends it before its time.
    func stop() { task.withLock { $0 }?.cancel() }

    /// What was told is counted: the feed may bring by as many bytes.
    func taken(_ news: Race.News) {
        guard case .traffic(_, let unread) = news, unread > 0 else { return }
        feed.withLock { $0 }?.consumed(unread)
    }

    private func tell(_ news: Race.News) { inbox.deliver(.race(news, number: number)) }

    private static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    private func run() async {
        let web = RESTClient(userAgent: ProgramVersion.userAgent)
        let feed = BrokerFeed(aside: configuration, now: clock.now) { [self] arrival in
            switch arrival {
            // Of the messages their bytes alone are of use: a flood is to wait at the broker until the loop has counted
            // what came of it.
            case .event(.messages(let batch), _, _): unrecorded.add(batch.byteCount, ordering: .relaxed)
            // Right behind the messages of a read, and on the same thread, comes its record: every packet, with the time
            // of the wire.
            case .wire(let traffic, _):
                tell(.traffic(traffic, unread: unrecorded.exchange(0, ordering: .relaxed)))
            case .event(.state(let state), _, _): watch(state)
            default: break
            }
        }
        self.feed.withLock { $0 = feed }
        let words: String
        do {
            words = try await run(feed, web)
        } catch is CancellationError {
            words = standing.withLock(\.isLost) ? Race.lossWords : "stopped"
        } catch {
            words = SecretMask.named.sentence((error as? RequestFailure)?.told ?? "\(error)")
        }
        feed.leave()
        try? await feed.close()
        self.feed.withLock { $0 = nil }
        await web.shutdown()
        tell(.ended(words, at: Self.now))
    }

    /// The connection that is raced stands, or has come to its end; the feed makes another one.
    private func watch(_ state: ClientState) {
        let isLost = standing.withLock { standing in
            switch state {
            case .connected: standing.isConnected = true
            case .waiting, .stopped: standing.isConnected = false
            case .idle, .connecting: break
            }
            standing.isLost = standing.isLost || standing.isRunning && !standing.isConnected
            return standing.isLost
        }
        if isLost { stop() }
    }

    /// Both sides run from now on; answers whether the connection is there.
    private func begin() -> Bool {
        standing.withLock { standing in
            standing.isRunning = true
            return standing.isConnected
        }
    }

    /// Runs to the end; answers why it ended, when not because its time was over.
    private func run(_ feed: BrokerFeed, _ web: RESTClient) async throws -> String {
        var generators = Generators()
        let opened = try await opener.open(
            order.draft, order.variables, now: clock.now(), with: &generators, chain: values.chain,
            path: [order.draft.savedPath], lastValue: { [values] in values.topics[$0] })
        feed.start()
        let granted = try await feed.subscribe([Subscription(filter: order.topic)])()
        if let refused = granted.first(where: \.isRefused) {
            return "the broker denied \(configuration.spoken.said(refused.filter)): \(refused.reason.name)"
        }
        guard begin() else { return Race.lossWords }
        tell(.subscribed(at: Self.now))
        let poller = RacePoller(opened.request, through: web, cookies: values.cookies, every: order.every) { [self] in
            tell(.poll($0))
        }
        let polling = poller.start()
        defer { polling.cancel() }
        try await Task.sleep(for: order.time, clock: .continuous)
        return ""
    }
}
