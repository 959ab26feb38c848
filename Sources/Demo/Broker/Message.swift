import MQTT
import NIOCore

/// A published message as the broker holds it: shared by every queue it waits in, never changed.
final class Message {
    let topic: String
    let payload: ByteBuffer
    let qos: QoS
    /// As the publisher set it.
    let retain: Bool
    /// What is passed on: all but the topic alias, the message expiry (counted down) and subscription identifiers.
    let properties: Properties
    /// When it is not to be delivered any more (MQTT 5 3.3.2.3.3).
    let expiresAt: NIODeadline?
    /// The client that published it, for No Local.
    let publisher: String?

    init(
        topic: String, payload: ByteBuffer, qos: QoS, retain: Bool, properties: Properties, publisher: String?,
        at now: NIODeadline
    ) {
        self.topic = topic
        // A slice of a read would keep the whole read's memory.
        let isLoose = payload.storageCapacity > 2 * payload.readableBytes + 256
        self.payload = isLoose ? ByteBuffer(bytes: payload.readableBytesView) : payload
        self.qos = qos
        self.retain = retain
        self.publisher = publisher
        expiresAt = properties.messageExpiryInterval.map { now + .seconds(Int64($0)) }
        if properties.isEmpty {
            self.properties = properties
        } else {
            var passed = properties
            // These are of one hop, or counted down when it is sent.
            passed.topicAlias = nil
            passed.messageExpiryInterval = nil
            passed.subscriptionIdentifiers = []
            passed.willDelayInterval = nil
            self.properties = passed
        }
    }

    /// True when its time is over.
    func isExpired(at now: NIODeadline) -> Bool { expiresAt.map { $0 <= now } ?? false }

    /// The PUBLISH for one subscriber.
    func publish(_ delivery: Delivery, packetID: UInt16, isDuplicate: Bool, at now: NIODeadline) -> Publish {
        var properties = properties
        if let expiresAt {
            let left = max(0, (expiresAt - now).nanoseconds)
            // Rounded up: a message with a second to live does not say 0.
            properties.messageExpiryInterval = UInt32(clamping: (left + 999_999_999) / 1_000_000_000)
        }
        if !delivery.identifiers.isEmpty { properties.subscriptionIdentifiers = delivery.identifiers }
        return Publish(
            topic: topic, payload: payload, qos: delivery.qos, retain: delivery.retain, duplicate: isDuplicate,
            packetID: packetID, properties: properties)
    }
}

/// A message on its way to one subscriber.
struct Delivery {
    let message: Message
    /// The lower of the message's and the subscription's.
    let qos: QoS
    /// The RETAIN flag it is sent with.
    let retain: Bool
    /// The subscription identifiers of the subscriptions that matched.
    let identifiers: [UInt32]
}
