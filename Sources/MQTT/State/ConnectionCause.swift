import NIOCore
import Text

/// How a connection came to its end: the facts. Whatever says why there is no connection speaks from them.
public struct ConnectionCause: Hashable, Sendable {
    /// Who ended a connection.
    public enum Closer: Hashable, Sendable {
        /// This side, because it was asked to or because the broker broke the protocol.
        case client
        /// The broker: DISCONNECT, or it just closed.
        case broker
        /// What lies between: the system has said that the way is broken.
        case network
        /// Nobody: an answer did not come in time.
        case timeout
    }

    /// Who ended it.
    public var closer: Closer
    /// The reason in the broker's CONNACK or DISCONNECT, or in ours; nil when nobody gave one.
    public var reason: ReasonCode?
    /// The last packets that were sent, the oldest first.
    public var sent: [PacketNote]
    /// The last packets that came, the oldest first.
    public var received: [PacketNote]
    /// What the end came right behind: the first packet that still waited for its answer, or a PUBLISH of QoS 0 behind
    /// which nothing came. Nil when the broker had answered everything, when that was long ago, or when the reason has
    /// nothing to do with it.
    public var suspect: PacketNote?
    /// Whether the client has an identifier, its own or the broker's, that somebody else could use too.
    public var hasClientID: Bool

    /// How long before the end a packet that was not answered may have been sent for the end to be its answer. Both ways
    /// may be slow, and so may the broker.
    static let moment = TimeAmount.seconds(10)
    /// The same for a packet that has no answer.
    static let shortMoment = TimeAmount.seconds(2)

    /// The newest packet, whichever way it went.
    public var last: PacketNote? {
        guard let sent = sent.last else { return received.last }
        guard let received = received.last else { return sent }
        // Of two at one moment the one that came: it may be the answer.
        return sent.before < received.before ? sent : received
    }

    /// The same, saying of topics and filters what may be said of them.
    func saying(_ names: SpokenNames) -> ConnectionCause {
        guard !names.isEmpty else { return self }
        func said(_ note: PacketNote) -> PacketNote {
            var note = note
            note.spoken = note.subjects.map(names.said)
            return note
        }
        var cause = self
        (cause.sent, cause.received, cause.suspect) = (sent.map(said), received.map(said), suspect.map(said))
        return cause
    }

    /// Whether two connections ended in the same way, whatever the times.
    func isSame(as other: ConnectionCause) -> Bool {
        closer == other.closer && reason == other.reason && suspect?.type == other.suspect?.type
            // The same packet about something else is another end.
            && suspect?.subjects == other.suspect?.subjects
    }

    /// `5 ms after SUBSCRIBE #`; nil when it came right behind nothing.
    var behind: String? { suspect.map { "\(Self.time($0.before)) after \($0)" } }

    /// What to try about the packet that it came right behind; nil when nothing is known to try.
    var remedy: String? {
        guard let suspect else { return nil }
        switch suspect.type {
        case .connect where !hasClientID:
            return "it may not take an empty client identifier: give one"
        case .subscribe where suspect.subjects.count == 1:
            return "it may not allow that filter: unsubscribe from it, or ask for another"
        case .subscribe: return "it may not allow one of these filters: unsubscribe from it, or ask for another"
        case .publish where suspect.qos == .atMostOnce: return "it may not take that topic or that size"
        case .publish: return "it may not take that topic, that size or that QoS"
        case .publishRelease: return "it may not speak QoS 2 to its end: publish with QoS 1"
        default: return nil
        }
    }

    /// `420 µs`, `5 ms`, `1.2 s`, `3 min`.
    static func time(_ time: TimeAmount) -> String {
        TimeWords.words(max(0, time.nanoseconds))
    }
}

extension ReasonCode {
    /// Whether a DISCONNECT with this reason speaks of the connection as a whole, and not of what the client sent last.
    var isUnrelatedToPackets: Bool {
        switch self {
        case .success, .disconnectWithWill, .serverUnavailable, .serverBusy, .serverShuttingDown, .keepAliveTimeout,
            .sessionTakenOver, .administrativeAction, .useAnotherServer, .serverMoved, .connectionRateExceeded,
            .maximumConnectTime, .banned:
            true
        default: false
        }
    }
}
