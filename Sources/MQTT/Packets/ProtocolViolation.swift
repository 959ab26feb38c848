/// A packet that breaks the rules of MQTT, received or about to be sent.
///
/// What a broker sends may break them in two ways; <doc:WhatABrokerBreaks> has every rule with its sections.
///
/// **The stream cannot be read on**, and the connection is closed, in MQTT 5 with a DISCONNECT that says why (4.13):
/// - the length of a packet, or a variable byte integer, has more than four bytes;
/// - a packet is shorter than its fields, or without a message and larger than what can be kept;
/// - its type does not exist in the version spoken, or a message has QoS 3, so that nobody knows where its payload begins;
/// - anything but CONNACK or AUTH comes before CONNACK, or CONNACK has the form of another version;
/// - CONNACK speaks of a session although a clean start was asked for (a client must close then, MQTT 5 3.2.2.1.1);
/// - the authentication method changes (MQTT 5 4.12).
///
/// **The stream stays readable**: every ``ProtocolRule``. CONNACK and what comes behind it is taken as far as it can be and
/// told with its rule: a message is handed out with ``MessageView/rule``, and everything is counted in
/// ``ClientEvent/violated(_:count:)``. The standard lets a client close here as well, most often demands it; with
/// ``ClientConfiguration/isStrict`` it does, but for ``ProtocolRule/qosIsGranted``, for which the standard names no end.
/// - A topic that is not UTF-8, has a NUL or a wildcard, or is missing (then it is empty); a topic alias that was not
///   allowed or never set (then the topic is what stands in the packet).
/// - DUP on QoS 0; packet identifier 0, which is not acknowledged; more messages than Receive Maximum, which all are;
///   a QoS higher than any that was granted.
/// - Properties that do not exist, are not allowed, come twice or are out of range: those before them are known.
/// - An acknowledgement of another kind than the QoS asks for: a PUBACK to QoS 2 ends the message, as it does at QoS 1.
/// - An acknowledgement that nobody asked for, with identifier 0, a reason code that does not exist (taken as what its
///   highest bit says), too many or too few answers (a filter without one
///   may be granted: it stays asked for), or bytes left over.
/// - A packet that only clients send, which is not looked at; wrong flags in a first byte; a packet larger than Maximum
///   Packet Size; a second CONNACK, PINGRESP or AUTH that nobody asked for.
/// - In CONNACK: flags and values that do not exist, a session that is present with a refusal, or in MQTT 3.1.1 after a
///   clean start.
public struct ProtocolViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// What an MQTT 5 DISCONNECT says about it (MQTT 5 4.13): `malformedPacket`, `protocolError`, `packetTooLarge` …
    public var reason: ReasonCode
    /// The packet that was read; nil where not even its type was known.
    public var packet: PacketType?
    /// One sentence: what is wrong.
    public var text: String
    /// The rule, where breaking it leaves the stream readable.
    public var rule: ProtocolRule?
    /// The version spoken on the connection that it came over; nil where nobody has noted it.
    var version: ProtocolVersion?
    /// The section of MQTT 5 that says it of this very property, where that is not the rule's.
    var section: String?

    /// Makes a violation.
    public init(_ reason: ReasonCode, in packet: PacketType?, _ text: String, rule: ProtocolRule? = nil) {
        self.reason = reason
        self.packet = packet
        self.text = text
        self.rule = rule
    }

    /// A breach that leaves the stream readable.
    init(_ rule: ProtocolRule, in packet: PacketType, _ text: String? = nil) {
        self.init(rule.reason, in: packet, text ?? rule.text, rule: rule)
    }

    /// What makes breaches the same: the rule and the packet. Their sentences may hold the numbers of packets.
    public struct Kind: Hashable, Sendable {
        let packet: PacketType?
        let rule: ProtocolRule?
        /// The sentence of what no rule is for.
        let text: String?
    }

    /// By what it is counted.
    public var kind: Kind { Kind(packet: packet, rule: rule, text: rule == nil ? text : nil) }

    /// ``text`` without its full stop, for what goes on behind it.
    var sentence: String { text.hasSuffix(".") ? String(text.dropLast()) : text }

    /// "PUBLISH: QoS 3 does not exist. Malformed Packet (0x81)".
    public var description: String { "\(packet.map { "\($0.name): " } ?? "")\(text) \(reason)" }

    /// "PUBLISH: The topic contains a wildcard, + or # (MQTT 5, section 3.3.2.1)".
    ///
    /// - Parameter version: counts where the connection is not known that it came over.
    public func words(in version: ProtocolVersion) -> String {
        let version = self.version ?? version
        let name = packet.map { "\($0.name): " } ?? ""
        guard let rule else { return name + sentence }
        let place = section.map { "MQTT 5, section \($0)" } ?? rule.section(in: version, of: packet)
        return "\(name)\(sentence) (\(place))"
    }
}
