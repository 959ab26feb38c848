/// The 27 properties of MQTT 5 (table 2-4).
public enum PropertyID: UInt8, Hashable, Sendable, CaseIterable {
    /// Payload Format Indicator: 1 when the payload is UTF-8.
    case payloadFormatIndicator = 0x01
    /// Message Expiry Interval, seconds.
    case messageExpiryInterval = 0x02
    /// Content Type, a MIME type as a rule.
    case contentType = 0x03
    /// Response Topic of a request.
    case responseTopic = 0x08
    /// Correlation Data of a request and its response.
    case correlationData = 0x09
    /// Subscription Identifier.
    case subscriptionIdentifier = 0x0B
    /// Session Expiry Interval, seconds.
    case sessionExpiryInterval = 0x11
    /// Assigned Client Identifier.
    case assignedClientIdentifier = 0x12
    /// Server Keep Alive, seconds.
    case serverKeepAlive = 0x13
    /// Authentication Method.
    case authenticationMethod = 0x15
    /// Authentication Data.
    case authenticationData = 0x16
    /// Request Problem Information.
    case requestProblemInformation = 0x17
    /// Will Delay Interval, seconds.
    case willDelayInterval = 0x18
    /// Request Response Information.
    case requestResponseInformation = 0x19
    /// Response Information.
    case responseInformation = 0x1A
    /// Server Reference: where to connect instead.
    case serverReference = 0x1C
    /// Reason String: for people.
    case reasonString = 0x1F
    /// Receive Maximum.
    case receiveMaximum = 0x21
    /// Topic Alias Maximum.
    case topicAliasMaximum = 0x22
    /// Topic Alias.
    case topicAlias = 0x23
    /// Maximum QoS.
    case maximumQoS = 0x24
    /// Retain Available.
    case retainAvailable = 0x25
    /// User Property: a name and a value, may be repeated.
    case userProperty = 0x26
    /// Maximum Packet Size, bytes.
    case maximumPacketSize = 0x27
    /// Wildcard Subscription Available.
    case wildcardSubscriptionAvailable = 0x28
    /// Subscription Identifier Available.
    case subscriptionIdentifierAvailable = 0x29
    /// Shared Subscription Available.
    case sharedSubscriptionAvailable = 0x2A

    /// How a value looks on the wire.
    package enum Form: UInt8 {
        case byte, twoBytes, fourBytes, variable, string, pair, binary
    }

    /// The form of its value (MQTT 5 table 2-4).
    package var form: Form {
        switch self {
        case .payloadFormatIndicator, .requestProblemInformation, .requestResponseInformation, .maximumQoS,
            .retainAvailable, .wildcardSubscriptionAvailable, .subscriptionIdentifierAvailable,
            .sharedSubscriptionAvailable:
            .byte
        case .serverKeepAlive, .receiveMaximum, .topicAliasMaximum, .topicAlias: .twoBytes
        case .messageExpiryInterval, .sessionExpiryInterval, .willDelayInterval, .maximumPacketSize: .fourBytes
        case .subscriptionIdentifier: .variable
        case .contentType, .responseTopic, .assignedClientIdentifier, .authenticationMethod, .responseInformation,
            .serverReference, .reasonString:
            .string
        case .userProperty: .pair
        case .correlationData, .authenticationData: .binary
        }
    }

    /// The standard's name, as in "Message Expiry Interval".
    public var name: String {
        switch self {
        case .payloadFormatIndicator: "Payload Format Indicator"
        case .messageExpiryInterval: "Message Expiry Interval"
        case .contentType: "Content Type"
        case .responseTopic: "Response Topic"
        case .correlationData: "Correlation Data"
        case .subscriptionIdentifier: "Subscription Identifier"
        case .sessionExpiryInterval: "Session Expiry Interval"
        case .assignedClientIdentifier: "Assigned Client Identifier"
        case .serverKeepAlive: "Server Keep Alive"
        case .authenticationMethod: "Authentication Method"
        case .authenticationData: "Authentication Data"
        case .requestProblemInformation: "Request Problem Information"
        case .willDelayInterval: "Will Delay Interval"
        case .requestResponseInformation: "Request Response Information"
        case .responseInformation: "Response Information"
        case .serverReference: "Server Reference"
        case .reasonString: "Reason String"
        case .receiveMaximum: "Receive Maximum"
        case .topicAliasMaximum: "Topic Alias Maximum"
        case .topicAlias: "Topic Alias"
        case .maximumQoS: "Maximum QoS"
        case .retainAvailable: "Retain Available"
        case .userProperty: "User Property"
        case .maximumPacketSize: "Maximum Packet Size"
        case .wildcardSubscriptionAvailable: "Wildcard Subscription Available"
        case .subscriptionIdentifierAvailable: "Subscription Identifier Available"
        case .sharedSubscriptionAvailable: "Shared Subscription Available"
        }
    }
}
