extension Properties {
    /// True: the payload is UTF-8 text (MQTT 5 3.3.2.3.2).
    public var payloadFormatIndicator: Bool? {
        get { flag(.payloadFormatIndicator) }
        set { set(.payloadFormatIndicator, flag: newValue) }
    }

    /// Seconds that the message is good for (MQTT 5 3.3.2.3.3).
    public var messageExpiryInterval: UInt32? {
        get { fourBytes(.messageExpiryInterval) }
        set { self[.messageExpiryInterval] = newValue.map { .fourBytes($0) } }
    }

    /// A number that stands for the topic, 1 and up (MQTT 5 3.3.2.3.4).
    public var topicAlias: UInt16? {
        get { twoBytes(.topicAlias) }
        set { self[.topicAlias] = newValue.map { .twoBytes($0) } }
    }

    /// Where the response is expected (MQTT 5 3.3.2.3.5).
    public var responseTopic: String? {
        get { string(.responseTopic) }
        set { self[.responseTopic] = newValue.map { .string($0) } }
    }

    /// Tells which request a response belongs to (MQTT 5 3.3.2.3.6).
    public var correlationData: [UInt8]? {
        get { binary(.correlationData) }
        set { self[.correlationData] = newValue.map { .binary($0) } }
    }

    /// What the payload is, a MIME type as a rule (MQTT 5 3.3.2.3.9).
    public var contentType: String? {
        get { string(.contentType) }
        set { self[.contentType] = newValue.map { .string($0) } }
    }

    /// Seconds between the loss of the connection and the will (MQTT 5 3.1.3.2.2).
    public var willDelayInterval: UInt32? {
        get { fourBytes(.willDelayInterval) }
        set { self[.willDelayInterval] = newValue.map { .fourBytes($0) } }
    }

    /// Identifiers of the subscriptions that matched, or the one of a SUBSCRIBE; 1 to 268,435,455 (MQTT 5 3.3.2.3.8).
    public var subscriptionIdentifiers: [UInt32] {
        get { list.compactMap { if case .variable(let value) = $0.value { value } else { nil } } }
        set {
            list.removeAll { $0.id == .subscriptionIdentifier }
            list += newValue.map { Property(.subscriptionIdentifier, .variable($0)) }
        }
    }

    /// The user properties, in order (MQTT 5 3.3.2.3.7).
    public var userProperties: [UserProperty] {
        get {
            list.compactMap { if case .pair(let name, let value) = $0.value { UserProperty(name, value) } else { nil } }
        }
        set {
            list.removeAll { $0.id == .userProperty }
            list += newValue.map { Property(.userProperty, .pair($0.name, $0.value)) }
        }
    }
}
