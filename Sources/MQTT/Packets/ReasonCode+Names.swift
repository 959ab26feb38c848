import Text

extension ReasonCode: CustomStringConvertible {
    /// The standard's name (MQTT 5 table 2-6), as in "Topic Filter invalid".
    public var name: String { ReasonCode.text[self]?.name ?? "Success" }

    /// The standard's name in a packet: 0x00 has three.
    public func name(in packet: PacketType) -> String {
        switch (self, packet) {
        case (.success, .subscribeAck): "Granted QoS 0"
        case (.success, .disconnect): "Normal disconnection"
        default: name
        }
    }

    /// What it means, in one plain line.
    public var meaning: String { ReasonCode.text[self]?.meaning ?? "" }

    /// What to try next, in one plain line; empty where there is nothing to do.
    public var advice: String { ReasonCode.text[self]?.advice ?? "" }

    /// The name and the code: "Not authorized (0x87)".
    public var description: String {
        "\(name) (0x\(HexDigit.upper(CollectionOfOne(rawValue))))"
    }

    // A table rather than three switches: name, meaning and advice of a code are read and corrected together.
    private static let text: [ReasonCode: (name: String, meaning: String, advice: String)] = [
        .success: ("Success", "It was accepted.", ""),
        .grantedQoS1: ("Granted QoS 1", "Subscribed, with QoS 1 at most.", ""),
        .grantedQoS2: ("Granted QoS 2", "Subscribed, with QoS 2 at most.", ""),
        .disconnectWithWill: ("Disconnect with Will Message", "Disconnected; the will is published.", ""),
        .noMatchingSubscribers: ("No matching subscribers", "Accepted, but nobody is subscribed to this topic.", ""),
        .noSubscriptionExisted: ("No subscription existed", "There was no such subscription.", ""),
        .continueAuthentication: ("Continue authentication", "The authentication needs another step.", ""),
        .reAuthenticate: ("Re-authenticate", "The client asks to authenticate again.", ""),
        .unspecifiedError: (
            "Unspecified error", "The broker refused and does not say why.", "look into the broker's log"
        ),
        .malformedPacket: (
            "Malformed Packet", "A packet could not be read.",
            "check that both ends speak the same version of MQTT"
        ),
        .protocolError: (
            "Protocol Error", "A packet was sent that is not allowed at this point.",
            "check that both ends speak the same version of MQTT"
        ),
        .implementationSpecificError: (
            "Implementation specific error", "The broker does not accept this although it is valid MQTT.",
            "look into the broker's log"
        ),
        .unsupportedProtocolVersion: (
            "Unsupported Protocol Version", "The broker does not speak this version of MQTT.",
            "try another version: 5, 3.1.1 or 3.1"
        ),
        .clientIdentifierNotValid: (
            "Client Identifier not valid", "The broker does not allow this client identifier.",
            "choose another client identifier, or leave it empty"
        ),
        .badUserNameOrPassword: (
            "Bad User Name or Password", "The broker does not accept the user name or the password.",
            "check user name and password"
        ),
        .notAuthorized: (
            "Not authorized", "The broker does not permit this.",
            "check user name and password, or ask for permission in the broker's access list"
        ),
        .serverUnavailable: (
            "Server unavailable", "The broker is not available at the moment.", "try again later"
        ),
        .serverBusy: ("Server busy", "The broker has too much to do.", "try again later"),
        .banned: ("Banned", "The broker has banned this client.", "ask who runs the broker"),
        .serverShuttingDown: ("Server shutting down", "The broker is shutting down.", "try again later"),
        .badAuthenticationMethod: (
            "Bad authentication method", "The broker does not support this authentication method.",
            "choose another authentication method"
        ),
        .keepAliveTimeout: (
            "Keep Alive timeout", "The broker heard nothing for one and a half times the keep alive.",
            "check the network, or choose a longer keep alive"
        ),
        .sessionTakenOver: (
            "Session taken over", "Another client connected with the same client identifier.",
            "choose a client identifier that nobody else uses"
        ),
        .topicFilterInvalid: (
            "Topic Filter invalid", "The broker does not accept this topic filter.", "choose another topic filter"
        ),
        .topicNameInvalid: ("Topic Name invalid", "The broker does not accept this topic.", "choose another topic"),
        .packetIdentifierInUse: (
            "Packet Identifier in use", "The packet identifier belongs to another message.",
            "connect with a clean start"
        ),
        .packetIdentifierNotFound: (
            "Packet Identifier not found", "The other side does not know this packet identifier.",
            "connect with a clean start"
        ),
        .receiveMaximumExceeded: (
            "Receive Maximum exceeded", "More messages were sent at once than Receive Maximum allows.",
            "choose a higher Receive Maximum"
        ),
        .topicAliasInvalid: (
            "Topic Alias invalid", "A topic alias is 0, too high, or was never set.",
            "connect with a Topic Alias Maximum of 0"
        ),
        .packetTooLarge: (
            "Packet too large", "The packet is larger than Maximum Packet Size.",
            "send less, or raise the maximum packet size"
        ),
        .messageRateTooHigh: ("Message rate too high", "Messages come too fast.", "send more slowly"),
        .quotaExceeded: (
            "Quota exceeded", "A limit of the broker is reached.", "send less, or ask who runs the broker"
        ),
        .administrativeAction: (
            "Administrative action", "The connection was closed by an administrator.", "ask who runs the broker"
        ),
        .payloadFormatInvalid: (
            "Payload format invalid", "The payload is not the text that it is said to be.",
            "send UTF-8, or leave Payload Format Indicator out"
        ),
        .retainNotSupported: (
            "Retain not supported", "The broker keeps no retained messages.", "publish without retain"
        ),
        .qosNotSupported: ("QoS not supported", "The broker does not support this QoS.", "publish with a lower QoS"),
        .useAnotherServer: (
            "Use another server", "The broker asks to use another server for now.", "connect to the server it names"
        ),
        .serverMoved: (
            "Server moved", "The broker asks to use another server from now on.", "connect to the server it names"
        ),
        .sharedSubscriptionsNotSupported: (
            "Shared Subscriptions not supported", "The broker has no shared subscriptions.",
            "subscribe without $share"
        ),
        .connectionRateExceeded: (
            "Connection rate exceeded", "Too many connections were opened in a short time.", "try again later"
        ),
        .maximumConnectTime: (
            "Maximum connect time", "The time allowed for this connection is over.", "connect again"
        ),
        .subscriptionIdentifiersNotSupported: (
            "Subscription Identifiers not supported", "The broker has no subscription identifiers.",
            "subscribe without an identifier"
        ),
        .wildcardSubscriptionsNotSupported: (
            "Wildcard Subscriptions not supported", "The broker does not allow wildcards in filters.",
            "subscribe to the full topic"
        ),
    ]
}
