extension Properties {
    /// Seconds for which the session is kept after the connection ends; 0xFFFFFFFF: for ever (MQTT 5 3.1.2.11.2).
    public var sessionExpiryInterval: UInt32? {
        get { fourBytes(.sessionExpiryInterval) }
        set { self[.sessionExpiryInterval] = newValue.map { .fourBytes($0) } }
    }

    /// QoS 1 and 2 messages that may be unacknowledged at once, 1 and up (MQTT 5 3.1.2.11.3).
    public var receiveMaximum: UInt16? {
        get { twoBytes(.receiveMaximum) }
        set { self[.receiveMaximum] = newValue.map { .twoBytes($0) } }
    }

    /// Bytes of the largest packet that is accepted, 1 and up (MQTT 5 3.1.2.11.4).
    public var maximumPacketSize: UInt32? {
        get { fourBytes(.maximumPacketSize) }
        set { self[.maximumPacketSize] = newValue.map { .fourBytes($0) } }
    }

    /// The highest topic alias that is accepted (MQTT 5 3.1.2.11.5).
    public var topicAliasMaximum: UInt16? {
        get { twoBytes(.topicAliasMaximum) }
        set { self[.topicAliasMaximum] = newValue.map { .twoBytes($0) } }
    }

    /// Asks the server for Response Information (MQTT 5 3.1.2.11.6).
    public var requestResponseInformation: Bool? {
        get { flag(.requestResponseInformation) }
        set { set(.requestResponseInformation, flag: newValue) }
    }

    /// False: Reason Strings are not wanted (MQTT 5 3.1.2.11.7).
    public var requestProblemInformation: Bool? {
        get { flag(.requestProblemInformation) }
        set { set(.requestProblemInformation, flag: newValue) }
    }

    /// Name of the authentication method (MQTT 5 3.1.2.11.9).
    public var authenticationMethod: String? {
        get { string(.authenticationMethod) }
        set { self[.authenticationMethod] = newValue.map { .string($0) } }
    }

    /// Data of the authentication method (MQTT 5 3.1.2.11.10).
    public var authenticationData: [UInt8]? {
        get { binary(.authenticationData) }
        set { self[.authenticationData] = newValue.map { .binary($0) } }
    }

    /// False: the server keeps no retained messages (MQTT 5 3.2.2.3.5).
    public var retainAvailable: Bool? {
        get { flag(.retainAvailable) }
        set { set(.retainAvailable, flag: newValue) }
    }

    /// The identifier given to a client that had none (MQTT 5 3.2.2.3.7).
    public var assignedClientIdentifier: String? {
        get { string(.assignedClientIdentifier) }
        set { self[.assignedClientIdentifier] = newValue.map { .string($0) } }
    }

    /// The reason in words, for people (MQTT 5 3.2.2.3.9).
    public var reasonString: String? {
        get { string(.reasonString) }
        set { self[.reasonString] = newValue.map { .string($0) } }
    }

    /// False: filters must not have wildcards (MQTT 5 3.2.2.3.11).
    public var wildcardSubscriptionAvailable: Bool? {
        get { flag(.wildcardSubscriptionAvailable) }
        set { set(.wildcardSubscriptionAvailable, flag: newValue) }
    }

    /// False: no subscription identifiers (MQTT 5 3.2.2.3.12).
    public var subscriptionIdentifierAvailable: Bool? {
        get { flag(.subscriptionIdentifierAvailable) }
        set { set(.subscriptionIdentifierAvailable, flag: newValue) }
    }

    /// False: no shared subscriptions (MQTT 5 3.2.2.3.13).
    public var sharedSubscriptionAvailable: Bool? {
        get { flag(.sharedSubscriptionAvailable) }
        set { set(.sharedSubscriptionAvailable, flag: newValue) }
    }

    /// Seconds: the keep alive to use instead of the one asked for (MQTT 5 3.2.2.3.14).
    public var serverKeepAlive: UInt16? {
        get { twoBytes(.serverKeepAlive) }
        set { self[.serverKeepAlive] = newValue.map { .twoBytes($0) } }
    }

    /// A part of response topics (MQTT 5 3.2.2.3.15).
    public var responseInformation: String? {
        get { string(.responseInformation) }
        set { self[.responseInformation] = newValue.map { .string($0) } }
    }

    /// Another server to use (MQTT 5 3.2.2.3.16).
    public var serverReference: String? {
        get { string(.serverReference) }
        set { self[.serverReference] = newValue.map { .string($0) } }
    }

    /// The highest QoS that the server accepts in PUBLISH: 0 or 1 (MQTT 5 3.2.2.3.4).
    public var maximumQoS: QoS? {
        get { byte(.maximumQoS).flatMap { QoS(rawValue: $0) } }
        set { self[.maximumQoS] = newValue.map { .byte($0.rawValue) } }
    }
}
