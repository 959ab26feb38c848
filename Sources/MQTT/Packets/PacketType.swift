/// The fifteen control packets. The raw value is the upper half of the first byte (MQTT 5 2.1.2).
public enum PacketType: UInt8, Hashable, Sendable, CaseIterable {
    /// CONNECT: client to server, the first packet.
    case connect = 1
    /// CONNACK: the server's answer to CONNECT.
    case connectAck
    /// PUBLISH: a message, both directions.
    case publish
    /// PUBACK: the answer to a QoS 1 PUBLISH.
    case publishAck
    /// PUBREC: the first answer to a QoS 2 PUBLISH.
    case publishReceived
    /// PUBREL: the sender's answer to PUBREC.
    case publishRelease
    /// PUBCOMP: the last answer of QoS 2.
    case publishComplete
    /// SUBSCRIBE: client to server.
    case subscribe
    /// SUBACK: the server's answer, one reason per filter.
    case subscribeAck
    /// UNSUBSCRIBE: client to server.
    case unsubscribe
    /// UNSUBACK: the server's answer.
    case unsubscribeAck
    /// PINGREQ: the client is alive.
    case pingRequest
    /// PINGRESP: so is the server.
    case pingResponse
    /// DISCONNECT: the last packet; from the server in MQTT 5 only.
    case disconnect
    /// AUTH: enhanced authentication, MQTT 5 only.
    case auth

    /// The standard's name, as in `PUBACK`.
    public var name: String {
        switch self {
        case .connect: "CONNECT"
        case .connectAck: "CONNACK"
        case .publish: "PUBLISH"
        case .publishAck: "PUBACK"
        case .publishReceived: "PUBREC"
        case .publishRelease: "PUBREL"
        case .publishComplete: "PUBCOMP"
        case .subscribe: "SUBSCRIBE"
        case .subscribeAck: "SUBACK"
        case .unsubscribe: "UNSUBSCRIBE"
        case .unsubscribeAck: "UNSUBACK"
        case .pingRequest: "PINGREQ"
        case .pingResponse: "PINGRESP"
        case .disconnect: "DISCONNECT"
        case .auth: "AUTH"
        }
    }

    /// The lower half of the first byte, fixed for every packet but PUBLISH (MQTT 5 2.1.3).
    var reservedFlags: UInt8 {
        switch self {
        case .publishRelease, .subscribe, .unsubscribe: 0b0010
        default: 0
        }
    }
}
