/// A control packet of any version (MQTT 5 3).
public enum Packet: Hashable, Sendable {
    /// The client's first packet.
    case connect(Connect)
    /// CONNACK.
    case connectAck(ConnectAck)
    /// A message.
    case publish(Publish)
    /// PUBACK.
    case publishAck(Acknowledgement)
    /// PUBREC.
    case publishReceived(Acknowledgement)
    /// PUBREL.
    case publishRelease(Acknowledgement)
    /// PUBCOMP.
    case publishComplete(Acknowledgement)
    /// SUBSCRIBE.
    case subscribe(Subscribe)
    /// SUBACK.
    case subscribeAck(SubscribeAck)
    /// UNSUBSCRIBE.
    case unsubscribe(Unsubscribe)
    /// UNSUBACK.
    case unsubscribeAck(UnsubscribeAck)
    /// PINGREQ.
    case pingRequest
    /// PINGRESP.
    case pingResponse
    /// DISCONNECT.
    case disconnect(Disconnect)
    /// AUTH.
    case auth(Auth)

    /// Which of the fifteen.
    public var type: PacketType {
        switch self {
        case .connect: .connect
        case .connectAck: .connectAck
        case .publish: .publish
        case .publishAck: .publishAck
        case .publishReceived: .publishReceived
        case .publishRelease: .publishRelease
        case .publishComplete: .publishComplete
        case .subscribe: .subscribe
        case .subscribeAck: .subscribeAck
        case .unsubscribe: .unsubscribe
        case .unsubscribeAck: .unsubscribeAck
        case .pingRequest: .pingRequest
        case .pingResponse: .pingResponse
        case .disconnect: .disconnect
        case .auth: .auth
        }
    }
}
