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
    var hasGap: Bool

    static var bytes: Int { 32 }

    /// Bytes of the whole record.
    var byteCount: Int { Self.bytes + Int(properties) + Int(kept) }
}
