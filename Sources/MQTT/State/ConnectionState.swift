import NIOCore

/// The client's side of one connection, as a pure machine: packets and time in, actions out.
///
///     idle ──start──> connecting ──CONNACK──> connected ──> closed
///                         └── AUTH <-> challenge ──┘
///
/// It owns no socket and reads no clock; tests turn time by hand.
struct ConnectionState: Sendable {
    /// Where the connection stands.
    enum Phase: Sendable {
        /// CONNECT not sent yet.
        case idle
        /// CONNECT sent.
        case connecting
        /// CONNACK accepted.
        case connected
        /// Over.
        case closed
    }

    /// Where the connection stands, with what there is only then.
    private enum Stage: Sendable {
        case idle
        /// CONNECT, or the last AUTH, was sent; CONNACK is waited for until then.
        case connecting(sent: NIODeadline, until: NIODeadline)
        case connected(KeepAlive)
        case closed
    }
    private var stage = Stage.idle

    /// Where the connection stands.
    var phase: Phase {
        switch stage {
        case .idle: .idle
        case .connecting: .connecting
        case .connected: .connected
        case .closed: .closed
        }
    }

    /// What outlives this connection.
    var session: Session
    /// What the CONNACK that accepts has said; there is none before it, and it stays when the connection is over.
    private(set) var acceptance: Acceptance?
    /// What the broker allows; no limit is known before it accepts.
    var limits: ServerLimits { acceptance?.limits ?? ServerLimits() }

    let options: ConnectionOptions
    var subscribing: [UInt16: (token: Token, subscriptions: [Subscription], at: NIODeadline)] = [:]
    var unsubscribing: [UInt16: (token: Token, filters: [String], at: NIODeadline)] = [:]
    /// The highest QoS that a message may have, as far as is known: of what was granted on this connection. Nil without
    /// any, and where a session goes on whose grants nobody has kept.
    var highestGranted: QoS?
    var reauthenticating: Token?
    /// Pings that have not been answered, oldest first; those of the keep alive have no token.
    var pings = CircularBuffer<(token: Token?, sent: NIODeadline)>()
    // They live as long as the connection (MQTT 5 3.3.2.3.4), as this machine does.
    var aliases: [String: UInt16] = [:]
    /// Messages in flight that are still to be sent again on this connection, in order.
    var unsent = CircularBuffer<UInt16>()
    /// PUBRELs of this connection that have had no PUBCOMP.
    var releases = 0
    /// Bytes of messages of QoS 1 and 2 sent since ``written(at:)``.
    var burst = 0
    /// What went by last: who wants to know how the connection ended asks ``cause(_:reason:at:)``.
    var recentlySent = RecentPackets()
    var recentlyReceived = RecentPackets()
    /// How many messages may be under way after a connection that ended behind some; 0 until the broker has answered what
    /// went before. Nil for as many as usual.
    var caution: Int?

    /// A machine for one connection that goes on with a session.
    init(_ options: ConnectionOptions, session: Session) {
        self.options = options
        self.session = session
    }

    var version: ProtocolVersion { options.connect.version }

    /// Whether the broker keeps the session when the connection ends (MQTT 5 3.1.2.11.2, 3.2.2.3.2; MQTT 3.1.1 3.1.2.4).
    var sessionOutlivesConnection: Bool {
        // Clean Session 0 keeps the session for as long as the broker likes.
        guard version == .v5 else { return !options.connect.cleanStart }
        // CONNACK's word replaces what was asked for (MQTT 5 3.2.2.3.2).
        return (acceptance?.sessionExpiry ?? options.connect.properties.sessionExpiryInterval ?? 0) > 0
    }

    // MARK: - Start and end

    /// Sends CONNECT, or closes with `invalid` when it cannot be put on the wire.
    mutating func start(at now: NIODeadline) -> [ConnectionAction] {
        guard phase == .idle else { return [] }
        let packet = Packet.connect(options.connect)
        // No broker has set limits yet: it is about what the wire can carry.
        if let objection = limits.objection(toSizeOf: packet, version: version) { return close(objection) }
        stage = .connecting(sent: now, until: now + options.connectTimeout)
        return sent([.send(packet)], at: now)
    }

    /// Sends DISCONNECT and closes (MQTT 5 3.14).
    mutating func disconnect(_ disconnect: Disconnect = Disconnect(), at now: NIODeadline) -> [ConnectionAction] {
        guard phase == .connected || phase == .connecting else { return [] }
        let isSaid = phase == .connected
        // connecting -> closed: nobody has said yet that there is a broker to take a good-bye.
        return (isSaid ? [.send(.disconnect(disconnect))] : []) + close(.closed)
    }

    /// The connection is gone: what cannot survive it fails; messages of QoS 1 and 2 stay in the session.
    mutating func connectionLost(_ error: ConnectionError) -> [ConnectionAction] {
        // Whatever comes after this, no packet and no tick does anything.
        stage = .closed
        var actions = subscribing.values.map { ConnectionAction.fail($0.token, error) }
        // Nobody else would end them: SUBACK and UNSUBACK are of this connection.
        actions += unsubscribing.values.map { .fail($0.token, error) }
        if let reauthenticating { actions.append(.fail(reauthenticating, error)) }
        actions += pings.compactMap { $0.token.map { .fail($0, error) } }
        pings.removeAll()
        subscribing.removeAll()
        unsubscribing.removeAll()
        reauthenticating = nil
        return actions
    }

    /// The stream from the broker cannot be read on.
    mutating func received(violation: ProtocolViolation, at now: NIODeadline) -> [ConnectionAction] {
        guard phase != .closed else { return [] }
        // A DISCONNECT says why (MQTT 5 4.13.1); before CONNACK the other side may be no broker at all.
        let isTold = version == .v5 && phase == .connected
        let words: [ConnectionAction] = isTold ? [.send(.disconnect(Disconnect(reason: violation.reason)))] : []
        return words + close(.violation(violation))
    }

    mutating func close(_ error: ConnectionError) -> [ConnectionAction] {
        stage = .closed
        return [.close(error)]
    }

    // MARK: - CONNACK

    mutating func receive(_ answer: ConnectAck, at now: NIODeadline) -> [ConnectionAction] {
        // A second CONNACK changes nothing.
        guard case .connecting(let sentAt, _) = stage else {
            return tolerate(.connectAckComesOnce, .connectAck, ProtocolRule.connectAckComesOnce.text, at: now)
        }
        // connecting -> closed. A server that refuses closes by itself (MQTT 5 3.2.2.2): nothing is left to say.
        guard answer.reason == .success else { return close(.refused(answer)) }
        // From here on the broker is there to be told what is wrong with its answer.
        stage = .connected(
            KeepAlive(
                seconds: answer.properties.serverKeepAlive ?? options.connect.keepAlive, sent: sentAt, received: now))
        var answer = answer
        var breach: [ConnectionAction] = []
        if answer.sessionPresent, options.connect.cleanStart {
            let words = "A session is present although a clean start was asked for."
            // MQTT 5 has a client close here (3.2.2.1.1); before it nothing is said but what a server must do.
            if version == .v5 { return violate(.protocolError, .connectAck, words, at: now) }
            breach = tolerate(.sessionIsAskedFor, .connectAck, words, at: now)
            if phase == .closed { return breach }
            // Read on as what was asked for.
            answer.sessionPresent = false
        }
        let method = options.connect.properties.authenticationMethod
        // A CONNACK that accepts names the method, too (MQTT 5 4.12).
        if version == .v5, method != answer.properties.authenticationMethod, method != nil {
            return violate(.protocolError, .connectAck, "The authentication method is not the one asked for.", at: now)
        }
        if version == .v5, method == nil, answer.properties.authenticationMethod != nil {
            // MQTT 5 4.12: a server must not send one to a client that has named none.
            let words = "There is an authentication method, and none was asked for."
            breach += tolerate(.authenticationIsAskedFor, .connectAck, words, at: now)
            if phase == .closed { return breach }
        }
        acceptance = Acceptance(answer)
        // A session that is there has its subscriptions: asking again would bring every retained message again.
        let restore = answer.sessionPresent ? [] : session.subscriptions
        // First of all: the owner subscribes while it hears this, so SUBSCRIBE is on the wire before what waits in the
        // session.
        var actions = breach + [.connected(answer, restore: restore)]
        if answer.sessionPresent {
            actions += redeliver(at: now)
        } else {
            actions += session.startAnew()
        }
        // Before what waits in the session goes: the window may be shut.
        beginCarefully(subscribing: !restore.isEmpty)
        return sent(actions + sendQueued(at: now), at: now)
    }

    /// Sends again what the broker has not acknowledged, in the original order (MQTT 5 4.4).
    ///
    /// PUBRELs go at once; PUBLISHes beyond the window wait for acknowledgements (MQTT 5 4.9).
    private mutating func redeliver(at now: NIODeadline) -> [ConnectionAction] {
        var actions: [ConnectionAction] = []
        // What was released before CONNACK stands in `inFlight` too, and would go twice.
        unsent = CircularBuffer()
        for (id, message) in session.inFlight.sorted(by: { $0.value.order < $1.value.order }) {
            switch message.stage {
            case .released:
                session.inFlight[id]?.isReleasedAgain = true
                releases += 1
                session.inFlight[id]?.sentAt = now
                actions.append(.send(.publishRelease(Acknowledgement(packetID: id))))
                actions += session.progress(message.token, .released)
            case .published: unsent.append(id)
            }
        }
        return actions
    }

    // MARK: - Time

    /// Bytes came: the broker is alive.
    mutating func receivedBytes(at now: NIODeadline) {
        guard case .connected(var keepAlive) = stage else { return }
        // Whatever comes answers a ping: PINGRESP may lie behind megabytes of messages.
        (keepAlive.lastReceived, keepAlive.pingSent) = (now, nil)
        stage = .connected(keepAlive)
    }

    /// Notes that something is sent.
    mutating func sent(_ actions: [ConnectionAction], at now: NIODeadline) -> [ConnectionAction] {
        if actions.isEmpty { return actions }
        switch stage {
        // AUTH packets in between do not make the wait for CONNACK longer.
        case .connecting(_, let deadline): stage = .connecting(sent: now, until: deadline)
        case .connected(var keepAlive):
            keepAlive.lastSent = now
            // What is sent keeps the connection alive for the broker; whether the broker is there only receiving tells.
            stage = .connected(keepAlive)
        case .idle, .closed: break
        }
        noteSent(actions, at: now)
        return actions
    }

    /// When `tick` has something to do next; nil when never.
    var nextDeadline: NIODeadline? {
        switch stage {
        case .idle, .closed: nil
        case .connecting(_, let deadline): deadline
        case .connected(let keepAlive): keepAlive.deadline(patience: options.pingTimeout)
        }
    }

    /// Does what is due: the end of patience with CONNECT, a ping, the end of patience with a ping.
    mutating func tick(at now: NIODeadline) -> [ConnectionAction] {
        // A timer may fire early: it was set for a deadline that has moved since.
        guard let deadline = nextDeadline, now >= deadline else { return [] }
        guard case .connected(var keepAlive) = stage else { return close(.connectTimeout) }
        guard keepAlive.pingSent == nil else {
            // Not 0x8D, Keep Alive timeout: a server alone may say that (MQTT 5 table 3-10).
            let words: [ConnectionAction] =
                version == .v5 ? [.send(.disconnect(Disconnect(reason: .unspecifiedError)))] : []
            return words + close(.keepAliveTimeout)
        }
        // connected -> connected, a ping under way: the deadline is now that of its answer.
        keepAlive.pingSent = now
        stage = .connected(keepAlive)
        return ping(nil, at: now)
    }

    /// Sends PINGREQ (MQTT 5 3.12); its token completes with the time that PINGRESP took. Needs a connection.
    mutating func ping(_ token: Token?, at now: NIODeadline) -> [ConnectionAction] {
        guard phase == .connected else { return token.map { [.fail($0, .notConnected)] } ?? [] }
        // A broker that answers none gets no more of them; its silence is judged by the deadline all the same.
        guard pings.count < Self.maximumPings else { return token.map { [.fail($0, .queueFull)] } ?? [] }
        pings.append((token, now))
        return sent([.send(.pingRequest)], at: now)
    }

    /// Pings under way at most: a broker that answers none is not asked for ever.
    private static var maximumPings: Int { 64 }

    /// PINGRESP: the oldest ping is answered.
    mutating func receivedPong(at now: NIODeadline) -> [ConnectionAction] {
        receivedBytes(at: now)
        guard let (token, sent) = pings.popFirst() else {
            return tolerate(.pingIsAskedFor, .pingResponse, ProtocolRule.pingIsAskedFor.text, at: now)
        }
        // The keep alive's own: nobody waits for it.
        guard let token else { return [] }
        return [.complete(token, .ponged(now - sent))]
    }

    /// What a rule says about a breach that leaves the stream readable: it is told, or with ``ConnectionOptions/isStrict``
    /// the end.
    mutating func tolerate(
        _ rule: ProtocolRule, _ packet: PacketType, _ text: String, at now: NIODeadline
    ) -> [ConnectionAction] {
        let violation = ProtocolViolation(rule, in: packet, text)
        return options.isStrict ? received(violation: violation, at: now) : [.violated(violation, count: 1)]
    }

    mutating func violate(
        _ reason: ReasonCode, _ packet: PacketType, _ text: String, at now: NIODeadline
    ) -> [ConnectionAction] {
        received(violation: ProtocolViolation(reason, in: packet, text), at: now)
    }
}
