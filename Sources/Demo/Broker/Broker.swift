import MQTT
import NIOCore

/// An MQTT 3.1, 3.1.1 and 5 broker without sockets: packets and moments in, effects out.
///
///     opened ─> CONNECT ─> PUBLISH, SUBSCRIBE, … ─> closed
///                 │                                   │
///              session <──────── away ────────────────┘   until its expiry, with bounded queues
///
/// Confined to one thread: the server's event loop, or a test. Nothing here blocks, waits or asks for the time.
///
/// - `Broker+Connect`: CONNECT, take-over, the end of a connection, wills
/// - `Broker+Publish`: PUBLISH from a client, and who gets it
/// - `Broker+Deliver`: queues, windows, acknowledgements
/// - `Broker+Subscribe`: SUBSCRIBE, UNSUBSCRIBE, retained messages
/// - `Broker+Time`: keep alive, expiry, `$SYS`
final class Broker {
    let limits: BrokerLimits
    let sysInterval: TimeAmount?
    let startedAt: NIODeadline

    var links: [LinkID: BrokerLink] = [:]
    var sessions: [String: BrokerSession] = [:]
    var retained = RetainedMessages()
    /// Whose turn it is in each shared subscription.
    var turns: [String: Int] = [:]
    var counters = Counters()
    var figures: SysFigures
    var nextFigures: NIODeadline
    private var lastLink: LinkID = 0
    private var lastClientNumber = 0
    var effects: [BrokerEffect] = []
    /// Who is told of each message that is accepted; nil for nobody.
    var accepted: ((Message) -> Void)?

    /// A broker without connections.
    ///
    /// - Parameters:
    ///   - version: What `$SYS/broker/version` says.
    ///   - sysInterval: Time between `$SYS` publications; nil publishes none.
    init(
        version: String, limits: BrokerLimits = BrokerLimits(), sysInterval: TimeAmount? = .seconds(10),
        at now: NIODeadline
    ) {
        self.limits = limits
        self.sysInterval = sysInterval
        startedAt = now
        nextFigures = now
        figures = SysFigures(version: version)
    }

    // MARK: What happens

    /// A connection was accepted. It has ten seconds for its CONNECT.
    func opened(at now: NIODeadline) -> LinkID {
        lastLink += 1
        // A reasonable time, which MQTT leaves to the server (MQTT 5 3.1.4).
        links[lastLink] = BrokerLink(deadline: now + .seconds(10))
        counters.socketsOpened += 1
        return lastLink
    }

    /// A packet came.
    func receive(_ packet: Packet, from link: LinkID, at now: NIODeadline) -> [BrokerEffect] {
        guard let state = links[link], !state.isClosing else { return [] }
        counters.packetsReceived += 1
        // Any packet of the client begins its time anew (MQTT 5 3.1.2.10).
        if let silence = state.silence { links[link]?.deadline = now + silence }
        if case .connect(let connect) = packet {
            // A second CONNECT is a protocol error (MQTT 5 3.1.0-2).
            if let session = state.session {
                end(link, session, .protocolError, at: now)
            } else {
                self.connect(connect, link, at: now)
            }
        } else if let session = state.session {
            receive(packet, link, session, at: now)
        } else {
            // MQTT 5 3.1.0-1: the first packet is CONNECT.
            close(link)
        }
        return takeEffects()
    }

    private func receive(_ packet: Packet, _ link: LinkID, _ session: BrokerSession, at now: NIODeadline) {
        switch packet {
        case .publish(let publish): receive(publish, link, session, at: now)
        case .publishAck(let answer): acknowledged(answer, link, session, at: now)
        case .publishReceived(let answer): received(answer, link, session, at: now)
        case .publishComplete(let answer): completed(answer, link, session, at: now)
        case .publishRelease(let answer): released(answer, link, session)
        case .subscribe(let subscribe): self.subscribe(subscribe, link, session, at: now)
        case .unsubscribe(let unsubscribe): self.unsubscribe(unsubscribe, link, session)
        case .pingRequest: send(.pingResponse, link)
        case .disconnect(let disconnect): self.disconnect(disconnect, link, session, at: now)
        // Enhanced authentication was never agreed on; the rest goes from server to client only.
        default: end(link, session, .protocolError, at: now)
        }
    }

    /// What came is not MQTT, or too large: MQTT 5 clients are told, and it closes.
    func violated(_ violation: ProtocolViolation, by link: LinkID, at now: NIODeadline) -> [BrokerEffect] {
        guard let state = links[link], !state.isClosing else { return [] }
        if let session = state.session {
            end(link, session, violation.reason, at: now)
        } else {
            // The one violation of somebody who speaks MQTT all the same (MQTT 5 3.1.2.2).
            if violation.reason == .unsupportedProtocolVersion { refuse(link, violation.reason) }
            close(link)
        }
        return takeEffects()
    }

    /// The connection is gone.
    func closed(_ link: LinkID, at now: NIODeadline) -> [BrokerEffect] {
        // Not the session that another connection has taken over.
        if let session = links.removeValue(forKey: link)?.session, session.link == link { left(session, at: now) }
        return takeEffects()
    }

    /// The socket takes more, or no more for now.
    func writable(_ isWritable: Bool, _ link: LinkID, at now: NIODeadline) -> [BrokerEffect] {
        guard let session = links[link]?.session, session.link == link else { return [] }
        session.isWritable = isWritable
        pump(session, at: now)
        return takeEffects()
    }

    /// The time that ``BrokerEffect/resume(_:)`` asked for.
    func resume(_ link: LinkID, at now: NIODeadline) -> [BrokerEffect] {
        guard let session = links[link]?.session, session.link == link else { return [] }
        session.isResuming = false
        pump(session, at: now)
        return takeEffects()
    }

    /// The broker ends: MQTT 5 clients are told, everybody is closed. Wills are not published.
    func shutDown() -> [BrokerEffect] {
        // In the order in which they came, the same in every run.
        for (link, state) in links.sorted(by: { $0.key < $1.key }) {
            if let session = state.session, session.version == .v5, !state.isClosing {
                send(.disconnect(Disconnect(reason: .serverShuttingDown)), link)
            }
            close(link)
        }
        return takeEffects()
    }

    // MARK: For the aspects

    func send(_ packet: Packet, _ link: LinkID) {
        counters.packetsSent += 1
        effects.append(.send(link, packet))
    }

    func close(_ link: LinkID) {
        guard links[link]?.isClosing == false else { return }
        links[link]?.isClosing = true
        effects.append(.close(link))
    }

    /// Ends a connection for a reason of the broker's; its will is published as for any lost connection.
    func end(_ link: LinkID, _ session: BrokerSession, _ reason: ReasonCode, at now: NIODeadline) {
        if session.version == .v5 { send(.disconnect(Disconnect(reason: reason)), link) }
        close(link)
        // Now, not when the socket is gone: what it acknowledges from here on is not heard either.
        if session.link == link { left(session, at: now) }
    }

    func newClientID() -> String {
        repeat { lastClientNumber += 1 } while sessions["auto-\(lastClientNumber)"] != nil
        return "auto-\(lastClientNumber)"
    }

    func takeEffects() -> [BrokerEffect] {
        defer { effects = [] }
        return effects
    }
}
