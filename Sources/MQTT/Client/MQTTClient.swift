public import NIOCore
import Synchronization

/// A client of one broker that stays connected: it comes back after a loss, subscribes again, keeps the session and sends
/// what was not acknowledged once more.
///
/// All state lives on one event loop; every method may be called from anywhere. A client that is let go disconnects.
///
///     var configuration = ClientConfiguration(endpoint: try Endpoint(url: "mqtt://localhost"))
///     configuration.maximumUnreadBytes = nil  // each batch is dealt with before the closure returns
///     let client = MQTTClient(configuration, group: MultiThreadedEventLoopGroup.singleton) { event in
///         guard case .messages(let batch) = event else { return }
///         batch.forEach { print(String(decoding: $0.topic, as: UTF8.self), $0.payload.count) }
///     }
///     client.start()
///     let answers = try await client.subscribe([Subscription(filter: "#")])
public final class MQTTClient: Sendable {
    private let eventLoop: any EventLoop
    private let credit: ReadCredit
    private let core: NIOLoopBoundBox<ClientCore>
    private let lastToken = Atomic<UInt64>(0)
    /// Whether there is nothing to close: its event loop may be gone before the client is.
    private let isAtRest = Atomic<Bool>(true)

    /// A client that has not started yet.
    ///
    /// - Parameters:
    ///   - group: where it runs; it takes one event loop.
    ///   - onEvent: called on that event loop, in order; it must not block.
    public convenience init(
        _ configuration: ClientConfiguration, group: any EventLoopGroup,
        onEvent: @escaping @Sendable (ClientEvent) -> Void
    ) {
        self.init(configuration, eventLoop: group.next(), onEvent: onEvent) { configuration, endpoint, loop in
            Connector(
                endpoint: endpoint, tls: configuration.tls, proxy: configuration.proxy,
                localAddress: configuration.localAddress, userAgent: configuration.userAgent,
                timeout: TimeAmount(configuration.connectTimeout)
            ).connect(on: loop)
        }
    }

    /// A client with its own way of opening channels, for tests.
    init(
        _ configuration: ClientConfiguration, eventLoop: any EventLoop,
        onEvent: @escaping @Sendable (ClientEvent) -> Void, open: @escaping ClientCore.Open
    ) {
        self.eventLoop = eventLoop
        credit = ReadCredit(limit: configuration.maximumUnreadBytes ?? .max)
        core = .makeBoxSendingValue(
            ClientCore(configuration, eventLoop: eventLoop, credit: credit, onEvent: onEvent, open: open),
            eventLoop: eventLoop)
    }

    deinit {
        if isAtRest.load(ordering: .acquiring) { return }
        let core = core
        let done = eventLoop.makePromise(of: Void.self)
        // Nobody else holds the core now, and it has to see the good-bye through.
        done.futureResult.whenComplete { _ in withExtendedLifetime(core) {} }
        eventLoop.execute { core.value.disconnect(Disconnect(), done: done) }
    }

    private func onLoop(_ body: @escaping @Sendable (ClientCore) -> Void) {
        let core = core
        eventLoop.execute { body(core.value) }
    }

    /// Connects, and stays connected. Without effect while it does.
    public func start() {
        isAtRest.store(false, ordering: .releasing)
        onLoop { $0.start() }
    }

    /// Tries at once instead of waiting, starts again after a stop, and replaces a connection that is there.
    public func reconnectNow() {
        isAtRest.store(false, ordering: .releasing)
        onLoop { $0.reconnectNow() }
    }

    /// Says good-bye and closes, within about two seconds whatever the broker does. What waits to be acknowledged is
    /// given up, with an error for whoever awaits it.
    ///
    /// - Parameter packet: the reason and properties told to the broker, such as
    ///   ``ReasonCode/disconnectWithWill`` (MQTT 5 3.14).
    public func disconnect(_ packet: Disconnect = Disconnect()) async {
        let done = eventLoop.makePromise(of: Void.self)
        onLoop { $0.disconnect(packet, done: done) }
        try? await done.futureResult.get()
        isAtRest.store(true, ordering: .releasing)
    }

    /// Subscribes and waits for the broker's answer to each filter; a refused filter is an answer, not an error.
    ///
    /// Without a connection the request waits for one. Filters that were granted are subscribed again after each
    /// reconnect, with the answers as ``ClientEvent/subscribed(_:)``.
    ///
    /// - Throws: ``ConnectionError`` or ``ConnectionFailure`` when the connection ends first, and for a filter that is not
    ///   valid.
    public func subscribe(
        _ subscriptions: [Subscription], properties: Properties = Properties()
    ) async throws -> [SubscribeResult] {
        let result = try await request { core, token, promise in
            core.subscribe(subscriptions, properties, token: token, promise)
        }
        guard case .subscribed(let reasons, _) = result else { return [] }
        return SubscribeResult.all(subscriptions, reasons, isRenewal: false)
    }

    /// Gives filters back and waits for the broker's answer to each.
    public func unsubscribe(
        _ filters: [String], properties: Properties = Properties()
    ) async throws -> [UnsubscribeResult] {
        let result = try await request { core, token, promise in
            core.unsubscribe(filters, properties, token: token, promise)
        }
        guard case .unsubscribed(let reasons, _) = result else { return [] }
        return UnsubscribeResult.all(filters, reasons)
    }

    /// Publishes and waits until the message is written (QoS 0) or acknowledged (QoS 1 and 2). The packet identifier is
    /// chosen here; the one given is not looked at.
    ///
    /// Without a connection QoS 1 and 2 wait for one and survive a reconnect, QoS 0 fails at once.
    ///
    /// - Parameter onStep: hears of each step of a message of QoS 1 or 2, on the event loop; after a reconnect the
    ///   steps come again.
    ///   One that ends the connection twice is held when it has `onStep`, and fails with
    ///   ``ConnectionError/endsConnection(_:)`` when it has not; the others go on.
    /// - Throws: ``ConnectionError`` or ``ConnectionFailure``. A message that the broker refuses is no error: see
    ///   ``PublishResult/reason``. ``ConnectionError/outcomeUnknown`` says that a message of QoS 2 is neither known to
    ///   have arrived nor known not to have.
    public func publish(
        _ publish: Publish, onStep: (@Sendable (PublishStep) -> Void)? = nil
    ) async throws -> PublishResult {
        let result = try await request { core, token, promise in
            core.publish(publish, token: token, onStep: onStep, promise)
        }
        return PublishResult(result)
    }

    /// Publishes with QoS 1 or 2, and cuts the connection right behind the PUBLISH: no acknowledgement is read any more.
    /// The client comes back as after any loss, and sends the message again with DUP when the broker still has the session
    /// (MQTT 5 4.4). For seeing what happens when a line breaks; otherwise as ``publish(_:onStep:)``.
    ///
    /// A session that ends with its connection could not show that: then the client connects again first, with one that
    /// outlives it by a minute (before MQTT 5: with clean session 0, until the message has come to its end).
    public func publishAndCut(
        _ publish: Publish, onStep: @escaping @Sendable (PublishStep) -> Void
    ) async throws -> PublishResult {
        guard publish.qos != .atMostOnce else {
            throw ConnectionError.invalid("a message of QoS 0 is not acknowledged: nothing is sent again")
        }
        let result = try await request { core, token, promise in
            core.publishAndCut(publish, token: token, onStep: onStep, promise)
        }
        return PublishResult(result)
    }

    /// Decides what becomes of a message that is held (``PublishStep/held(_:)``). Whoever awaits its publish still does,
    /// until it ends. A QoS of 0 needs a connection: without one it stays held.
    public func settle(_ held: HeldPublish, _ decision: HeldPublish.Decision) {
        onLoop { $0.settle(held, decision) }
    }

    /// Authenticates again within the connection (MQTT 5 4.12.1).
    public func reauthenticate(data: [UInt8]?) async throws {
        _ = try await request { core, token, promise in
            core.reauthenticate(data, token: token, promise)
        }
    }

    /// Closes the connection without a DISCONNECT, so that the broker publishes the will (MQTT 5 3.1.2.5), and does not come
    /// back; otherwise as ``disconnect(_:)``.
    public func drop() async {
        let done = eventLoop.makePromise(of: Void.self)
        onLoop { $0.drop(done: done) }
        try? await done.futureResult.get()
        isAtRest.store(true, ordering: .releasing)
    }

    /// Sends PINGREQ and waits for PINGRESP (MQTT 5 3.12). A broker answers in order: when it has, everything that it had
    /// to send before has come.
    ///
    /// - Returns: how long that took, reading that was held back included.
    /// - Throws: ``ConnectionError`` when there is no connection or it ends first.
    public func ping() async throws -> Duration {
        let result = try await request { core, token, promise in core.ping(token: token, promise) }
        // Messages of the read that had PINGRESP are handed on at its end: the loop comes to this behind it, so that whoever
        // pings to know that nothing more is to come has them all.
        try? await eventLoop.submit {}.get()
        guard case .ponged(let time) = result else { return .zero }
        return .nanoseconds(time.nanoseconds)
    }

    /// Gives back the bytes of a batch, its ``MessageBatch/byteCount``, when they are dealt with; reading goes on when it
    /// had stopped for want of them.
    public func consumed(_ bytes: Int) {
        if credit.giveBack(bytes) { onLoop { $0.currentHandler?.resumeReading() } }
    }

    /// The bytes of messages handed out and not given back.
    public var unreadBytes: Int { credit.unreadBytes }

    /// Shows every control packet that comes and goes from now on, on the event loop; nil ends it. Costs nothing while
    /// nobody looks.
    public func setTap(_ tap: (@Sendable (TapEvent) -> Void)?) {
        onLoop { $0.setTap(tap) }
    }

    /// Hands on, from now on, the bytes of all packets that come and go as they went over the wire, one value for each read
    /// and each write; nil ends it. On the event loop; it must not block.
    ///
    /// For keeping everything at hand: nothing is copied or looked at packet by packet, so that it costs next to nothing
    /// however many there are in a read. ``setTap(_:)`` takes them apart.
    public func setRecorder(_ recorder: (@Sendable (Traffic) -> Void)?) {
        onLoop { $0.setRecorder(recorder) }
    }

    /// Queues a publish behind those queued before it and says at once where its result will appear: for many messages
    /// under way at the same time, in the order of the calls. Otherwise as ``publish(_:)``.
    public func enqueue(_ publish: Publish) -> EventLoopFuture<PublishResult> {
        let (_, future) = queue { core, token, promise in
            core.publish(publish, token: token, onStep: nil, promise)
        }
        return future.map { PublishResult($0) }
    }

    /// Asks for messages that match filters, in one SUBSCRIBE behind what was asked before, and says at once where the
    /// broker's answers will appear: for several calls in their order. Otherwise as ``subscribe(_:properties:)``.
    public func enqueue(_ subscriptions: [Subscription]) -> EventLoopFuture<[SubscribeResult]> {
        let (_, future) = queue { core, token, promise in
            core.subscribe(subscriptions, Properties(), token: token, promise)
        }
        return future.map { result in
            guard case .subscribed(let reasons, _) = result else { return [] }
            return SubscribeResult.all(subscriptions, reasons, isRenewal: false)
        }
    }

    /// Gives filters back, behind what was asked before, and says at once where the broker's answers will appear. Otherwise
    /// as ``unsubscribe(_:properties:)``.
    public func enqueue(unsubscribing filters: [String]) -> EventLoopFuture<[UnsubscribeResult]> {
        let (_, future) = queue { core, token, promise in
            core.unsubscribe(filters, Properties(), token: token, promise)
        }
        return future.map { result in
            guard case .unsubscribed(let reasons, _) = result else { return [] }
            return UnsubscribeResult.all(filters, reasons)
        }
    }

    /// Queues many publishes at one go, for the price of one crossing to the event loop; otherwise as ``enqueue(_:)``.
    ///
    /// - Parameter onEach: called on the event loop with the place of a publish in the list and its end, in the order in
    ///   which they end.
    public func enqueue(
        _ publishes: [Publish], onEach: @escaping @Sendable (Int, Result<PublishResult, any Error>) -> Void
    ) {
        let count = UInt64(publishes.count)
        // A block of numbers at once: tokens stay in the order of the list.
        let first = lastToken.add(count, ordering: .relaxed).oldValue + 1
        let loop = eventLoop
        onLoop { core in
            for (offset, publish) in publishes.enumerated() {
                let promise = loop.makePromise(of: RequestResult.self)
                // On the event loop already: no hop for each.
                promise.futureResult.assumeIsolated().whenComplete { onEach(offset, $0.map { PublishResult($0) }) }
                core.publish(publish, token: Token(first + UInt64(offset)), onStep: nil, promise)
            }
        }
    }

    private func queue(
        _ body: @escaping @Sendable (ClientCore, Token, EventLoopPromise<RequestResult>) -> Void
    ) -> (Token, EventLoopFuture<RequestResult>) {
        let token = Token(lastToken.add(1, ordering: .relaxed).newValue)
        let promise = eventLoop.makePromise(of: RequestResult.self)
        onLoop { body($0, token, promise) }
        return (token, promise.futureResult)
    }

    private func request(
        _ body: @escaping @Sendable (ClientCore, Token, EventLoopPromise<RequestResult>) -> Void
    ) async throws -> RequestResult {
        let (token, future) = queue(body)
        return try await withTaskCancellationHandler {
            try await future.get()
        } onCancel: {
            onLoop { $0.cancel(token) }
        }
    }
}
