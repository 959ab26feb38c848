/// A packet that breaks the rules of MQTT, received or about to be sent.
public struct ProtocolViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// What an MQTT 5 DISCONNECT says about it (MQTT 5 4.13): `malformedPacket`, `protocolError`, `packetTooLarge` …
    public var reason: ReasonCode
    /// The packet that was read; nil where not even its type was known.
    public var packet: PacketType?
    /// One sentence: what is wrong.
    public var text: String

    /// Makes a violation.
    public init(_ reason: ReasonCode, in packet: PacketType?, _ text: String) {
        self.reason = reason
        self.packet = packet
        self.text = text
    }

    /// "PUBLISH: QoS 3 does not exist. Malformed Packet (0x81)".
    public var description: String { "\(packet.map { "\($0.name): " } ?? "")\(text) \(reason)" }
}
