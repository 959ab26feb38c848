/// PUBACK, PUBREC, PUBREL or PUBCOMP: the packets that answer a PUBLISH of QoS 1 and 2 (MQTT 5 3.4 to 3.7).
public struct Acknowledgement: Hashable, Sendable {
    /// Of the PUBLISH, 1 and up.
    public var packetID: UInt16
    /// Always success before MQTT 5.
    public var reason: ReasonCode
    /// MQTT 5.
    public var properties: Properties

    /// Makes an acknowledgement.
    public init(packetID: UInt16, reason: ReasonCode = .success, properties: Properties = []) {
        self.packetID = packetID
        self.reason = reason
        self.properties = properties
    }
}
