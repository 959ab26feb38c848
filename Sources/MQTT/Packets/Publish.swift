public import NIOCore

/// PUBLISH: a message (MQTT 5 3.3).
public struct Publish: Hashable, Sendable {
    /// Topic, without wildcards; empty when a topic alias stands for it.
    public var topic: String
    /// The bytes; shared, not copied.
    public var payload: ByteBuffer
    /// Delivery.
    public var qos: QoS
    /// To be kept by the server, or kept by it.
    public var retain: Bool
    /// Sent again.
    public var duplicate: Bool
    /// 1 and up for QoS 1 and 2, 0 for QoS 0.
    public var packetID: UInt16
    /// MQTT 5.
    public var properties: Properties

    /// Makes a PUBLISH.
    public init(
        topic: String, payload: ByteBuffer = ByteBuffer(), qos: QoS = .atMostOnce, retain: Bool = false,
        duplicate: Bool = false, packetID: UInt16 = 0, properties: Properties = []
    ) {
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain
        self.duplicate = duplicate
        self.packetID = packetID
        self.properties = properties
    }
}
