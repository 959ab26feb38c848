public import MQTT
public import Profile

extension Properties {
    /// Properties of a message from its draft, in which everything is put in.
    public init(_ draft: PublishDraftProperties, correlationData bytes: [UInt8]?) {
        self.init()
        contentType = draft.contentType.isEmpty ? nil : draft.contentType
        payloadFormatIndicator = draft.isUTF8
        messageExpiryInterval = draft.expiry
        responseTopic = draft.responseTopic.isEmpty ? nil : draft.responseTopic
        correlationData = bytes
        topicAlias = draft.topicAlias
        userProperties = draft.userProperties.filter(\.isEnabled).map { UserProperty($0.name, $0.value) }
    }
}
