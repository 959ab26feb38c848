/// Everything a client needs to know before it starts.
public struct ClientConfiguration: Sendable {
    /// Which version of MQTT to speak.
    public enum ProtocolChoice: Hashable, Sendable {
        /// 5 first; 3.1.1 when the broker refuses that version, closes without a CONNACK or stays silent. What worked is
        /// remembered as long as the client lives.
        case auto
        /// This one and no other.
        case exactly(ProtocolVersion)
    }

    /// Where the broker listens.
    public var endpoint: Endpoint
    /// How TLS is spoken, when the endpoint's transport has it.
    public var tls = TLSOptions()
    /// A SOCKS5 proxy to go through; not for unix sockets.
    public var proxy: SOCKSProxy?
    /// The address of this machine to connect from, such as `192.168.1.2`; the system's choice when nil.
    public var localAddress: String?
    /// What a WebSocket handshake says of who asks (RFC 9110 10.1.5); nil says nothing. A header of the endpoint wins.
    public var userAgent: String?
    /// What errors say in the place of topics and filters that nobody may read.
    public var spoken = SpokenNames()
    /// Which version to speak.
    public var protocolChoice = ProtocolChoice.auto
    /// The client identifier; empty lets the broker choose one (MQTT 5 3.1.3.1).
    public var clientID = ""
    /// The user name; that of the endpoint's URL when nil.
    public var username: String?
    /// The password; that of the endpoint's URL when nil.
    public var password: [UInt8]?
    /// Seconds without a packet after which the client pings; 0 turns it off (MQTT 5 3.1.2.10).
    public var keepAlive: UInt16 = 60
    /// Whether the broker forgets an earlier session at the first connection. A reconnect asks for the session to go on.
    public var cleanStart = true
    /// What the broker does when the client vanishes.
    public var will: Will?
    /// Further properties of CONNECT, MQTT 5: session expiry interval, receive maximum, maximum packet size, topic alias
    /// maximum, user properties and the like. Authentication properties come from ``authentication``.
    public var connectProperties = Properties()
    /// Enhanced authentication, MQTT 5 4.12.
    public var authentication: EnhancedAuthentication?
    /// The bound over name look-up, TCP, TLS and WebSocket, and again over the wait for a CONNACK.
    public var connectTimeout: Duration = .seconds(10)
    /// With ``ProtocolChoice/auto``, how long a broker may say nothing to a CONNECT of version 5 before 3.1.1 is tried.
    public var fallbackTimeout: Duration = .seconds(4)
    /// How long a broker may take to answer a ping before the connection counts as half open.
    public var pingTimeout: Duration = .seconds(10)
    /// When to try again.
    public var reconnect = ReconnectPolicy()
    /// Whether to go to another server when the broker asks for it (MQTT 5 4.11), at most five times in a row.
    public var followsRedirects = false
    /// How many bytes of messages may be handed out and not yet given back with ``MQTTClient/consumed(_:)`` before the
    /// socket is no longer read and TCP slows the broker down. Nil when the handler of events is done with a batch when it
    /// returns: then nothing has to be given back, and a slow handler holds the reading up by itself.
    public var maximumUnreadBytes: Int? = 4 << 20
    /// The most PUBLISH packets of QoS 1 and 2 under way to the broker; a smaller Receive Maximum of the broker counts.
    public var maximumInFlight = 1000
    /// How many bytes of QoS 1 and 2 messages may wait for the broker, sent or not.
    public var maximumQueuedBytes = 64 << 20
    /// Whether a good-bye waits, for half a second at most, until the broker has read everything and closes. A client that
    /// only publishes may leave that to the system: nothing comes for it that would reset the connection.
    public var awaitsServerClose = true
    /// Whether topics sent often are replaced by aliases where the broker allows them (MQTT 5 3.3.2.3.4). Without it an
    /// alias is sent as the caller gave it.
    public var usesTopicAliases = true
    /// Whether a violation of the protocol closes the connection wherever the standard allows it, also one that leaves the
    /// stream readable; see ``ProtocolViolation``.
    public var isStrict = false
    /// For a client that wants a certain number of messages and no more: asked for each message, on the event loop, before
    /// it is acknowledged. What is not taken is neither acknowledged nor handed on, and the broker still has it for the
    /// session's next connection.
    public var admission: (@Sendable (MessageView) -> Admission)?

    /// Asked before each attempt but the first, for settings and secrets that may have changed meanwhile; nil goes on with
    /// these. The session goes on too, so that what waits to be sent still does.
    public var renewal: Renewal?

    /// When these settings end, as a password that is a token does: ``renewal`` is asked a little before, and the client
    /// connects with what it gives, or authenticates again within the connection where ``authentication`` is set.
    public var renewsAt: ContinuousClock.Instant?

    /// - Parameters:
    ///   - failure: why the last attempt or connection ended; nil when a person asked for another.
    ///   - answer: to be called once, from any thread. A failure counts as one of the attempt.
    public typealias Renewal =
        @Sendable (
            _ failure: ConnectionFailure?,
            _ answer: @escaping @Sendable (Result<ClientConfiguration, ConnectionFailure>) -> Void
        ) -> Void

    /// The defaults for the broker at `endpoint`.
    public init(endpoint: Endpoint) {
        self.endpoint = endpoint
    }
}

/// Enhanced authentication, MQTT 5 4.12: a talk of AUTH packets such as SCRAM, of which this is the client's side.
public struct EnhancedAuthentication: Sendable {
    /// The authentication method's name, such as `SCRAM-SHA-256`.
    public var method: String
    /// The data sent with CONNECT, made anew for each connection; nil sends none.
    public var start: @Sendable () -> [UInt8]?
    /// The answer to the broker's data. Throwing ends the connection.
    public var respond: @Sendable ([UInt8]) async throws -> [UInt8]?

    /// An authentication with its two halves.
    public init(
        method: String, start: @escaping @Sendable () -> [UInt8]?,
        respond: @escaping @Sendable ([UInt8]) async throws -> [UInt8]?
    ) {
        self.method = method
        self.start = start
        self.respond = respond
    }
}

/// Whether a client takes a message; see ``ClientConfiguration/admission``.
public enum Admission: Sendable {
    /// It does.
    case take
    /// It does, and takes no further one.
    case takeAsLast
    /// It takes neither this nor a further one.
    case end
}
