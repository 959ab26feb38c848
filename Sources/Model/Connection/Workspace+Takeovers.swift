import MQTT
import Text

/// Recognises two clients with one client identifier on one broker, who throw each other out (MQTT 5 3.1.4).
///
/// MQTT 5 says so (0x8E, Session taken over); before that the broker only closes. So whoever is thrown out right after
/// another connection of this program came in under the same name knows by whom. That is a fact. That a stranger has the
/// name is a guess, made when a connection is closed again and again as soon as it stands and no fact says why.
extension Workspace {
    /// How close together a coming and a going are for the one to have caused the other, in microseconds.
    private static let nearby: Moment = 2_000_000
    /// How many times in a row a connection is closed as soon as it stands before that is said.
    private static let suspicious = 3

    /// The connection stands.
    /// - Returns: the connection among others that it has thrown out, and the words for that: a broker that only closes does
    ///   so before it lets the other in.
    func cameIn(
        _ info: ConnectionInfo, among all: [Workspace], at time: Moment
    ) -> (loser: Workspace, words: String)? {
        let now = Presence(
            // Its row of short lives goes on, and `lostAt` is gone: it stands again.
            broker: info.endpoint.authority, clientID: info.clientID, connectedAt: time,
            shortLives: presence?.shortLives ?? 0)
        presence = now
        let loser = all.first { other in
            guard other !== self, let rival = other.presence, rival.isSame(as: now) else { return false }
            // Bounded below as well: where clocks were set back nothing is a cause.
            return rival.lostAt.map { (0..<Self.nearby).contains(time - $0) } == true
        }
        return loser.map { ($0, takenOver(now, besides: $0)) }
    }

    /// - Parameter other: the one that was thrown out: either may have a secret in the identifier.
    private func takenOver(_ presence: Presence, besides other: Workspace) -> String {
        "session taken over by connection \(connection.name): both use the client identifier "
            + "\(other.withoutSecrets(withoutSecrets(presence.clientID))) on one broker; give each its own"
    }

    /// The connection that stood was lost.
    /// - Returns: what happened, when it is this, in words; nil when the failure's own say all that is known.
    func wentOut(_ failure: ConnectionFailure, among all: [Workspace], at time: Moment) -> String? {
        guard var own = presence else { return nil }
        // One life that lasted ends the row.
        own.shortLives = time - own.connectedAt < Self.nearby ? own.shortLives + 1 : 0
        own.lostAt = time
        presence = own
        let isTakenOver = failure.kind == .sessionTakenOver
        let reason = failure.cause?.reason
        // The broker's reason, or who else ended it, says what it was.
        guard isTakenOver || reason == nil && failure.cause?.closer == .broker else { return nil }
        let winner = all.first { other in
            guard other !== self, let rival = other.presence, rival.isSame(as: own) else { return false }
            // With 0x8E the broker has said it: no time has to fit.
            return isTakenOver || (0..<Self.nearby).contains(time - rival.connectedAt)
        }
        if let winner { return winner.takenOver(own, besides: self) }
        if isTakenOver {
            return
                "session taken over: another client connected with the client identifier \(withoutSecrets(own.clientID)); "
                + "give this one its own"
        }
        // What came right behind a packet of ours was that packet's doing, not another client's.
        guard failure.cause?.suspect == nil, !own.clientID.isEmpty, own.shortLives >= Self.suspicious else {
            return nil
        }
        return
            "\(withoutSecrets(failure).summary), \(own.shortLives) times in a row; perhaps another client uses the client identifier "
            + "\(withoutSecrets(own.clientID)) too"
    }
}
