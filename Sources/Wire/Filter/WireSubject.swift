public import MQTT

/// What a filter looks at: a row, or what is known of one whose bytes nobody has copied.
public struct WireSubject {
    /// What went by.
    public enum Content {
        /// A packet: the bytes that are kept of it, its length, and the version in which they are to be read.
        case packet(UnsafeRawBufferPointer, length: Int, version: ProtocolVersion)
        /// A step of an exchange.
        case http(WireHTTP)
        /// What became of the connection.
        case connection(String)
    }

    /// What went by.
    public var content: Content
    /// Which way.
    public var direction: WireRow.Direction
    /// How far its handshake has come.
    public var handshake: WireRow.Handshake
    /// Its number.
    public var number: UInt64
    /// The connection's number.
    public var connection: Int
    /// What people call the connection.
    public var peer: String
    /// What is to be said of it.
    public var verdicts: [WireVerdict]

    /// The topic that an alias alone names; else empty.
    public var aliasedTopic: String

    /// What is known of a row.
    public init(
        _ content: Content, direction: WireRow.Direction, handshake: WireRow.Handshake = .none, number: UInt64 = 0,
        connection: Int = 0, peer: String = "", verdicts: [WireVerdict] = [], aliasedTopic: String = ""
    ) {
        self.content = content
        self.direction = direction
        self.handshake = handshake
        self.number = number
        self.connection = connection
        self.peer = peer
        self.verdicts = verdicts
        self.aliasedTopic = aliasedTopic
    }
}
