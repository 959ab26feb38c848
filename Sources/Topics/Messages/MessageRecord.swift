import Text

/// What is kept of a message before its properties and its payload.
struct MessageRecord: BitwiseCopyable {
    var time: Moment
    var topic: UInt32
    /// Bytes of payload as sent.
    var size: UInt32
    /// Bytes of payload kept.
    var kept: UInt32
    /// Bytes of properties.
    var properties: UInt32
    /// How many messages before this one the topic's previous message came; 0 for none.
    var back: UInt32
    /// The low bits of how many messages the topic had before this one.
    var ordinal: UInt16
    var flags: UInt8
    /// Two bits of one byte: the record fills half a cache line.
    private var marks: UInt8

    init(
        time: Moment, topic: UInt32, size: UInt32, kept: UInt32, properties: UInt32, back: UInt32, ordinal: UInt16,
        flags: UInt8, hasGap: Bool, isReplay: Bool = false
    ) {
        self.time = time
        self.topic = topic
        self.size = size
        self.kept = kept
        self.properties = properties
        self.back = back
        self.ordinal = ordinal
        self.flags = flags
        marks = (hasGap ? 1 : 0) | (isReplay ? 2 : 0)
    }

    /// Whether the connection was lost before it.
    var hasGap: Bool { marks & 1 != 0 }
    /// Whether it came from the broker's store.
    var isReplay: Bool { marks & 2 != 0 }

    static var bytes: Int { 32 }

    /// Bytes of the whole record.
    var byteCount: Int { Self.bytes + Int(properties) + Int(kept) }
}
