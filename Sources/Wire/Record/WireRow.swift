public import Text

/// One thing that went over a wire, and what is known of it: a packet of MQTT, a step of an HTTP exchange, the beginning or
/// the end of a connection.
public struct WireRow: Sendable {
    /// Which way it went.
    public enum Direction: Sendable {
        /// From the other side.
        case received
        /// To the other side.
        case sent
    }

    /// What went by.
    public enum Content: Sendable {
        /// A control packet of MQTT.
        case packet(WirePacket)
        /// A step of an HTTP exchange.
        case http(WireHTTP)
        /// What became of the connection itself, in words.
        case connection(String)
    }

    /// How far a handshake has come that the row began or belongs to.
    public enum Handshake: Sendable, Equatable {
        /// Nothing is to be answered.
        case none
        /// The answer has not come yet.
        case open
        /// It has come to its end.
        case done
        /// The other side said no, or the connection ended before it answered.
        case failed
    }

    /// Its place in the log of its connection, ascending; what is dropped keeps its numbers.
    public var number: UInt64
    /// When it was read, or handed to the kernel, on the clock that people read.
    public var time: Moment
    /// The same on a clock that never goes back: nanoseconds since some start, the same one for every connection.
    public var uptime: Int64
    /// The number of the read or write that it was part of: rows of one share their time.
    public var batch: UInt64
    /// Which connection it went over: a number for the program's life, the same space for MQTT and HTTP.
    public var connection: Int
    /// What people call that connection: a name of the profile, an authority.
    public var peer: String
    /// Which way it went.
    public var direction: Direction
    /// What it is.
    public var content: Content
    /// What came of it, in words: "rec +1.2 ms rel +0.1 comp +1.0", "granted QoS 0 of 1", "200 OK"; empty for nothing.
    public var outcome: String
    /// Nanoseconds from the first packet of the handshake to the last; nil while it lasts and without one.
    public var duration: Int64?
    /// How far its handshake has come.
    public var handshake: Handshake
    /// The number of the row that began its handshake; its own for that row and for one without.
    public var head: UInt64
    /// What breaks a rule about it.
    public var verdicts: [WireVerdict]

    /// A row of what went by, of which nothing more is known.
    public init(
        number: UInt64, time: Moment, uptime: Int64, batch: UInt64, connection: Int, peer: String = "",
        direction: Direction, content: Content, outcome: String = "", duration: Int64? = nil,
        handshake: Handshake = .none, head: UInt64? = nil, verdicts: [WireVerdict] = []
    ) {
        self.number = number
        self.time = time
        self.uptime = uptime
        self.batch = batch
        self.connection = connection
        self.peer = peer
        self.direction = direction
        self.content = content
        self.outcome = outcome
        self.duration = duration
        self.handshake = handshake
        self.head = head ?? number
        self.verdicts = verdicts
    }
}
