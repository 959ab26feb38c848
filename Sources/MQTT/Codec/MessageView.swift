/// One message of a batch. Its pointers are valid in the call that hands it over, and no longer.
@frozen
public struct MessageView {
    /// The topic, UTF-8 unless ``rule`` says otherwise; a topic alias is resolved.
    public let topic: UnsafeRawBufferPointer
    /// The payload.
    public let payload: UnsafeRawBufferPointer
    /// MQTT 5 properties as on the wire, without their length; see `Properties.describe(_:)`.
    public let properties: UnsafeRawBufferPointer
    /// 0 for QoS 0.
    public let packetID: UInt16
    /// The lower half of the first byte: DUP, QoS, RETAIN; above them the number of ``rule``.
    public let flags: UInt8

    @inlinable
    init(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, properties: UnsafeRawBufferPointer,
        packetID: UInt16, flags: UInt8
    ) {
        self.topic = topic
        self.payload = payload
        self.properties = properties
        self.packetID = packetID
        self.flags = flags
    }

    /// The first rule of MQTT that the message breaks.
    public var rule: ProtocolRule? { flags < 16 ? nil : ProtocolRule(rawValue: flags >> 4) }

    /// Delivery.
    @inlinable public var qos: QoS {
        flags & 0b0100 != 0 ? .exactlyOnce : flags & 0b0010 != 0 ? .atLeastOnce : .atMostOnce
    }

    /// Kept by the server from earlier.
    @inlinable public var retain: Bool { flags & 0b0001 != 0 }

    /// Sent again.
    @inlinable public var duplicate: Bool { flags & 0b1000 != 0 }
}
