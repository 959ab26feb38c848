public import Text

/// The fixed-size facts of one kept message; its bytes are asked for separately.
public struct StoredMessage: Equatable, Sendable {
    /// Its number: 0 for the first message received, then one more each.
    public var sequence: UInt64
    /// When it came.
    public var time: Moment
    /// The topic it came on.
    public var topic: TopicID
    /// QoS, RETAIN, DUP.
    public var flags: MessageFlags
    /// Bytes of payload as sent.
    public var payloadSize: Int
    /// Bytes of payload kept: fewer than `payloadSize` when the message was cut.
    public var keptSize: Int
    /// Whether the connection was lost between the message received before and this one.
    public var gapBefore: Bool

    /// Whether only a prefix of the payload is kept.
    public var isCut: Bool { keptSize < payloadSize }
}
