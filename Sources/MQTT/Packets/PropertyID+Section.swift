extension PropertyID {
    /// Where MQTT 5 says what the property means in a packet that a server sends: "3.2.2.3.6"; nil where it is no property
    /// of that packet.
    func section(in packet: PacketType) -> String? {
        let places: (prefix: String, properties: [PropertyID])? =
            switch packet {
            case .connectAck: ("3.2.2.3", Self.ofConnectAck)
            case .publish: ("3.3.2.3", Self.ofPublish)
            case .publishAck: ("3.4.2.2", Self.ofAnswers)
            case .publishReceived: ("3.5.2.2", Self.ofAnswers)
            case .publishRelease: ("3.6.2.2", Self.ofAnswers)
            case .publishComplete: ("3.7.2.2", Self.ofAnswers)
            case .subscribeAck: ("3.9.2.1", Self.ofAnswers)
            case .unsubscribeAck: ("3.11.2.1", Self.ofAnswers)
            case .disconnect: ("3.14.2.2", Self.ofDisconnect)
            case .auth: ("3.15.2.2", Self.ofAuth)
            default: nil
            }
        guard let places, let index = places.properties.firstIndex(of: self) else { return nil }
        // The first section is that of the length of all.
        return "\(places.prefix).\(index + 2)"
    }

    // In the order of their sections.

    private static let ofConnectAck: [PropertyID] = [
        .sessionExpiryInterval, .receiveMaximum, .maximumQoS, .retainAvailable, .maximumPacketSize,
        .assignedClientIdentifier, .topicAliasMaximum, .reasonString, .userProperty, .wildcardSubscriptionAvailable,
        .subscriptionIdentifierAvailable, .sharedSubscriptionAvailable, .serverKeepAlive, .responseInformation,
        .serverReference, .authenticationMethod, .authenticationData,
    ]
    private static let ofPublish: [PropertyID] = [
        .payloadFormatIndicator, .messageExpiryInterval, .topicAlias, .responseTopic, .correlationData, .userProperty,
        .subscriptionIdentifier, .contentType,
    ]
    private static let ofAnswers: [PropertyID] = [.reasonString, .userProperty]
    private static let ofDisconnect: [PropertyID] = [
        .sessionExpiryInterval, .reasonString, .userProperty, .serverReference,
    ]
    private static let ofAuth: [PropertyID] = [
        .authenticationMethod, .authenticationData, .reasonString, .userProperty,
    ]
}
