import MQTT
import Profile
import Text

extension PublishDraftProperties {
    /// The properties of a received PUBLISH as a draft has them; an alias means nothing outside its connection.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.init()
        let properties = Properties(ofPublish: bytes)
        contentType = properties.contentType ?? ""
        isUTF8 = properties.payloadFormatIndicator
        expiry = properties.messageExpiryInterval
        responseTopic = properties.responseTopic ?? ""
        if let data = properties.correlationData {
            // Bytes that look like digits would be read as such.
            let text = String(validating: data, as: UTF8.self).flatMap { $0.hasPrefix("0x") ? nil : $0 }
            correlationData = text ?? "0x" + HexDigit.lower(data)
        }
        userProperties = properties.userProperties.map { DraftField($0.name, $0.value) }
    }
}
