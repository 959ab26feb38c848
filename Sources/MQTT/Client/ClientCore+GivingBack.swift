/// Filters that were given back while there was no connection.
///
/// A session that outlives its connection holds what was asked for: only its broker can take that out, and it is told with
/// the next connection.
extension ClientCore {
    /// An UNSUBSCRIBE that waits for a connection, or for its UNSUBACK.
    struct GivenBack {
        let token: Token
        let filters: [String]
        let properties: Properties
        /// Connections that ended before UNSUBACK.
        var losses = 0
    }

    /// A broker that ends each connection at an UNSUBSCRIBE is not asked for ever.
    private static let mostLosses = 3

    /// Tells the broker of what was given back meanwhile; one without a session knows nothing of it.
    func giveBack(to handler: ConnectionHandler, hasSession: Bool) {
        for request in givenBack {
            if hasSession {
                handler.request {
                    $0.unsubscribe(request.filters, properties: request.properties, token: request.token, at: $1)
                }
            } else {
                finished(request.token, Self.done(request))
            }
        }
    }

    /// Filters are asked for again: a SUBSCRIBE takes the place of the old subscription (MQTT 5 3.8.4), and nothing is left
    /// to give back.
    func keep(_ wanted: [Subscription]) {
        // One that is on its way is answered by the broker.
        if case .online = phase { return }
        let filters = Set(wanted.map(\.filter))
        for request in givenBack where filters.isSuperset(of: request.filters) {
            finished(request.token, Self.done(request))
        }
    }

    /// Whether an UNSUBSCRIBE is not at its end: no UNSUBACK came, so the broker's session may have the filters still.
    func isGivenBackAgain(_ token: Token, _ result: Result<RequestResult, ConnectionError>) -> Bool {
        guard let place = givenBack.firstIndex(where: { $0.token == token }) else { return false }
        switch result {
        case .success, .failure(.invalid), .failure(.limit), .failure(.queueFull): break
        case .failure:
            givenBack[place].losses += 1
            if closeWaiters.isEmpty, givenBack[place].losses < Self.mostLosses { return true }
        }
        givenBack.remove(at: place)
        return false
    }

    private static func done(_ request: GivenBack) -> Result<RequestResult, ConnectionError> {
        .success(.unsubscribed(request.filters.map { _ in .success }, Properties()))
    }
}
