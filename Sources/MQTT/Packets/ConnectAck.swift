/// CONNACK: the server's answer to CONNECT (MQTT 5 3.2).
public struct ConnectAck: Hashable, Sendable {
    /// The server kept the session of this client.
    public var sessionPresent: Bool
    /// Success, or why not. A reserved 3.1.1 return code is `unspecifiedError`.
    public var reason: ReasonCode
    /// The byte as sent: a return code in 3.1 and 3.1.1, a reason code in 5.
    public var code: UInt8
    /// MQTT 5.
    public var properties: Properties

    /// Makes a CONNACK for MQTT 5, or for older versions: the encoder turns the reason into a return code.
    public init(sessionPresent: Bool = false, reason: ReasonCode = .success, properties: Properties = []) {
        self.init(sessionPresent: sessionPresent, reason: reason, code: reason.rawValue, properties: properties)
    }

    /// Makes a CONNACK with the byte as sent.
    public init(sessionPresent: Bool, reason: ReasonCode, code: UInt8, properties: Properties = []) {
        self.sessionPresent = sessionPresent
        self.reason = reason
        self.code = code
        self.properties = properties
    }
}
