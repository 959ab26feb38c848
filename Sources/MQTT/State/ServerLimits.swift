/// What the broker allows, from its CONNACK (MQTT 5 3.2.2.3); without a word everything is.
public struct ServerLimits: Hashable, Sendable {
    /// The most QoS 1 and 2 messages on their way to the broker.
    public var receiveMaximum = 65_535
    /// The highest QoS of a PUBLISH.
    public var maximumQoS = QoS.exactlyOnce
    /// Whether messages can be retained.
    public var retainAvailable = true
    /// The largest packet in bytes; nil for no limit but the protocol's.
    public var maximumPacketSize: Int?
    /// The highest topic alias; 0 for none.
    public var topicAliasMaximum: UInt16 = 0
    /// Whether filters may have wildcards.
    public var wildcardSubscriptionAvailable = true
    /// Whether subscriptions may have identifiers.
    public var subscriptionIdentifierAvailable = true
    /// Whether subscriptions can be shared.
    public var sharedSubscriptionAvailable = true

    /// No limits.
    public init() {}

    init(_ properties: Properties) {
        receiveMaximum = Int(properties.receiveMaximum ?? 65_535)
        maximumQoS = properties.maximumQoS ?? .exactlyOnce
        retainAvailable = properties.retainAvailable ?? true
        maximumPacketSize = properties.maximumPacketSize.map(Int.init)
        topicAliasMaximum = properties.topicAliasMaximum ?? 0
        wildcardSubscriptionAvailable = properties.wildcardSubscriptionAvailable ?? true
        subscriptionIdentifierAvailable = properties.subscriptionIdentifierAvailable ?? true
        sharedSubscriptionAvailable = properties.sharedSubscriptionAvailable ?? true
    }

    /// Why a message may not be sent; nil when it may.
    func objection(to publish: Publish, version: ProtocolVersion) -> ConnectionError? {
        if publish.qos > maximumQoS {
            return .limit(
                .qosNotSupported, "the broker takes QoS \(maximumQoS.rawValue) at most; lower the QoS")
        }
        if publish.retain, !retainAvailable {
            return .limit(.retainNotSupported, "the broker retains no messages; publish without retain")
        }
        // 0 is no alias (MQTT 5 3.3.2.3.4).
        if let alias = publish.properties.topicAlias, version == .v5, alias == 0 || alias > topicAliasMaximum {
            return .limit(
                .topicAliasInvalid,
                "topic alias \(alias) is not allowed; the broker takes \(topicAliasMaximum) at most")
        }
        var packet = publish
        // Not numbered yet; any number has the same size.
        packet.packetID = 1
        return objection(toSizeOf: .publish(packet), version: version)
    }

    /// Why a packet cannot be sent: a value that the wire does not carry, or too many bytes; nil when it can.
    func objection(toSizeOf packet: Packet, version: ProtocolVersion) -> ConnectionError? {
        let size: Int
        do {
            size = try PacketEncoder(version: version).size(of: packet)
        } catch {
            return .invalid(error.text)
        }
        // 2.1.4: four bytes of length bound a packet, whatever the broker says.
        let maximum = maximumPacketSize ?? PacketDecoder.largestPacket
        guard size > maximum else { return nil }
        return .limit(.packetTooLarge, "the packet has \(size) bytes; the broker takes \(maximum) at most")
    }

    /// Whether there is room for a topic alias, which takes up to six bytes more.
    func allowsAlias(on publish: Publish, version: ProtocolVersion) -> Bool {
        guard let maximumPacketSize else { return true }
        let size = try? PacketEncoder(version: version).size(of: .publish(publish))
        // Three bytes of the property, and room where a length needs another byte.
        return (size ?? .max) <= maximumPacketSize - 6
    }

    /// Why a filter may not be asked for; nil when it may.
    func objection(to filter: TopicFilter) -> ConnectionError? {
        if filter.isShared, !sharedSubscriptionAvailable {
            return .limit(.sharedSubscriptionsNotSupported, "the broker has no shared subscriptions")
        }
        if filter.hasWildcard, !wildcardSubscriptionAvailable {
            return .limit(
                .wildcardSubscriptionsNotSupported, "the broker allows no wildcards; name whole topics")
        }
        return nil
    }
}
