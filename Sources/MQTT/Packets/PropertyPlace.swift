/// Where properties stand: a control packet, or the will inside CONNECT.
package struct PropertyPlace: Hashable, Sendable {
    /// 0 for the will, else the packet type: a bit number in `PropertyID.places`.
    let bit: UInt8

    /// The will within CONNECT (MQTT 5 3.1.3.2).
    package static let will = PropertyPlace(bit: 0)

    init(bit: UInt8) { self.bit = bit }

    /// The packet itself; of CONNECT not its will.
    package init(_ packet: PacketType) { bit = packet.rawValue }

    /// "PUBLISH", or "the will".
    package var name: String { PacketType(rawValue: bit)?.name ?? "the will" }

    /// The packet that carries them.
    package var packet: PacketType { PacketType(rawValue: bit) ?? .connect }
}

extension PropertyID {
    /// One bit per place in which the property is allowed (MQTT 5 table 2-4).
    private var places: UInt16 {
        switch self {
        case .payloadFormatIndicator, .messageExpiryInterval, .contentType, .responseTopic, .correlationData:
            Self.bits(.publish) | 1
        case .subscriptionIdentifier: Self.bits(.publish, .subscribe)
        case .sessionExpiryInterval: Self.bits(.connect, .connectAck, .disconnect)
        case .authenticationMethod, .authenticationData: Self.bits(.connect, .connectAck, .auth)
        case .requestProblemInformation, .requestResponseInformation: Self.bits(.connect)
        case .willDelayInterval: 1
        case .serverReference: Self.bits(.connectAck, .disconnect)
        case .reasonString:
            Self.bits(.connectAck, .publishAck, .publishReceived, .publishRelease, .publishComplete)
                | Self.bits(.subscribeAck, .unsubscribeAck, .disconnect, .auth)
        case .receiveMaximum, .topicAliasMaximum, .maximumPacketSize: Self.bits(.connect, .connectAck)
        case .topicAlias: Self.bits(.publish)
        case .assignedClientIdentifier, .serverKeepAlive, .responseInformation, .maximumQoS, .retainAvailable,
            .wildcardSubscriptionAvailable, .subscriptionIdentifierAvailable, .sharedSubscriptionAvailable:
            Self.bits(.connectAck)
        // Bit 0, the will, is among them.
        case .userProperty: UInt16.max & ~Self.bits(.pingRequest, .pingResponse)
        }
    }

    private static func bits(_ packets: PacketType...) -> UInt16 {
        // Types go up to 15: 16 bits hold them and the will.
        packets.reduce(0) { $0 | 1 << $1.rawValue }
    }

    // Looked up per property of every PUBLISH: an array, not the switch above.
    private static let table: [UInt16] = (0...0x2A).map { PropertyID(rawValue: $0)?.places ?? 0 }

    /// Whether it is one of the properties of that place (MQTT 5 table 2-4).
    package func isAllowed(in place: PropertyPlace) -> Bool { Self.table[Int(rawValue)] & (1 << place.bit) != 0 }

    /// Whether the property may come more than once: User Property everywhere, Subscription Identifier in a PUBLISH to
    /// the client (MQTT 5 3.3.2.3.8).
    package func mayRepeat(in place: PropertyPlace) -> Bool {
        self == .userProperty || (self == .subscriptionIdentifier && place == PropertyPlace(.publish))
    }
}
