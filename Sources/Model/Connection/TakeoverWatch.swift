import MQTT

/// Recognises two clients with one client identifier on one broker, who throw each other out (MQTT 5 3.1.4).
///
/// MQTT 5 says so (0x8E, Session taken over); before that the broker only closes. So whoever is thrown out right after
/// another connection of this program came in under the same name knows by whom. That is a fact. That a stranger has the
/// name is a guess, made when a connection is closed again and again as soon as it stands and no fact says why.
struct TakeoverWatch {
    /// How close together a coming and a going are for the one to have caused the other, in microseconds.
    private static let moment: Int64 = 2_000_000
    /// How many times in a row a connection is closed as soon as it stands before that is said.
    private static let suspicious = 3

    private struct Client {
        var name: String
        var broker: String
        var clientID: String
        var connectedAt: Int64
        var lostAt: Int64?
        var shortLives = 0

        /// Whether the broker takes the two for one; an empty identifier names nobody.
        func isSame(as other: Client) -> Bool {
            !clientID.isEmpty && clientID == other.clientID && broker == other.broker
        }
    }

    private var clients: [ConnectionID: Client] = [:]

    /// A connection stands.
    /// - Returns: the connection that it has thrown out, and the words for that: a broker that only closes does so before
    ///   it lets the other in.
    mutating func connected(
        _ id: ConnectionID, name: String, broker: String, clientID: String, at time: Int64
    ) -> (loser: ConnectionID, words: String)? {
        let shortLives = clients[id]?.shortLives ?? 0
        let client = Client(
            // Its row of short lives goes on, and `lostAt` is gone: it stands again.
            name: name, broker: broker, clientID: clientID, connectedAt: time, shortLives: shortLives)
        clients[id] = client
        let loser = clients.first { other, rival in
            other != id && rival.isSame(as: client)
                // Bounded below as well: where clocks were set back nothing is a cause.
                && rival.lostAt.map { (0..<Self.moment).contains(time - $0) } == true
        }
        return loser.map { ($0.key, Self.words(by: client)) }
    }

    private static func words(by rival: Client) -> String {
        "session taken over by connection \(rival.name): both use the client identifier \(rival.clientID) on one broker; "
            + "give each its own"
    }

    /// A connection that stood was lost.
    /// - Returns: what happened, when it is this, in words; nil when the failure's own say all that is known.
    mutating func lost(_ id: ConnectionID, _ failure: ConnectionFailure, at time: Int64) -> String? {
        guard var client = clients[id] else { return nil }
        let livedShort = time - client.connectedAt < Self.moment
        // One life that lasted ends the row.
        client.shortLives = livedShort ? client.shortLives + 1 : 0
        client.lostAt = time
        clients[id] = client
        let isTakenOver = failure.kind == .sessionTakenOver
        let reason = failure.cause?.reason
        // The broker's reason, or who else ended it, says what it was.
        guard isTakenOver || reason == nil && failure.cause?.closer == .broker else { return nil }
        let rival = clients.first { other, rival in
            other != id && rival.isSame(as: client)
                // With 0x8E the broker has said it: no time has to fit.
                && (isTakenOver || (0..<Self.moment).contains(time - rival.connectedAt))
        }?.value
        if let rival { return Self.words(by: rival) }
        if isTakenOver {
            return "session taken over: another client connected with the client identifier \(client.clientID); "
                + "give this one its own"
        }
        // What came right behind a packet of ours was that packet's doing, not another client's.
        guard failure.cause?.suspect == nil, !client.clientID.isEmpty, client.shortLives >= Self.suspicious else {
            return nil
        }
        return
            "\(failure.summary), \(client.shortLives) times in a row; perhaps another client uses the client identifier "
            + "\(client.clientID) too"
    }

    /// A connection is closed for good.
    mutating func closed(_ id: ConnectionID) { clients[id] = nil }
}
