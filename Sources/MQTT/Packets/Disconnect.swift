/// DISCONNECT: the last packet of a connection (MQTT 5 3.14).
public struct Disconnect: Hashable, Sendable {
    /// Always success before MQTT 5.
    public var reason: ReasonCode
    /// MQTT 5.
    public var properties: Properties

    /// Makes a DISCONNECT.
    public init(reason: ReasonCode = .success, properties: Properties = []) {
        self.reason = reason
        self.properties = properties
    }
}
