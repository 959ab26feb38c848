/// UNSUBSCRIBE (MQTT 5 3.10).
public struct Unsubscribe: Hashable, Sendable {
    /// 1 and up.
    public var packetID: UInt16
    /// One or more.
    public var filters: [String]
    /// MQTT 5.
    public var properties: Properties

    /// Makes an UNSUBSCRIBE.
    public init(packetID: UInt16, filters: [String], properties: Properties = []) {
        self.packetID = packetID
        self.filters = filters
        self.properties = properties
    }
}

/// UNSUBACK (MQTT 5 3.11).
public struct UnsubscribeAck: Hashable, Sendable {
    /// Of the UNSUBSCRIBE.
    public var packetID: UInt16
    /// One for each filter, in order; none before MQTT 5.
    public var reasons: [ReasonCode]
    /// MQTT 5.
    public var properties: Properties

    /// Makes an UNSUBACK.
    public init(packetID: UInt16, reasons: [ReasonCode] = [], properties: Properties = []) {
        self.packetID = packetID
        self.reasons = reasons
        self.properties = properties
    }
}
