/// CONNECT: the client's first packet (MQTT 5 3.1).
public struct Connect: Hashable, Sendable {
    /// The version to speak.
    public var version: ProtocolVersion
    /// Client identifier; empty: the server chooses one (3.1.1: only with `cleanStart`).
    public var clientID: String
    /// True: forget an earlier session ("Clean Session" before MQTT 5).
    public var cleanStart: Bool
    /// Seconds, 0 turns it off.
    public var keepAlive: UInt16
    /// User name.
    public var username: String?
    /// Password. Before MQTT 5 it needs a user name.
    public var password: [UInt8]?
    /// What the server publishes when the connection is lost.
    public var will: Will?
    /// MQTT 5.
    public var properties: Properties

    /// Makes a CONNECT.
    public init(
        version: ProtocolVersion = .v5, clientID: String = "", cleanStart: Bool = true, keepAlive: UInt16 = 60,
        username: String? = nil, password: [UInt8]? = nil, will: Will? = nil, properties: Properties = []
    ) {
        self.version = version
        self.clientID = clientID
        self.cleanStart = cleanStart
        self.keepAlive = keepAlive
        self.username = username
        self.password = password
        self.will = will
        self.properties = properties
    }
}
