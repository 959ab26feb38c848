import NIOCore

/// The client's life over many connections. Everything here happens on one event loop.
///
///     idle ─start→ connecting ─CONNACK→ online ─lost→ waiting ─timer→ connecting …
///                      └─── failed ──→ waiting, or stopped when a new attempt is pointless
final class ClientCore {
    enum Phase {
        case idle
        case connecting
        /// CONNECT is sent.
        case greeting(ConnectionHandler)
        case online(ConnectionHandler)
        case waiting(Scheduled<Void>)
        case stopped
    }

    typealias Open = @Sendable (ClientConfiguration, Endpoint, any EventLoop) -> EventLoopFuture<any Channel>
    typealias Answer = EventLoopPromise<RequestResult>

    var configuration: ClientConfiguration
    let eventLoop: any EventLoop
    let credit: ReadCredit
    let onEvent: @Sendable (ClientEvent) -> Void
    let open: Open

    var phase = Phase.idle
    var tap: (@Sendable (TapEvent) -> Void)?
    var recorder: (@Sendable (Traffic) -> Void)?
    /// Takes requests while there is no connection, and carries the session from one to the next.
    var parked: ConnectionState
    /// Counts attempts; an answer of an older one is thrown away.
    var generation = 0
    /// Attempts that failed in a row.
    var failures = 0
    /// The version that was accepted, once one was.
    var provenVersion: ProtocolVersion?
    var attemptVersion = ProtocolVersion.v5
    var attemptEndpoint: Endpoint
    /// The server that the broker named, and how often in a row.
    var redirect: ServerReference?
    var redirectsInARow = 0
    var assignedClientID: String?
    var acceptedAt: NIODeadline?
    var hasBeenAccepted = false
    private var hasAttempted = false
    /// Why the last attempt or connection ended, for whoever renews the configuration.
    private var lastFailure: ConnectionFailure?
    /// Settings that were got before the end of these, for the connection that is made next: nobody is asked twice.
    var renewedSettings: ClientConfiguration?
    /// Asks for other settings before these end.
    var renewalTimer: Scheduled<Void>?

    var answers: [Token: Answer] = [:]
    /// The message behind which the connection is cut, when it is sent; and the one for which the session outlives its
    /// connection though that is not configured.
    var (cutsBehind, outliving): (Token?, Token?)
    /// Publishes that message.
    var waitingCut: (() -> Void)?
    /// Who is told the steps of a message.
    var watchers: [Token: @Sendable (PublishStep) -> Void] = [:]
    /// Subscriptions asked for while there is no connection.
    var deferred: [(token: Token, subscriptions: [Subscription], properties: Properties)] = []
    /// Filters that were given back without a connection and that the broker's session may hold, until it says that it does
    /// not any more.
    var givenBack: [GivenBack] = []
    /// Subscriptions under way, whose answers are events too; a renewal is one that nobody waits for.
    var asked: [Token: (subscriptions: [Subscription], isRenewal: Bool)] = [:]
    var closeWaiters: [EventLoopPromise<Void>] = []
    // The upper half: callers count from 1.
    private var nextToken: UInt64 = 1 << 63

    init(
        _ configuration: ClientConfiguration, eventLoop: any EventLoop, credit: ReadCredit,
        onEvent: @escaping @Sendable (ClientEvent) -> Void, open: @escaping Open
    ) {
        self.configuration = configuration
        self.eventLoop = eventLoop
        self.credit = credit
        self.onEvent = onEvent
        self.open = open
        attemptEndpoint = configuration.endpoint
        var session = Session()
        session.maximumQueuedBytes = configuration.maximumQueuedBytes
        // Version 5 until an attempt says otherwise: what waits is measured again then.
        parked = ConnectionState(configuration.options(version: .v5, clientID: nil, isRenewal: false), session: session)
    }

    /// A token of the core's own; those of the callers are below 2^63.
    func makeToken() -> Token {
        nextToken += 1
        return Token(nextToken)
    }

    // MARK: Commands

    func start() {
        switch phase {
        case .idle, .stopped:
            failures = 0
            connect()
        case .connecting, .greeting, .online, .waiting:
            break
        }
    }

    func reconnectNow() {
        switch phase {
        case .idle, .stopped:
            start()
        case .waiting(let timer):
            timer.cancel()
            failures = 0
            lastFailure = nil
            connect()
        case .online(let handler), .greeting(let handler):
            // The person knows that this connection is no good: a new one at once, without a pause.
            failures = 0
            lastFailure = nil
            acceptedAt = nil
            generation += 1
            // Its end is told to nobody: the person has asked for it.
            handler.detach()
            // A copy: the good-bye below ends the handler's state, not the session.
            parked = handler.state
            settle(parked.connectionLost(.lost("reconnecting")))
            handler.request { $0.disconnect(at: $1) }
            connect()
        case .connecting:
            break
        }
    }

    func disconnect(_ packet: Disconnect, done: EventLoopPromise<Void>) {
        switch phase {
        case .online(let handler):
            closeWaiters.append(done)
            handler.request { $0.disconnect(packet, at: $1) }
        case .greeting(let handler):
            // There is nobody to say good-bye to before CONNACK.
            closeWaiters.append(done)
            handler.abandon(.state(.closed))
        case .waiting(let timer):
            timer.cancel()
            finish(nil)
            done.succeed()
        case .connecting:
            // The channel may still open: `attempt` sees another generation and closes it.
            generation += 1
            finish(nil)
            done.succeed()
        case .idle, .stopped:
            done.succeed()
        }
    }

    func drop(done: EventLoopPromise<Void>) {
        guard case .online(let handler) = phase else { return disconnect(Disconnect(), done: done) }
        closeWaiters.append(done)
        handler.abandon(.state(.closed))
    }

    // MARK: Connecting

    func connect() {
        onEvent(.state(.connecting(attempt: failures + 1)))
        guard hasAttempted, let renewal = configuration.renewal else {
            hasAttempted = true
            return begin()
        }
        // An answer that was asked for by an earlier attempt must not begin this one.
        generation += 1
        phase = .connecting
        if let settings = renewedSettings.take() { return renewed(.success(settings), of: generation) }
        let (current, loop) = (generation, eventLoop)
        let core = NIOLoopBound(self, eventLoop: loop)
        renewal(lastFailure) { result in
            loop.execute { core.value.renewed(result, of: current) }
        }
    }

    private func renewed(_ result: Result<ClientConfiguration, ConnectionFailure>, of attempt: Int) {
        guard attempt == generation, case .connecting = phase else { return }
        switch result {
        case .success(let new):
            let isSameBroker = new.endpoint.isSameBroker(as: configuration.endpoint)
            // What was learnt of another broker says nothing of this one.
            if !isSameBroker { redirect = nil }
            if !isSameBroker || new.protocolChoice != configuration.protocolChoice { provenVersion = nil }
            if !isSameBroker || new.clientID != configuration.clientID {
                // Another broker, or another client: it is greeted as for the first time.
                assignedClientID = nil
                hasBeenAccepted = false
            }
            configuration = new
            parked.session.maximumQueuedBytes = new.maximumQueuedBytes
            begin()
        case .failure(let failure): failed(failure)
        }
    }

    /// Makes the attempt.
    private func begin() {
        switch configuration.protocolChoice {
        case .exactly(let version): attemptVersion = version
        case .auto: attemptVersion = provenVersion ?? .v5
        }
        attempt()
    }

    /// Opens a connection with ``attemptVersion``.
    func attempt() {
        generation += 1
        let current = generation
        attemptEndpoint = redirect?.endpoint(of: configuration.endpoint) ?? configuration.endpoint
        phase = .connecting
        open(configuration, attemptEndpoint, eventLoop).assumeIsolated().whenComplete { [self] result in
            guard current == generation else {
                if case .success(let channel) = result { channel.close(promise: nil) }
                return
            }
            switch result {
            case .success(let channel): greet(on: channel)
            case .failure(let error): failed(.connecting(to: attemptEndpoint, error))
            }
        }
    }

    private func greet(on channel: any Channel) {
        // Clean start is for the first connection only: a reconnect wants its session back.
        let isRenewal = hasBeenAccepted
        var options = configuration.options(
            version: attemptVersion, clientID: assignedClientID, isRenewal: isRenewal, outlives: outliving != nil)
        // Brokers without MQTT 5 may drop its CONNECT silently: that is waited for less long.
        if configuration.protocolChoice == .auto, attemptVersion == .v5, provenVersion == nil {
            options.connectTimeout = .init(configuration.fallbackTimeout)
        }
        let handler = ConnectionHandler(
            // From here on the handler's copy is the session; `parked` gets it back at the end.
            state: ConnectionState(options, session: parked.session), version: attemptVersion,
            maximumPacketSize: configuration.connectProperties.maximumPacketSize.map(Int.init),
            topicAliasMaximum: configuration.connectProperties.topicAliasMaximum ?? 0,
            credit: credit, delegate: self)
        handler.tap = tap
        handler.recorder = recorder
        handler.cutsBehind = cutsBehind
        handler.admission = configuration.admission
        handler.awaitsServerClose = configuration.awaitsServerClose
        phase = .greeting(handler)
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
        } catch {
            failed(.connecting(to: attemptEndpoint, error))
        }
    }

    // MARK: Ends

    /// An attempt or a connection ended and nobody asked for it.
    func failed(_ failure: ConnectionFailure) {
        // greeting -> connecting at once: a version that is not spoken is no failure of the broker, and counts as none.
        if fallsBack(after: failure) {
            onEvent(.fellBack(failure))
            attemptVersion = .v311
            attempt()
            return
        }
        if case .redirected(let target, let isPermanent) = failure.kind, follow(target, isPermanent) { return }
        // A temporary one holds for a single attempt (MQTT 5 4.11).
        if let redirect, !redirect.isPermanent { self.redirect = nil }
        if let acceptedAt {
            if eventLoop.now - acceptedAt >= TimeAmount(configuration.reconnect.stableAfter) { failures = 0 }
            self.acceptedAt = nil
        }
        failures += 1
        lastFailure = failure
        let isHopeless = failure.isPermanent && (!hasBeenAccepted || failure.endsForGood)
        guard configuration.reconnect.isEnabled, !isHopeless else { return finish(failure) }
        // What was accepted once and is refused now may be a broker half way through its own start: patience, no hammer.
        let delay =
            failure.isPermanent
            ? configuration.reconnect.maximum : configuration.reconnect.delay(beforeAttempt: failures)
        let timer = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [self] () -> Void in connect() }
        phase = .waiting(timer)
        onEvent(.state(.waiting(.init(delay: delay, attempt: failures + 1, failure: failure))))
    }

    /// No further attempt.
    func finish(_ failure: ConnectionFailure?) {
        phase = .stopped
        renewalTimer?.cancel()
        acceptedAt = nil
        let error: any Error = failure ?? ConnectionError.closed
        // Whoever waits gets the failure's own words, not the session's.
        for action in parked.session.discard(failing: .closed) {
            if case .fail(let token, _) = action { answers.removeValue(forKey: token)?.fail(error) }
        }
        deferred.removeAll()
        givenBack.removeAll()
        asked.removeAll()
        watchers.removeAll()
        // The closure holds the core.
        waitingCut = nil
        // Emptied first: whoever is answered may ask again.
        let left = answers
        answers.removeAll()
        for answer in left.values { answer.fail(error) }
        onEvent(.state(.stopped(failure)))
        let waiters = closeWaiters
        closeWaiters.removeAll()
        for waiter in waiters { waiter.succeed() }
    }

    private func fallsBack(after failure: ConnectionFailure) -> Bool {
        // Only an end between CONNECT and CONNACK can be about the version.
        guard configuration.protocolChoice == .auto, attemptVersion == .v5, provenVersion == nil,
            case .greeting = phase
        else { return false }
        switch failure.kind {
        case .closedBeforeConnectAck, .silent, .malformed, .connectionLost: return true
        case .refused(let refusal):
            // 1 in the form of MQTT 3.1.1 (3.2.2.3), which a broker uses that does not know the newer one.
            return refusal.code == 1 || refusal.code == ReasonCode.unsupportedProtocolVersion.rawValue
        default: return false
        }
    }

    private func follow(_ reference: String?, _ isPermanent: Bool) -> Bool {
        onEvent(.redirected(to: reference, isPermanent: isPermanent))
        guard configuration.followsRedirects, redirectsInARow < 5,
            let server = ServerReference(reference, isPermanent: isPermanent)
        else { return false }
        redirectsInARow += 1
        redirect = server
        attempt()
        return true
    }
}

extension ConnectionFailure {
    /// Whether another attempt does harm, even after earlier success.
    var endsForGood: Bool {
        switch kind {
        case .sessionTakenOver, .redirected, .badOptions: true
        default: false
        }
    }
}
