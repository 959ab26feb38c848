/// Why a packet was answered as it was (MQTT 5 2.4). Codes of 0x80 and more are errors.
public enum ReasonCode: UInt8, Hashable, Sendable, CaseIterable {
    /// 0x00: success; "Normal disconnection" in DISCONNECT and "Granted QoS 0" in SUBACK.
    case success = 0x00
    /// 0x01: granted QoS 1.
    case grantedQoS1 = 0x01
    /// 0x02: granted QoS 2.
    case grantedQoS2 = 0x02
    /// 0x04: disconnect, and publish the will.
    case disconnectWithWill = 0x04
    /// 0x10: accepted, and nobody was there to receive it.
    case noMatchingSubscribers = 0x10
    /// 0x11: there was nothing to unsubscribe.
    case noSubscriptionExisted = 0x11
    /// 0x18: the authentication goes on.
    case continueAuthentication = 0x18
    /// 0x19: the client authenticates again.
    case reAuthenticate = 0x19
    /// 0x80: an error the sender does not want to name.
    case unspecifiedError = 0x80
    /// 0x81: the packet could not be parsed.
    case malformedPacket = 0x81
    /// 0x82: the packet is well-formed and not allowed here.
    case protocolError = 0x82
    /// 0x83: valid, but not accepted by this implementation.
    case implementationSpecificError = 0x83
    /// 0x84: the server does not speak this version of MQTT.
    case unsupportedProtocolVersion = 0x84
    /// 0x85: the client identifier is not allowed.
    case clientIdentifierNotValid = 0x85
    /// 0x86: wrong user name or password.
    case badUserNameOrPassword = 0x86
    /// 0x87: not permitted.
    case notAuthorized = 0x87
    /// 0x88: the server is not available.
    case serverUnavailable = 0x88
    /// 0x89: the server is busy.
    case serverBusy = 0x89
    /// 0x8A: the client is banned.
    case banned = 0x8A
    /// 0x8B: the server is shutting down.
    case serverShuttingDown = 0x8B
    /// 0x8C: the authentication method is not supported or not the one in use.
    case badAuthenticationMethod = 0x8C
    /// 0x8D: nothing was heard for one and a half times the keep alive.
    case keepAliveTimeout = 0x8D
    /// 0x8E: another connection uses the same client identifier.
    case sessionTakenOver = 0x8E
    /// 0x8F: the topic filter is well-formed and not accepted.
    case topicFilterInvalid = 0x8F
    /// 0x90: the topic name is well-formed and not accepted.
    case topicNameInvalid = 0x90
    /// 0x91: the packet identifier is in use.
    case packetIdentifierInUse = 0x91
    /// 0x92: the packet identifier is not known.
    case packetIdentifierNotFound = 0x92
    /// 0x93: more unacknowledged messages than Receive Maximum.
    case receiveMaximumExceeded = 0x93
    /// 0x94: a topic alias of 0, over the maximum, or never set.
    case topicAliasInvalid = 0x94
    /// 0x95: a packet larger than Maximum Packet Size.
    case packetTooLarge = 0x95
    /// 0x96: messages come too fast.
    case messageRateTooHigh = 0x96
    /// 0x97: a quota of the implementation or the administrator is used up.
    case quotaExceeded = 0x97
    /// 0x98: closed by an administrator.
    case administrativeAction = 0x98
    /// 0x99: the payload is not what Payload Format Indicator says.
    case payloadFormatInvalid = 0x99
    /// 0x9A: the server keeps no retained messages.
    case retainNotSupported = 0x9A
    /// 0x9B: a QoS above Maximum QoS.
    case qosNotSupported = 0x9B
    /// 0x9C: use another server for now.
    case useAnotherServer = 0x9C
    /// 0x9D: use another server from now on.
    case serverMoved = 0x9D
    /// 0x9E: no shared subscriptions.
    case sharedSubscriptionsNotSupported = 0x9E
    /// 0x9F: too many connections in a short time.
    case connectionRateExceeded = 0x9F
    /// 0xA0: the connection was allowed for a limited time.
    case maximumConnectTime = 0xA0
    /// 0xA1: no subscription identifiers.
    case subscriptionIdentifiersNotSupported = 0xA1
    /// 0xA2: no wildcards in filters.
    case wildcardSubscriptionsNotSupported = 0xA2

    /// True from 0x80 up.
    public var isError: Bool { rawValue >= 0x80 }

    /// The reason that a CONNACK return code of MQTT 3.1 and 3.1.1 stands for (MQTT 3.1.1 3.2.2.3); nil for a
    /// reserved code.
    public init?(returnCode: UInt8) {
        switch returnCode {
        case 0: self = .success
        case 1: self = .unsupportedProtocolVersion
        case 2: self = .clientIdentifierNotValid
        case 3: self = .serverUnavailable
        case 4: self = .badUserNameOrPassword
        case 5: self = .notAuthorized
        default: return nil
        }
    }

    /// The CONNACK return code of MQTT 3.1 and 3.1.1 nearest to this reason: 0 to 5.
    public var returnCode: UInt8 {
        switch self {
        case .unsupportedProtocolVersion: 1
        case .clientIdentifierNotValid: 2
        case .badUserNameOrPassword, .badAuthenticationMethod: 4
        case .notAuthorized, .banned: 5
        // Codes of MQTT 5 that have no older one: 3 says that the server cannot do it.
        default: isError ? 3 : 0
        }
    }
}
