/// How a broker is reached, as other programs have to be told: no secret is in it, only where it is found.
public struct BrokerAccess: Hashable, Sendable {
    /// What carries the MQTT bytes.
    public enum Carrier: Hashable, Sendable {
        /// TCP, with or without TLS.
        case tcp
        /// A WebSocket and the path asked for.
        case webSocket(path: String)
        /// A unix socket.
        case unix(path: String)
    }

    /// What carries the MQTT bytes.
    public var carrier: Carrier
    /// A name or an address, IPv6 without brackets; empty for a unix socket.
    public var host: String
    /// The port; 0 for a unix socket.
    public var port: Int
    /// How TLS is spoken; nil where it is not.
    public var tls: DraftTLS?
    /// What else is set of that; the shared key never with its value.
    public var brokerTLS = BrokerTLS()
    /// The client identifier that the person has chosen; empty for one that is made up.
    public var clientID = ""
    /// The user name; empty for none.
    public var username = ""
    /// Whether the user name is a secret itself, as where a token takes its place.
    public var isUsernameSecret = false
    /// The password, never the value itself; nil for none.
    public var password: Secret?
    /// Whether the upgrade to WebSocket carries header fields of the person's.
    public var hasHeaders = false
    /// Whether the address itself has a secret in it: no command can name it.
    public var isPlaceSecret = false
    /// What else is set of the connection, values put in: no secret is in it, and of the client identifier, the way and who one
    /// is the members above hold.
    public var settings = ConnectionDraft()
    /// What stands for secrets in ``settings``.
    public var secrets = SecretMarks()
    /// Filters with a secret in them, by what the broker is asked for: what ``settings`` have of each, with ``secrets``'
    /// marks.
    public var marked: [String: String] = [:]

    /// A filter that the broker is asked for, as it stands in a command.
    public func marked(filter: String) -> String { marked[filter] ?? filter }

    /// A broker on a host and port, asking for nothing.
    public init(host: String, port: Int, carrier: Carrier = .tcp) {
        self.carrier = carrier
        self.host = host
        self.port = port
    }
}
