public import MQTT
import NIOCore
public import Profile

extension Publish {
    /// What goes on the wire for a draft that is resolved.
    public init(_ resolved: ResolvedPublish, payload: [UInt8]) {
        let draft = resolved.draft
        self.init(
            topic: draft.topic, payload: ByteBuffer(bytes: payload),
            qos: QoS(rawValue: UInt8(clamping: draft.qos)) ?? .atMostOnce, retain: draft.retain)
        properties = Properties(draft.properties, correlationData: resolved.correlationData)
    }
}
