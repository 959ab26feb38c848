/// The message that the server publishes when a client is lost (MQTT 5 3.1.2.5).
public struct Will: Hashable, Sendable {
    /// Topic, without wildcards.
    public var topic: String
    /// 0 to 65,535 bytes.
    public var payload: [UInt8]
    /// QoS of the publish.
    public var qos: QoS
    /// Whether it is retained.
    public var retain: Bool
    /// MQTT 5.
    public var properties: Properties

    /// Makes a will.
    public init(
        topic: String, payload: [UInt8] = [], qos: QoS = .atMostOnce, retain: Bool = false, properties: Properties = []
    ) {
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain
        self.properties = properties
    }
}
