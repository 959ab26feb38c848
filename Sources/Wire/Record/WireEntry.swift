/// One row of a log: where its bytes are, and which rows belong together. Of a fixed size: there may be a hundred thousand.
struct WireEntry {
    /// What it is.
    enum Kind: UInt8 {
        /// Bytes that are a packet.
        case packet
        /// Bytes that are none.
        case rest
        /// A word about the connection.
        case note
        /// A step of an exchange.
        case step
    }

    /// The piece of the log that has its bytes, or what it tells.
    var piece: UInt64
    /// When it went by: nanoseconds of the clock that never goes back.
    var uptime: Int64
    /// The row that began its handshake: itself, or one before it.
    var head: UInt64
    /// The next row of the same handshake; 0 for none.
    var next: UInt64 = 0
    /// Where it begins in the bytes of its piece; the number of the step in an exchange.
    var offset: UInt32 = 0
    /// Bytes of it, also of what is not kept.
    var length: UInt32 = 0
    var kind: Kind
    var handshake = WireRow.Handshake.none
    /// Whether there are verdicts about it.
    var isJudged = false
    /// The number of its topic, when an alias alone names that; else 0.
    var topic: UInt32 = 0
}
