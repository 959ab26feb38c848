import MQTT

/// Where the standard speaks of a part. MQTT 3.1 has no numbers for most of it and says less; 3.1.1 says what it means.
extension PacketPart {
    /// The section in the standard of a version: `3.3.1.2`.
    func section(in packet: PacketType, _ version: ProtocolVersion, _ property: PropertyID?, isWill: Bool) -> String {
        let isNew = version == .v5
        switch self {
        case .header, .reservedFlags: return isNew ? "2.1.3" : "2.2.2"
        case .packetType: return isNew ? "2.1.2" : "2.2.1"
        case .duplicate: return packet == .publish ? "3.3.1.1" : "2.2.2"
        case .qos: return packet == .publish ? "3.3.1.2" : "2.2.2"
        case .retain: return packet == .publish ? "3.3.1.3" : "2.2.2"
        case .remainingLength: return isNew ? "2.1.4" : "2.2.3"
        case .protocolNameLength, .protocolName: return "3.1.2.1"
        case .protocolVersion: return "3.1.2.2"
        case .connectFlags, .connectReserved: return "3.1.2.3"
        case .cleanStart: return "3.1.2.4"
        case .willFlag: return "3.1.2.5"
        case .willQoS: return "3.1.2.6"
        case .willRetain: return "3.1.2.7"
        case .userNameFlag: return "3.1.2.8"
        case .passwordFlag: return "3.1.2.9"
        case .keepAlive: return "3.1.2.10"
        case .clientIDLength, .clientID: return "3.1.3.1"
        case .willTopicLength, .willTopic: return isNew ? "3.1.3.3" : "3.1.3.2"
        case .willPayloadLength, .willPayload: return isNew ? "3.1.3.4" : "3.1.3.3"
        case .userNameLength, .userName: return isNew ? "3.1.3.5" : "3.1.3.4"
        case .passwordLength, .password: return isNew ? "3.1.3.6" : "3.1.3.5"
        case .acknowledgeFlags, .acknowledgeReserved: return "3.2.2.1"
        case .sessionPresent: return isNew ? "3.2.2.1.1" : "3.2.2.2"
        case .returnCode: return isNew ? "3.2.2.2" : "3.2.2.3"
        case .reasonCode: return Self.reason(packet)
        // PUBLISH alone has the topic before it.
        case .packetID: return packet == .publish ? "3.3.2.2" : "\(Self.chapter(packet)).2"
        case .topicLength, .topic: return "3.3.2.1"
        case .payload: return "3.3.3"
        case .filterLength, .filter: return "\(Self.chapter(packet)).3"
        case .requestedQoS: return "3.8.3"
        case .grantedQoS: return "3.9.3"
        case .options, .optionQoS, .noLocal, .retainAsPublished, .retainHandling, .optionsReserved: return "3.8.3.1"
        case .properties, .willProperties: return Self.properties(packet, isWill: self == .willProperties)
        case .propertyLength: return "\(Self.properties(packet, isWill: isWill)).1"
        default: return Self.section(of: property, in: packet, isWill: isWill)
        }
    }

    /// The chapter of a packet: `3.4`.
    private static func chapter(_ packet: PacketType) -> String { "3.\(packet.rawValue)" }

    private static func reason(_ packet: PacketType) -> String {
        switch packet {
        case .connectAck: "3.2.2.2"
        case .subscribeAck, .unsubscribeAck: "\(chapter(packet)).3"
        default: "\(chapter(packet)).2.1"
        }
    }

    private static func properties(_ packet: PacketType, isWill: Bool) -> String {
        if isWill { return "3.1.3.2" }
        return switch packet {
        case .connect: "3.1.2.11"
        case .connectAck, .publish: "\(chapter(packet)).2.3"
        case .subscribe, .subscribeAck, .unsubscribe, .unsubscribeAck: "\(chapter(packet)).2.1"
        default: "\(chapter(packet)).2.2"
        }
    }

    private static func section(of property: PropertyID?, in packet: PacketType, isWill: Bool) -> String {
        // 2.2.2.2 lists all properties: where this packet must not have one there is no section on it.
        guard let property, let place = order(packet, isWill: isWill).firstIndex(of: property) else { return "2.2.2.2" }
        // The first section is on the length: the first property stands in the second.
        return "\(properties(packet, isWill: isWill)).\(place + 2)"
    }

    /// The properties in the order in which the standard speaks of them, the first in the second section.
    private static func order(_ packet: PacketType, isWill: Bool) -> [PropertyID] {
        if isWill {
            return [
                .willDelayInterval, .payloadFormatIndicator, .messageExpiryInterval, .contentType, .responseTopic,
                .correlationData, .userProperty,
            ]
        }
        switch packet {
        case .connect:
            return [
                .sessionExpiryInterval, .receiveMaximum, .maximumPacketSize, .topicAliasMaximum,
                .requestResponseInformation, .requestProblemInformation, .userProperty, .authenticationMethod,
                .authenticationData,
            ]
        case .connectAck:
            return [
                .sessionExpiryInterval, .receiveMaximum, .maximumQoS, .retainAvailable, .maximumPacketSize,
                .assignedClientIdentifier, .topicAliasMaximum, .reasonString, .userProperty,
                .wildcardSubscriptionAvailable, .subscriptionIdentifierAvailable, .sharedSubscriptionAvailable,
                .serverKeepAlive, .responseInformation, .serverReference, .authenticationMethod, .authenticationData,
            ]
        case .publish:
            return [
                .payloadFormatIndicator, .messageExpiryInterval, .topicAlias, .responseTopic, .correlationData,
                .userProperty, .subscriptionIdentifier, .contentType,
            ]
        case .subscribe: return [.subscriptionIdentifier, .userProperty]
        case .unsubscribe: return [.userProperty]
        case .disconnect: return [.sessionExpiryInterval, .reasonString, .userProperty, .serverReference]
        case .auth: return [.authenticationMethod, .authenticationData, .reasonString, .userProperty]
        default: return [.reasonString, .userProperty]
        }
    }
}
