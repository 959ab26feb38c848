import MQTT
public import Profile
import Text
public import Topics

extension PublishDraft {
    /// A draft that would publish the last message of a topic again: its payload, QoS, retain and properties.
    public init(lastOf topic: TopicID, in workspace: Workspace) {
        self.init()
        self.topic = workspace.live.topics.topic(topic)
        let info = workspace.live.topics.info(topic, now: 0)
        guard let sequence = info.lastSequence, let message = workspace.live.messages.message(sequence) else { return }
        take(message, of: workspace)
        // By the topic, not by the message: a live copy of a retained message comes without RETAIN (MQTT 5 3.3.1.3).
        retain = info.isRetained
    }

    /// A draft that would publish a message again. Bytes that are no text are written in hexadecimal.
    public init(_ message: StoredMessage, of workspace: Workspace) {
        self.init()
        topic = workspace.live.topics.topic(message.topic)
        take(message, of: workspace)
        retain = message.flags.isRetained
    }

    private mutating func take(_ message: StoredMessage, of workspace: Workspace) {
        qos = message.flags.qos
        workspace.live.messages.properties(message.sequence).withUnsafeBytes {
            properties = PublishDraftProperties(Properties(ofPublish: $0))
        }
        // A cut payload sent again would be another message than the one that was seen.
        guard message.keptSize <= DraftPayload.largest, !message.isCut else { return }
        workspace.live.messages.withPayload(message.sequence) { bytes in
            let made = DraftPayload(bytes)
            (format, payload) = (made.format, made.text)
        }
    }
}

extension PublishDraftProperties {
    /// Those of a message that would be the same if it were sent again: an alias is the connection's that it came over, and
    /// of the expiry only the rest came (MQTT 5 3.3.2.3.3).
    init(_ received: Properties) {
        self.init()
        isUTF8 = received.payloadFormatIndicator
        // What was received are no templates: sent again they must be the same bytes.
        contentType = TemplateCall.quoted(received.contentType ?? "")
        responseTopic = TemplateCall.quoted(received.responseTopic ?? "")
        userProperties = received.userProperties.map {
            DraftField(TemplateCall.quoted($0.name), TemplateCall.quoted($0.value))
        }
        guard let bytes = received.correlationData, !bytes.isEmpty else { return }
        let text = String(validating: bytes, as: UTF8.self).flatMap { text in
            text.hasPrefix("0x") || text.unicodeScalars.contains { $0.value < 32 } ? nil : text
        }
        correlationData = text.map(TemplateCall.quoted) ?? "0x" + HexDigit.lower(bytes)
    }
}
