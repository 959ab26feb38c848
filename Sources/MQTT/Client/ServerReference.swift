/// Another server that a broker names (MQTT 5 4.11).
struct ServerReference {
    /// Whether it is named for good.
    let isPermanent: Bool
    private let target: Endpoint
    private let namesPort: Bool

    /// - Parameter reference: may name several, separated by spaces (MQTT 5 4.11): the first is taken. Nil when it names none.
    init?(_ reference: String?, isPermanent: Bool) {
        guard let first = reference?.split(separator: " ").first, let target = try? Endpoint(url: String(first)) else {
            return nil
        }
        self.target = target
        self.isPermanent = isPermanent
        namesPort = first.contains(":")
    }

    /// The broker there, of the one that named it: a reference is a host and a port (MQTT 5 4.11), everything else stays, such as
    /// the signature in the path, which may be a newer one than that of the connection which was told.
    func endpoint(of origin: Endpoint) -> Endpoint {
        var endpoint = origin
        endpoint.host = target.host
        // A bare host means the same port as before.
        if namesPort { endpoint.port = target.port }
        // What is said of the one says nothing of the other.
        endpoint.words = origin.words.map { words in
            var place = target
            if !namesPort { place.port = origin.port }
            let port = namesPort ? nil : words.port
            return Endpoint.Words(
                authority: port.map { "\(target.host):\($0)" } ?? place.authority, host: target.host, port: port,
                path: words.path)
        }
        return endpoint
    }
}
