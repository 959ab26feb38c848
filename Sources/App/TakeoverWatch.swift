import Explorer

/// Recognises two clients with one client identifier on one broker, who throw each other out (MQTT 5 3.1.4).
///
/// MQTT 5 says so (0x8E, Session taken over); before that the broker only closes. So whoever is thrown out right after
/// another connection of this program came in under the same name knows by whom; and a connection that is closed again and
/// again as soon as it stands is told what that means as a rule.
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
            name: name, broker: broker, clientID: clientID, connectedAt: time, shortLives: shortLives)
        clients[id] = client
        let loser = clients.first { other, rival in
            other != id && rival.broker == broker && rival.clientID == clientID
                && rival.lostAt.map { (0..<Self.moment).contains(time - $0) } == true
        }
        return loser.map { ($0.key, Self.words(by: client)) }
    }

    private static func words(by rival: Client) -> String {
        "session taken over by connection \(rival.name): both use the client identifier \(rival.clientID) on one broker; "
            + "give each its own"
    }

    /// A connection that stood was lost.
    /// - Parameter isTakenOver: whether the broker said that another client has the session now.
    /// - Returns: what happened, when it is this, in words; nil when it is something else.
    mutating func lost(_ id: ConnectionID, isTakenOver: Bool, at time: Int64) -> String? {
        guard var client = clients[id] else { return nil }
        let livedShort = time - client.connectedAt < Self.moment
        client.shortLives = livedShort ? client.shortLives + 1 : 0
        client.lostAt = time
        clients[id] = client
        let rival = clients.first { other, rival in
            other != id && rival.broker == client.broker && rival.clientID == client.clientID
                && (isTakenOver || (0..<Self.moment).contains(time - rival.connectedAt))
        }?.value
        if let rival { return Self.words(by: rival) }
        if isTakenOver {
            return "session taken over: another client connected with the client identifier \(client.clientID); "
                + "give this one its own"
        }
        guard client.shortLives >= Self.suspicious else { return nil }
        return "closed as soon as it stood, \(client.shortLives) times: another client may use the client identifier "
            + "\(client.clientID) too"
    }

    /// A connection is closed for good.
    mutating func closed(_ id: ConnectionID) { clients[id] = nil }
}
