/// A rule of MQTT whose breach leaves what the broker sends readable; see ``ProtocolViolation`` for both kinds.
public enum ProtocolRule: UInt8, Hashable, Sendable, CaseIterable {
    // Of a message. Below 16: a message carries the number in four bits, see `MessageView.rule`.

    /// The topic is UTF-8.
    case topicIsUTF8 = 1
    /// The topic has no U+0000.
    case topicHasNoNull = 2
    /// The topic has no wildcard.
    case topicHasNoWildcard = 3
    /// There is a topic, or a topic alias that stands for one.
    case topicIsThere = 4
    /// A topic alias is one that the client allows.
    case topicAliasIsAllowed = 5
    /// DUP is not set at QoS 0.
    case duplicateNeedsQoS = 6
    /// A message of QoS 1 or 2 has a packet identifier.
    case messageHasIdentifier = 7
    /// No more messages than Receive Maximum are unacknowledged.
    case receiveMaximumIsKept = 8
    /// The properties of a message are known, allowed there, there once, and in their range.
    case messagePropertiesAreValid = 9
    /// A message is no larger than Maximum Packet Size.
    case messageSizeIsKept = 10
    /// The QoS of a message is no higher than one that was granted.
    case qosIsGranted = 11
    /// The length of a message is written with as few bytes as it needs.
    case messageLengthIsShort = 12

    // Of any other packet.

    /// The flags of the first byte are those of the packet.
    case flagsAreReserved = 16
    /// It is a packet that a server sends.
    case serverMaySend = 17
    /// It has a packet identifier.
    case packetHasIdentifier = 18
    /// It answers something that was sent.
    case answerIsAskedFor = 19
    /// It is the answer that belongs to the QoS of the message.
    case answerFitsQoS = 20
    /// It answers as many filters as were asked for.
    case everyFilterIsAnswered = 21
    /// Its reason code exists.
    case reasonCodeExists = 22
    /// Its properties are known, allowed there, there once, and in their range.
    case propertiesAreValid = 23
    /// It ends where its content does.
    case nothingIsLeftOver = 24
    /// It is no larger than Maximum Packet Size.
    case packetSizeIsKept = 25
    /// CONNACK comes once.
    case connectAckComesOnce = 26
    /// The flags of CONNACK are those that exist.
    case connectAckFlagsExist = 27
    /// CONNACK speaks of a session only to whom has asked for one, and not when it refuses.
    case sessionIsAskedFor = 28
    /// PINGRESP answers a PINGREQ.
    case pingIsAskedFor = 29
    /// AUTH goes on with what the client began.
    case authenticationIsAskedFor = 30
    /// Maximum QoS in CONNACK is 0 or 1; left out it is 2.
    case maximumQoSExists = 31
    /// Its length is written with as few bytes as it needs.
    case packetLengthIsShort = 32

    /// One sentence: what is wrong, where nothing more exact is known.
    public var text: String {
        switch self {
        case .topicIsUTF8: "The topic is not valid UTF-8."
        case .topicHasNoNull: "The topic contains the character U+0000."
        case .topicHasNoWildcard: "The topic contains a wildcard, + or #."
        case .topicIsThere: "There is neither a topic nor a topic alias."
        case .topicAliasIsAllowed: "The topic alias is not one that is known."
        case .duplicateNeedsQoS: "DUP is set on a message of QoS 0."
        case .messageHasIdentifier, .packetHasIdentifier: "The packet identifier is 0."
        case .receiveMaximumIsKept: "More messages are unacknowledged than Receive Maximum allows."
        case .messagePropertiesAreValid, .propertiesAreValid: "The properties are not valid."
        case .flagsAreReserved: "The flags of the first byte are wrong."
        case .serverMaySend: "A server does not send this packet."
        case .answerIsAskedFor: "It answers a packet that nobody sent."
        case .answerFitsQoS: "It is not the answer to a message of this QoS."
        case .everyFilterIsAnswered: "It does not answer every filter."
        case .reasonCodeExists: "Its reason code does not exist."
        case .nothingIsLeftOver: "Bytes are left over at its end."
        case .messageSizeIsKept, .packetSizeIsKept: "It is larger than Maximum Packet Size allows."
        case .qosIsGranted: "Its QoS is higher than any that was granted."
        case .connectAckComesOnce: "There is a second CONNACK."
        case .connectAckFlagsExist: "Reserved flags are set."
        case .sessionIsAskedFor: "A session is present that nobody asked for."
        case .pingIsAskedFor: "It answers a PINGREQ that nobody sent."
        case .authenticationIsAskedFor: "Nobody asked to authenticate."
        case .maximumQoSExists: "Maximum QoS is neither 0 nor 1."
        case .messageLengthIsShort, .packetLengthIsShort: "Its length is written with more bytes than it needs."
        }
    }

    /// Where the standard of a version says so: `MQTT 5, section 3.3.2.1`.
    ///
    /// - Parameter packet: the packet that breaks it. One rule has a sentence of its own for each of two packets.
    public func section(in version: ProtocolVersion, of packet: PacketType? = nil) -> String {
        let (new, old) = packet == .unsubscribeAck && self == .everyFilterIsAnswered ? ("3.11.3", nil) : sections
        // MQTT 3.1 is shorter and says less; 3.1.1 says what it means.
        return version == .v5 ? "MQTT 5, section \(new)" : "MQTT 3.1.1, section \(old ?? new)"
    }

    /// The section in MQTT 5, and in MQTT 3.1.1 where it is another.
    private var sections: (String, String?) {
        switch self {
        case .topicIsUTF8, .topicHasNoNull: ("1.5.4", "1.5.3")
        case .topicHasNoWildcard: ("3.3.2.1", nil)
        case .topicIsThere: ("3.3.2.1", "4.7.3")
        case .topicAliasIsAllowed: ("3.3.2.3.4", nil)
        case .duplicateNeedsQoS: ("3.3.1.1", nil)
        case .messageHasIdentifier, .packetHasIdentifier: ("2.2.1", "2.3.1")
        case .receiveMaximumIsKept: ("3.3.4", nil)
        case .messagePropertiesAreValid, .propertiesAreValid: ("2.2.2.2", nil)
        case .flagsAreReserved: ("2.1.3", "2.2.2")
        case .serverMaySend: ("2.1.2", "2.2.1")
        case .answerIsAskedFor: ("2.2.1", "2.3.1")
        case .answerFitsQoS: ("4.3", nil)
        case .everyFilterIsAnswered: ("3.8.4", nil)
        case .reasonCodeExists: ("2.4", "3.9.3")
        case .nothingIsLeftOver: ("2.1.4", "2.2.3")
        case .messageSizeIsKept, .packetSizeIsKept: ("3.1.2.11.4", nil)
        case .qosIsGranted: ("3.8.4", nil)
        case .connectAckComesOnce: ("3.2", nil)
        case .connectAckFlagsExist: ("3.2.2.1", nil)
        case .sessionIsAskedFor: ("3.2.2.1.1", "3.2.2.2")
        case .pingIsAskedFor: ("3.13", nil)
        case .authenticationIsAskedFor: ("4.12", nil)
        case .maximumQoSExists: ("3.2.2.3.4", nil)
        // MQTT 5 alone forbids it: the older section is where the length is, and is never told.
        case .messageLengthIsShort, .packetLengthIsShort: ("1.5.5", "2.2.3")
        }
    }

    /// What an MQTT 5 DISCONNECT says about it (MQTT 5 4.13), when it is not let pass.
    var reason: ReasonCode {
        switch self {
        // A topic, a flag, a length: the packet cannot be parsed as the standard has it (MQTT 5 4.13.1).
        case .topicIsUTF8, .topicHasNoNull, .topicHasNoWildcard, .flagsAreReserved, .nothingIsLeftOver,
            .connectAckFlagsExist, .messageLengthIsShort, .packetLengthIsShort:
            .malformedPacket
        case .messageSizeIsKept, .packetSizeIsKept: .packetTooLarge
        case .topicAliasIsAllowed: .topicAliasInvalid
        case .receiveMaximumIsKept: .receiveMaximumExceeded
        default: .protocolError
        }
    }
}
