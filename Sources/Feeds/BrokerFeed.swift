public import MQTT
public import Model
import NIOCore
import NIOPosix
import Synchronization
public import Text

/// A broker on the network. Its client's events are stamped on the event loop and delivered from there.
public final class BrokerFeed: Feed {
    private let client: MQTTClient
    private let way: BrokerWay
    private let group: MultiThreadedEventLoopGroup
    private let gate = Gate()

    /// What is said after somebody has left concerns nobody: another feed may have taken the connection over by then.
    private final class Gate: Sendable {
        let isClosed = Atomic<Bool>(false)
    }

    /// Makes the client; nothing connects before ``start()``.
    /// - Parameters:
    ///   - now: the clock that stamps.
    ///   - renewal: who is asked before each attempt but the first; nil leaves that to the configuration.
    ///   - deliver: where arrivals go; called on the event loop, must not block.
    public init(
        _ configuration: ClientConfiguration, of id: ConnectionID, now: @escaping @Sendable () -> Moment,
        renewal: (@Sendable (RenewalRequest) -> Void)? = nil, deliver: @escaping @Sendable (Arrival) -> Void
    ) {
        way = BrokerWay(configuration, ask: renewal)
        // A thread for each connection: one broker's flood does not hold up another's answers.
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        client = MQTTClient(way.asking, group: group) { [gate] event in
            // Looked at for each event, on the client's own thread: what was under way when somebody left is silenced
            // too.
            guard !gate.isClosed.load(ordering: .acquiring) else { return }
            deliver(.event(event, of: id, at: now()))
        }
        client.setRecorder { [gate] traffic in
            guard !gate.isClosed.load(ordering: .acquiring) else { return }
            deliver(.wire(traffic, of: id))
        }
    }

    /// A feed for what must not be mixed with what another connection to the broker brings: it leaves nothing behind, and what
    /// it says is whoever's who made it.
    public convenience init(
        aside configuration: ClientConfiguration, now: @escaping @Sendable () -> Moment,
        deliver: @escaping @Sendable (Arrival) -> Void
    ) {
        self.init(configuration, of: .first, now: now, deliver: deliver)
    }

    /// What the client was given last.
    public var broker: ClientConfiguration? { way.configuration }

    /// Connects, and keeps connecting.
    public func start() { client.start() }
    /// Ends a pause between two attempts.
    public func reconnectNow() { client.reconnectNow() }
    /// Says DISCONNECT.
    public func disconnect() async { await client.disconnect() }
    /// Closes without DISCONNECT.
    public func drop() async { await client.drop() }

    /// Keeps to itself from now on what the client says.
    public func leave() { gate.isClosed.store(true, ordering: .releasing) }

    /// Says DISCONNECT and gives the threads back; bounded by the client's own time-out.
    public func close() async throws {
        // First: the group's thread is what says DISCONNECT.
        await client.disconnect()
        try await group.shutdownGracefully()
    }

    /// SUBSCRIBE, in the order of the calls.
    public func subscribe(_ subscriptions: [Subscription]) -> @Sendable () async throws -> [SubscribeResult] {
        // Queued now, awaited later: a task may begin in any order.
        let answer = client.enqueue(subscriptions)
        return { try await answer.get() }
    }

    /// UNSUBSCRIBE, in the order of the calls.
    public func unsubscribe(_ filters: [String]) -> @Sendable () async throws -> [UnsubscribeResult] {
        let answer = client.enqueue(unsubscribing: filters)
        return { try await answer.get() }
    }

    /// PUBLISH, and what follows it.
    public func publish(
        _ message: Publish, onStep: (@Sendable (PublishStep) -> Void)?
    ) async throws -> PublishResult {
        try await client.publish(message, onStep: onStep)
    }

    /// PUBLISH, and the end of the connection right behind it.
    public func publishAndCut(
        _ message: Publish, onStep: @escaping @Sendable (PublishStep) -> Void
    ) async throws -> PublishResult {
        try await client.publishAndCut(message, onStep: onStep)
    }

    /// Decides about a held publish.
    public func settle(_ publish: HeldPublish, _ decision: HeldPublish.Decision) { client.settle(publish, decision) }
    /// PINGREQ; the time until PINGRESP.
    public func ping() async throws -> Duration { try await client.ping() }
    /// Lets the client read on.
    public func consumed(_ bytes: Int) { client.consumed(bytes) }
    /// What the client waits for before it reads on.
    public var unreadBytes: Int { client.unreadBytes }
}
