/// Why a request or a connection came to its end.
public enum ConnectionError: Error, Equatable, Sendable {
    /// CONNACK said no.
    case refused(ConnectAck)
    /// The broker sent DISCONNECT.
    case disconnected(Disconnect)
    /// One side broke the protocol.
    case violation(ProtocolViolation)
    /// The broker did not answer a ping in time (MQTT 5 3.1.2.10).
    case keepAliveTimeout
    /// The broker did not answer CONNECT in time.
    case connectTimeout
    /// There is no connection.
    case notConnected
    /// The caller closed the connection.
    case closed
    /// Whether a message of QoS 2 arrived is not known: the broker had answered PUBREC, the connection ended before its
    /// PUBCOMP, and the broker's next CONNACK says that there is no session.
    ///
    /// PUBREC makes the broker the message's owner within the session alone, and it may pass the message on at PUBLISH or
    /// not before PUBREL (MQTT 5 4.3.3): called delivered it may be lost, sent again it may arrive twice. So neither is
    /// done, and whoever sent it decides. A session that outlives its connection never ends so (MQTT 5 4.1, 4.4).
    case outcomeUnknown
    /// The message ends the connection each time it is sent, or is acknowledged as no message of its QoS is: it is not sent
    /// again. Words that say how.
    case endsConnection(String)
    /// Too many messages wait for the broker.
    case queueFull
    /// The broker does not allow it: the reason it would give, and words.
    case limit(ReasonCode, String)
    /// The request itself is wrong.
    case invalid(String)
    /// Enhanced authentication failed.
    case authentication(String)
    /// The connection broke.
    case lost(String)
}

extension ConnectionError: CustomStringConvertible {
    /// One line in the user's words.
    public var description: String {
        switch self {
        case .refused(let answer):
            "the broker refused the connection: \(words(answer.reason, .connectAck, answer.properties))"
        case .disconnected(let answer):
            "the broker ended the connection: \(words(answer.reason, .disconnect, answer.properties))"
        case .violation(let violation):
            "the protocol was broken: \(violation.packet.map { "\($0.name): " } ?? "")\(violation.sentence)"
        case .keepAliveTimeout: "the broker no longer answers; check the network"
        case .connectTimeout: "the broker did not answer in time; check host and port"
        case .notConnected: "not connected to the broker; wait for the connection"
        case .closed: "the connection was closed"
        case .outcomeUnknown:
            "whether it arrived is not known: the broker has lost the session between PUBREC and PUBCOMP"
        case .queueFull: "too many messages wait for the broker; wait until it acknowledges some"
        case .limit(_, let words), .invalid(let words), .endsConnection(let words): words
        case .authentication(let words): "authentication failed: \(words)"
        case .lost(let words): "the connection broke: \(words)"
        }
    }

    /// The reason, what the broker says about it, where it sends us, and what to try.
    private func words(_ reason: ReasonCode, _ packet: PacketType, _ properties: Properties) -> String {
        var parts = [reason.name(in: packet)]
        if let text = properties.reasonString, !text.isEmpty { parts[0] += " (\(text))" }
        if let server = properties.serverReference { parts.append("it names \(server)") }
        if !reason.advice.isEmpty { parts.append(reason.advice) }
        return parts.joined(separator: "; ")
    }
}
