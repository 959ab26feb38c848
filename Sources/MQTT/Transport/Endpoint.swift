/// Where a broker listens, and over what: the parsed form of `mqtt://host:1883`, `mqtts://…`, `ws://…/path`, `wss://…`
/// and `unix:///run/mosquitto.sock`.
public struct Endpoint: Hashable, Sendable {
    /// What carries the MQTT bytes.
    public enum Transport: String, Hashable, Sendable, CaseIterable {
        /// Plain TCP.
        case tcp = "mqtt"
        /// TLS over TCP.
        case tls = "mqtts"
        /// WebSocket (RFC 6455) over TCP, sub-protocol `mqtt` (MQTT 5 6).
        case webSocket = "ws"
        /// WebSocket over TLS.
        case secureWebSocket = "wss"
        /// A unix domain socket of this machine.
        case unix = "unix"

        /// The port used when the address names none; 0 for a unix socket, which has none.
        public var defaultPort: Int {
            switch self {
            case .tcp: 1883
            case .tls: 8883
            case .webSocket: 80
            case .secureWebSocket: 443
            case .unix: 0
            }
        }

        /// Whether TLS is spoken below MQTT.
        public var isSecure: Bool { self == .tls || self == .secureWebSocket }

        /// Whether MQTT travels in WebSocket frames.
        public var isWebSocket: Bool { self == .webSocket || self == .secureWebSocket }
    }

    /// One HTTP field sent with the WebSocket upgrade request, such as `Authorization`.
    public struct Header: Hashable, Sendable {
        /// The field's name.
        public var name: String
        /// The field's value, as sent.
        public var value: String

        /// A field of the upgrade request.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What is said of an endpoint some of whose own texts nobody may read.
    public struct Words: Hashable, Sendable {
        /// The host and port.
        public var authority: String
        /// The host.
        public var host: String
        /// The port; nil where the number may be said.
        public var port: String?
        /// The path.
        public var path: String

        /// The words for the parts of an endpoint.
        public init(authority: String, host: String, port: String?, path: String) {
            self.authority = authority
            self.host = host
            self.port = port
            self.path = path
        }
    }

    /// What carries the MQTT bytes.
    public var transport: Transport
    /// A name or an address, IPv6 without brackets; empty for a unix socket.
    public var host: String
    /// The TCP port, 1-65,535; 0 for a unix socket.
    public var port: Int
    /// The WebSocket path with its query, the unix socket's path, or for `mqtt://host/a/b` what followed the host.
    public var path: String
    /// Extra fields of the WebSocket upgrade request.
    public var headers: [Header] = []
    /// The user name that stood in the URL, percent-decoded.
    public var username: String?
    /// The password that stood in the URL, percent-decoded. Never part of ``description``.
    public var password: String?
    /// What every error and ``description`` say in the place of host, port and path; nil says them as they are.
    public var words: Words?

    /// An endpoint from its parts.
    ///
    /// - Parameters:
    ///   - port: the transport's default port when nil.
    ///   - path: `/mqtt` for WebSocket when nil.
    public init(transport: Transport = .tcp, host: String, port: Int? = nil, path: String? = nil) {
        self.transport = transport
        self.host = host
        self.port = port ?? transport.defaultPort
        self.path = path ?? (transport.isWebSocket ? "/mqtt" : "")
    }

    /// The unix socket at `path`.
    public static func unix(path: String) -> Endpoint {
        Endpoint(transport: .unix, host: "", path: path)
    }

    /// The host and port as people write them: IPv6 in brackets, a unix socket as its path.
    public var authority: String {
        if transport == .unix { return path }
        return host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Scheme, host and port as they are: for comparing, and shown nowhere.
    public var origin: String { "\(transport.rawValue)://\(authority)" }
    /// Whether there is one broker at both: who one is there, which the headers and the query of a path tell, may be another at
    /// each connection, and so may the words.
    func isSameBroker(as other: Endpoint) -> Bool {
        origin == other.origin && path.prefix { $0 != "?" } == other.path.prefix { $0 != "?" }
    }

    /// ``authority`` as it is spoken of.
    public var spokenAuthority: String { words?.authority ?? authority }
    /// The host as it is spoken of.
    public var spokenHost: String { words?.host ?? host }
    /// The port as it is spoken of.
    public var spokenPort: String { words?.port ?? "\(port)" }
    /// The path as it is spoken of.
    var spokenPath: String { words?.path ?? path }
}

extension Endpoint: CustomStringConvertible {
    /// The endpoint as a URL, without user name and password, and without the values of its query, which may be tokens.
    public var description: String {
        "\(transport.rawValue)://\(spokenAuthority)\(transport.isWebSocket ? Self.shownPath(spokenPath) : "")"
    }
}
