extension ReasonCode {
    /// Whether the standard lists this code for a packet and a receiver (MQTT 5 3.2.2.2, 3.4.2.1, 3.9.3, 3.14.2.1 …).
    package func isAllowed(in packet: PacketType, at receiver: Receiver) -> Bool {
        switch packet {
        case .connectAck:
            switch self {
            case .success, .topicNameInvalid, .packetTooLarge, .quotaExceeded, .payloadFormatInvalid,
                .retainNotSupported, .qosNotSupported, .useAnotherServer, .serverMoved, .connectionRateExceeded:
                return true
            default:
                // The standard leaves out 0x8B, Server shutting down; some brokers send it all the same.
                return rawValue >= 0x80 && rawValue <= 0x8C
            }
        case .publishAck, .publishReceived:
            switch self {
            case .success, .noMatchingSubscribers, .unspecifiedError, .implementationSpecificError, .notAuthorized,
                .topicNameInvalid, .packetIdentifierInUse, .quotaExceeded, .payloadFormatInvalid:
                return true
            default: return false
            }
        case .publishRelease, .publishComplete:
            return self == .success || self == .packetIdentifierNotFound
        case .subscribeAck:
            switch self {
            case .success, .grantedQoS1, .grantedQoS2, .unspecifiedError, .implementationSpecificError, .notAuthorized,
                .topicFilterInvalid, .packetIdentifierInUse, .quotaExceeded, .sharedSubscriptionsNotSupported,
                .subscriptionIdentifiersNotSupported, .wildcardSubscriptionsNotSupported:
                return true
            default: return false
            }
        case .unsubscribeAck:
            switch self {
            case .success, .noSubscriptionExisted, .unspecifiedError, .implementationSpecificError, .notAuthorized,
                .topicFilterInvalid, .packetIdentifierInUse:
                return true
            default: return false
            }
        case .disconnect:
            switch self {
            case .success: return true
            case .disconnectWithWill: return receiver == .server
            // The standard's list is shorter, but the connection ends here: better to show the broker's reason.
            default: return isError
            }
        case .auth:
            switch self {
            case .success: return receiver == .client
            case .continueAuthentication: return true
            case .reAuthenticate: return receiver == .server
            default: return false
            }
        default:
            return false
        }
    }
}
