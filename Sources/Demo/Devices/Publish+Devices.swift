import MQTT
import NIOCore

extension Publish {
    /// A message of a device; the packet identifier is given when it is sent.
    static func device(
        _ topic: String, _ text: String, qos: QoS = .atMostOnce, retain: Bool = false,
        properties: Properties = []
    ) -> Publish {
        device(topic, Array(text.utf8), qos: qos, retain: retain, properties: properties)
    }

    /// The same with a payload of bytes.
    static func device(
        _ topic: String, _ bytes: [UInt8], qos: QoS = .atMostOnce, retain: Bool = false,
        properties: Properties = []
    ) -> Publish {
        Publish(topic: topic, payload: ByteBuffer(bytes: bytes), qos: qos, retain: retain, properties: properties)
    }

    /// The payload as text.
    var text: String { String(buffer: payload) }
}

extension Connect {
    /// A device's CONNECT: MQTT 5, keep alive off, because a device in this process cannot be half open.
    static func device(_ clientID: String, will: Will? = nil) -> Connect {
        Connect(clientID: clientID, keepAlive: 0, will: will)
    }

    /// A device with a retained availability topic, which its will sets to "offline".
    static func device(_ clientID: String, availability: String) -> Connect {
        device(
            clientID,
            will: Will(topic: availability, payload: Array("offline".utf8), qos: .atLeastOnce, retain: true))
    }
}
