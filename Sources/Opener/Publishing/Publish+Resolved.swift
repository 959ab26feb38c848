public import Files
public import MQTT
import NIOCore
public import Profile

extension Publish {
    /// The most bytes of a payload: MQTT's largest packet (MQTT 5 2.1.4).
    private static let largestPayload = 268_435_455

    /// What goes on the wire for a draft that is resolved; the file that it may name is read, which blocks.
    public init(_ resolved: ResolvedPublish) throws(FileFailure) {
        let payload: [UInt8]
        switch resolved.payload {
        case .bytes(let bytes): payload = bytes
        case .file(let path): payload = try WholeFile.read(HomePath.expanded(path), limit: Self.largestPayload)
        }
        let draft = resolved.draft
        self.init(
            topic: draft.topic, payload: ByteBuffer(bytes: payload),
            qos: QoS(rawValue: UInt8(clamping: draft.qos)) ?? .atMostOnce, retain: draft.retain)
        properties = Properties(draft.properties, correlationData: resolved.correlationData)
    }
}
