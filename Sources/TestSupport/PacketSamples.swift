public import MQTT
import NIOCore

/// Packets that the codec's tests share: at least one of every kind, as small as it gets and as full as it gets.
public enum PacketSamples {
    /// A user property.
    public static let user = Property(.userProperty, .pair("name", "värde"))
    /// One more of the same name.
    public static let userAgain = Property(.userProperty, .pair("name", "second"))

    /// All that a will may have.
    public static let willProperties: Properties = [
        Property(.willDelayInterval, .fourBytes(30)), Property(.payloadFormatIndicator, .byte(1)),
        Property(.messageExpiryInterval, .fourBytes(60)), Property(.contentType, .string("text/plain")),
        Property(.responseTopic, .string("answers/1")), Property(.correlationData, .binary([0, 1, 2])), user, userAgain,
    ]

    /// All that a CONNECT may have.
    public static let connectProperties: Properties = [
        Property(.sessionExpiryInterval, .fourBytes(.max)), Property(.receiveMaximum, .twoBytes(20)),
        Property(.maximumPacketSize, .fourBytes(100_000)), Property(.topicAliasMaximum, .twoBytes(10)),
        Property(.requestResponseInformation, .byte(1)), Property(.requestProblemInformation, .byte(0)), user,
        Property(.authenticationMethod, .string("SCRAM")), Property(.authenticationData, .binary([255])),
    ]

    /// All that a CONNACK may have.
    public static let connectAckProperties: Properties = [
        Property(.sessionExpiryInterval, .fourBytes(1)), Property(.receiveMaximum, .twoBytes(1)),
        Property(.maximumQoS, .byte(1)), Property(.retainAvailable, .byte(0)),
        Property(.maximumPacketSize, .fourBytes(1)), Property(.assignedClientIdentifier, .string("auto-1")),
        Property(.topicAliasMaximum, .twoBytes(0)), Property(.reasonString, .string("welcome")), user, userAgain,
        Property(.wildcardSubscriptionAvailable, .byte(1)), Property(.subscriptionIdentifierAvailable, .byte(0)),
        Property(.sharedSubscriptionAvailable, .byte(1)), Property(.serverKeepAlive, .twoBytes(10)),
        Property(.responseInformation, .string("answers/")), Property(.serverReference, .string("other:1883")),
        Property(.authenticationMethod, .string("SCRAM")), Property(.authenticationData, .binary([])),
    ]

    /// All that a PUBLISH may have, but for Topic Alias.
    public static let publishProperties: Properties = [
        Property(.payloadFormatIndicator, .byte(0)), Property(.messageExpiryInterval, .fourBytes(5)),
        Property(.responseTopic, .string("a/b")), Property(.correlationData, .binary([9])), user,
        Property(.subscriptionIdentifier, .variable(1)), Property(.subscriptionIdentifier, .variable(268_435_455)),
        Property(.contentType, .string("application/json")),
    ]

    /// All that an answer may have.
    public static let answer: Properties = [Property(.reasonString, .string("because")), user]

    /// Packets that a server sends, of a version.
    public static func fromServer(_ version: ProtocolVersion) -> [Packet] {
        let isV5 = version == .v5
        var packets: [Packet] = [
            .connectAck(ConnectAck(sessionPresent: version > .v31, reason: .success)),
            .connectAck(ConnectAck(sessionPresent: false, reason: .notAuthorized, code: isV5 ? 0x87 : 5)),
            .publish(Publish(topic: "a")),
            .publish(Publish(topic: "/a//b/", payload: ByteBuffer(string: "21.4"), retain: true)),
            .publish(
                Publish(topic: "é日😀", payload: ByteBuffer(repeating: 7, count: 300), qos: .atLeastOnce, packetID: 1)),
            .publish(
                Publish(
                    topic: "dup", payload: ByteBuffer(bytes: [0]), qos: .exactlyOnce, duplicate: true, packetID: .max)),
            .publishAck(Acknowledgement(packetID: 1)), .publishReceived(Acknowledgement(packetID: 2)),
            .publishRelease(Acknowledgement(packetID: 3)), .publishComplete(Acknowledgement(packetID: .max)),
            .subscribeAck(
                SubscribeAck(packetID: 5, reasons: [.success, .grantedQoS1, .grantedQoS2, .unspecifiedError])),
            .unsubscribeAck(UnsubscribeAck(packetID: 6, reasons: isV5 ? [.success, .noSubscriptionExisted] : [])),
            .pingResponse,
        ]
        if isV5 {
            packets += [
                .connectAck(ConnectAck(properties: connectAckProperties)),
                .publish(
                    Publish(
                        topic: "p", payload: ByteBuffer(string: "{}"), qos: .atLeastOnce, packetID: 7,
                        properties: publishProperties)),
                .publishAck(Acknowledgement(packetID: 1, reason: .noMatchingSubscribers)),
                .publishReceived(Acknowledgement(packetID: 2, reason: .quotaExceeded, properties: answer)),
                .publishRelease(Acknowledgement(packetID: 3, reason: .packetIdentifierNotFound, properties: answer)),
                .publishComplete(Acknowledgement(packetID: 4, properties: answer)),
                .subscribeAck(SubscribeAck(packetID: 5, reasons: [.notAuthorized], properties: answer)),
                .unsubscribeAck(UnsubscribeAck(packetID: 6, reasons: [.topicFilterInvalid], properties: answer)),
                .disconnect(Disconnect()), .disconnect(Disconnect(reason: .serverShuttingDown)),
                .disconnect(
                    Disconnect(
                        reason: .serverMoved,
                        properties: Properties(answer.list + [Property(.serverReference, .string("b:1"))]))),
                .auth(Auth(properties: [Property(.authenticationMethod, .string("SCRAM")), user])),
                .auth(Auth(reason: .success)),
            ]
        }
        return packets
    }

    /// Packets that a client sends, of a version.
    public static func fromClient(_ version: ProtocolVersion) -> [Packet] {
        let isV5 = version == .v5
        var packets: [Packet] = [
            .connect(Connect(version: version, clientID: "martlet")),
            .connect(
                Connect(
                    version: version, clientID: "", cleanStart: false, keepAlive: .max, username: "me",
                    password: [1, 0, 255],
                    will: Will(
                        topic: "gone", payload: [0, 1], qos: .exactlyOnce, retain: true,
                        properties: isV5 ? willProperties : []),
                    properties: isV5 ? connectProperties : [])),
            .subscribe(Subscribe(packetID: 1, subscriptions: [Subscription(filter: "#")])),
            .subscribe(
                Subscribe(
                    packetID: .max,
                    subscriptions: [
                        Subscription(
                            filter: "a/+/b", qos: .exactlyOnce, noLocal: isV5, retainAsPublished: isV5,
                            retainHandling: isV5 ? .doNotSend : .send),
                        Subscription(filter: "$SYS/#", qos: .atLeastOnce),
                    ],
                    properties: isV5 ? [Property(.subscriptionIdentifier, .variable(128)), user] : [])),
            .unsubscribe(Unsubscribe(packetID: 2, filters: ["#", "a/b"], properties: isV5 ? [user] : [])),
            .pingRequest, .disconnect(Disconnect()), .publish(Publish(topic: "t", qos: .atLeastOnce, packetID: 9)),
        ]
        if isV5 {
            packets += [
                .disconnect(Disconnect(reason: .disconnectWithWill)),
                .disconnect(
                    Disconnect(reason: .success, properties: [Property(.sessionExpiryInterval, .fourBytes(7))])),
                .auth(
                    Auth(
                        reason: .reAuthenticate,
                        properties: [
                            Property(.authenticationMethod, .string("SCRAM")),
                            Property(.authenticationData, .binary([1])),
                        ])),
                .publish(Publish(topic: "alias", properties: [Property(.topicAlias, .twoBytes(3))])),
                .subscribe(
                    Subscribe(
                        packetID: 3, subscriptions: [Subscription(filter: "$share/g/a/#", retainHandling: .sendIfNew)])),
            ]
        } else {
            packets.append(.connect(Connect(version: version, clientID: "x", username: "only")))
        }
        return packets
    }

    /// A packet as it goes over the wire.
    public static func bytes(_ packet: Packet, _ version: ProtocolVersion) throws -> [UInt8] {
        var buffer = ByteBuffer()
        try PacketEncoder(version: version).encode(packet, into: &buffer)
        return Array(buffer.readableBytesView)
    }
}
