/// SUBSCRIBE (MQTT 5 3.8).
public struct Subscribe: Hashable, Sendable {
    /// 1 and up.
    public var packetID: UInt16
    /// One or more.
    public var subscriptions: [Subscription]
    /// MQTT 5.
    public var properties: Properties

    /// Makes a SUBSCRIBE.
    public init(packetID: UInt16, subscriptions: [Subscription], properties: Properties = []) {
        self.packetID = packetID
        self.subscriptions = subscriptions
        self.properties = properties
    }
}

/// SUBACK: one reason for each filter of the SUBSCRIBE, in order (MQTT 5 3.9).
public struct SubscribeAck: Hashable, Sendable {
    /// Of the SUBSCRIBE.
    public var packetID: UInt16
    /// `success` is QoS 0. Before MQTT 5 every refusal is `unspecifiedError`.
    public var reasons: [ReasonCode]
    /// MQTT 5.
    public var properties: Properties

    /// Makes a SUBACK.
    public init(packetID: UInt16, reasons: [ReasonCode], properties: Properties = []) {
        self.packetID = packetID
        self.reasons = reasons
        self.properties = properties
    }
}
