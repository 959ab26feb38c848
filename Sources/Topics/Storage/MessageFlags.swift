/// The flags of a message as in the first byte of its PUBLISH packet (MQTT 5 3.3.1), and above them the number of the rule
/// that it breaks.
public struct MessageFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
    /// The bits as in the packet.
    public let rawValue: UInt8

    /// Takes the bits as in the packet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Builds the flags of a message.
    public init(qos: Int, retain: Bool = false, duplicate: Bool = false) {
        rawValue = UInt8(truncatingIfNeeded: qos & 3) << 1 | (retain ? 1 : 0) | (duplicate ? 8 : 0)
    }

    /// RETAIN (MQTT 5 3.3.1.3): sent from the broker's store, or to be kept there.
    public static let retain = MessageFlags(rawValue: 1)
    /// DUP (MQTT 5 3.3.1.1): possibly delivered before.
    public static let duplicate = MessageFlags(rawValue: 8)

    /// The quality of service, 0 to 2 (MQTT 5 3.3.1.2).
    public var qos: Int { Int(rawValue >> 1 & 3) }
    /// The number of the first rule of the protocol that it breaks, for `LiveData.describeRule`; 0 for none.
    public var rule: UInt8 { rawValue >> 4 }
    /// Whether RETAIN is set.
    public var isRetained: Bool { rawValue & 1 != 0 }
    /// Whether DUP is set.
    public var isDuplicate: Bool { rawValue & 8 != 0 }
}
