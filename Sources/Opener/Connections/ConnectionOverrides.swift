public import MQTT

/// What a command line says of a connection that a draft has no words for, or says in place of an address whose variables
/// are not known yet.
public struct ConnectionOverrides: Sendable {
    /// A host in place of the address's.
    public var host: String?
    /// A port in place of the address's.
    public var port: Int?
    /// Whether MQTT goes over a WebSocket, whatever the address says.
    public var usesWebSocket = false
    /// Whether TLS is spoken, whatever the address says; nil leaves it to the address.
    public var usesTLS: Bool?
    /// A SOCKS5 proxy to go through.
    public var proxy: SOCKSProxy?
    /// The address of this machine to connect from.
    public var localAddress: String?
    /// Whether every violation of the protocol closes the connection.
    public var isStrict = false
    /// Whether topics sent often are replaced by aliases.
    public var usesTopicAliases = true
    /// Properties of CONNECT in place of the draft's own; user properties are added to them.
    public var connectProperties: [Property] = []
    /// Properties of the will in place of the draft's own; user properties are added to them.
    public var willProperties: [Property] = []

    /// The draft as it is.
    public init() {}

    /// Puts in what is said of the place.
    func apply(to endpoint: inout Endpoint) {
        // A socket of this machine has neither host nor port, and no TLS.
        guard endpoint.transport != .unix else { return }
        if let host { endpoint.host = host }
        if let port { endpoint.port = port }
        let isSecure = usesTLS ?? endpoint.transport.isSecure
        // Where nearly every broker listens; the standard names no path.
        if usesWebSocket, endpoint.path.isEmpty { endpoint.path = "/mqtt" }
        endpoint.transport =
            switch (usesWebSocket || endpoint.transport.isWebSocket, isSecure) {
            case (false, false): .tcp
            case (false, true): .tls
            case (true, false): .webSocket
            case (true, true): .secureWebSocket
            }
    }
}

extension Properties {
    /// Takes properties in place of those that are there; of user properties there may be several.
    mutating func take(_ others: [Property]) {
        for property in others {
            if property.id == .userProperty { list.append(property) } else { self[property.id] = property.value }
        }
    }
}
