public import Expectations
public import MQTT
import Payloads
import Profile
import Text

extension Subject {
    /// A message as it came; a copy of its bytes.
    public init(_ message: MessageView) {
        let properties = Properties(of: message)
        var fields = properties.userProperties.map { Field($0.name, $0.value) }
        if let type = properties.contentType { fields.append(Field("content-type", type)) }
        if let topic = properties.responseTopic { fields.append(Field("response-topic", topic)) }
        self.init(
            topic: String(decoding: message.topic, as: UTF8.self), qos: Int(message.qos.rawValue),
            isRetained: message.retain, properties: fields, payload: PayloadBytes(Array(message.payload)))
    }

    /// Bytes of a payload that are shown.
    private static let mostShown = 100

    /// The payload on one line, cut, without controls.
    public var excerpt: String {
        body.withBytes { bytes in
            if bytes.isEmpty { return "nothing" }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return "0x\(HexDigit.lower(bytes.prefix(24)))\(bytes.count > 24 ? "…" : "")"
            }
            let shown = text.prefix(Self.mostShown).withoutControls
            return SecretMask.named.sentence(shown.count < text.count ? "\(shown)…" : shown)
        }
    }

    /// Topic and payload on one line.
    public var words: String { "\(topic.withoutControls) \(excerpt)" }
}
