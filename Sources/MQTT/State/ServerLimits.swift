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
        if let maximumPacketSize {
            let size: Int
            do {
                size = try PacketEncoder(version: version).size(of: .publish(publish))
            } catch {
                return .violation(error)
            }
            if size > maximumPacketSize {
                return .limit(
                    .packetTooLarge,
                    "the message makes a packet of \(size) bytes; the broker takes \(maximumPacketSize) at most")
            }
        }
        return nil
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
