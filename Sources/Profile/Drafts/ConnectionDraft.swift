/// A broker and how to reach it, as a person sets and saves it, `{{variables}}` unresolved.
public struct ConnectionDraft: Hashable, Sendable {
    /// Its name in the profile; empty until it is saved.
    public var name = ""
    /// `mqtt:// mqtts:// ws:// wss:// unix:`, host, port, path.
    public var url = ""
    /// `auto`, `5`, `3.1.1` or `3.1`.
    public var version = "auto"
    /// Client identifier; `{{random}}` in it differs with every start. Empty lets the broker choose one.
    public var clientID = "martlet-{{random}}"
    /// User name; empty for none.
    public var username = ""
    /// Password; nil for none.
    public var password: Secret?
    /// Seconds between signs of life; 0 turns them off (MQTT 5 3.1.2.10).
    public var keepAlive: UInt16 = 60
    /// Whether the broker forgets an earlier session.
    public var cleanStart = true
    /// Seconds that the broker keeps the session after the connection; nil says nothing (MQTT 5 3.1.2.11.2).
    public var sessionExpiry: UInt32?
    /// How TLS is spoken with `mqtts://` and `wss://`.
    public var tls = DraftTLS()
    /// What else is set of it, of which a server knows nothing.
    public var brokerTLS = BrokerTLS()
    /// Whether every violation of MQTT closes the connection, also where what the broker sends can be read on.
    public var isStrict = false
    /// HTTP fields of the WebSocket upgrade.
    public var headers: [DraftField] = []
    /// What the broker publishes when this client is lost; nil for none.
    public var will: WillDraft?
    /// What to subscribe to when connected.
    public var subscriptions: [SubscriptionDraft] = []
    /// User properties of CONNECT in order (MQTT 5 3.1.2.11.8).
    public var userProperties: [DraftField] = []
    /// Enhanced authentication (MQTT 5 4.12); nil for none.
    public var authentication: AuthenticationDraft?
    /// Who signs the address of a WebSocket for AWS IoT; nil for nobody.
    public var aws: AWSDraft?
    /// Bounds of time and size.
    public var limits = ConnectionLimits()
    /// When to try again.
    public var reconnect = ReconnectDraft()

    /// A connection with defaults and no address.
    public init() {}

    /// A connection with defaults.
    public init(name: String, url: String) {
        self.name = name
        self.url = url
    }

    /// What to subscribe to when nothing is named: everything, and what the broker tells of itself.
    public static let standardSubscriptions = [SubscriptionDraft("#"), SubscriptionDraft("$SYS/#")]
}

/// A filter to subscribe to, with its options (MQTT 5 3.8.3).
public struct SubscriptionDraft: Hashable, Sendable {
    /// The topic filter.
    public var filter: String
    /// The highest QoS wanted, 0 to 2.
    public var qos = 0
    /// Not to be sent what this client publishes.
    public var noLocal = false
    /// Leave the retain flag as it was published.
    public var retainAsPublished = false
    /// Which retained messages are sent: 0 all, 1 when the subscription is new, 2 none.
    public var retainHandling = 0

    /// A filter with the defaults.
    public init(_ filter: String, qos: Int = 0) {
        self.filter = filter
        self.qos = qos
    }
}

/// A will as typed (MQTT 5 3.1.2.5).
public struct WillDraft: Hashable, Sendable {
    /// The topic name.
    public var topic = ""
    /// The payload as typed.
    public var payload = ""
    /// 0, 1 or 2.
    public var qos = 0
    /// Whether the broker keeps it.
    public var retain = false
    /// Seconds between the loss and the will; nil for none (MQTT 5 3.1.3.2.2).
    public var delay: UInt32?
    /// MQTT 5 properties; a topic alias is not allowed here.
    public var properties = PublishDraftProperties()

    /// An empty will.
    public init() {}
}

/// Bounds of a connection; nil is the client's own.
public struct ConnectionLimits: Hashable, Sendable {
    /// QoS 1 and 2 messages that the broker may have under way to us (MQTT 5 3.1.2.11.3).
    public var receiveMaximum: UInt16?
    /// Bytes of the largest packet that we take (MQTT 5 3.1.2.11.4).
    public var maximumPacketSize: UInt32?
    /// Topic aliases that the broker may use (MQTT 5 3.1.2.11.5).
    public var topicAliasMaximum: UInt16?
    /// QoS 1 and 2 messages under way to the broker.
    public var maximumInFlight: Int?
    /// Bytes of QoS 1 and 2 messages that wait for the broker.
    public var maximumQueuedBytes: Int?
    /// Bytes of messages read and not yet shown; beyond it TCP slows the broker.
    public var maximumUnreadBytes: Int?
    /// Seconds until the connection must stand.
    public var connectTimeout: Double?
    /// Seconds of silence after which `auto` tries 3.1.1.
    public var fallbackTimeout: Double?
    /// Seconds for the answer to a ping.
    public var pingTimeout: Double?
    /// Whether to go where the broker sends us (MQTT 5 4.13).
    public var followsRedirects = false
    /// Whether the broker is asked for Response Information (MQTT 5 3.1.2.11.6).
    public var requestResponseInformation = false
    /// Whether reason strings are wanted (MQTT 5 3.1.2.11.7).
    public var requestProblemInformation = true

    /// The client's own bounds.
    public init() {}
}

/// When to connect again; nil is the client's own.
public struct ReconnectDraft: Hashable, Sendable {
    /// Whether to try again at all.
    public var isEnabled = true
    /// The shortest pause in seconds.
    public var minimum: Double?
    /// The longest pause in seconds.
    public var maximum: Double?

    /// The client's own pauses.
    public init() {}
}
