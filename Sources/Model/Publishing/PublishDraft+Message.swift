public import Profile
public import Topics

extension PublishDraft {
    /// A draft that would publish the last message of a topic again: its payload, properties, QoS and retain.
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
        // A cut payload sent again would be another message than the one that was seen; so would its properties alone.
        guard message.keptSize <= DraftPayload.largest, !message.isCut else { return }
        // MQTT 3.1.1 has no place for them.
        if workspace.publishLimits.hasProperties {
            let bytes = workspace.live.messages.properties(message.sequence)
            properties = bytes.withUnsafeBytes(workspace.draftProperties)
            // It is of the connection that it came by, and of its direction (MQTT 5 3.3.2.3.4).
            properties.topicAlias = nil
        }
        workspace.live.messages.withPayload(message.sequence) { bytes in
            let made = DraftPayload(bytes)
            (format, payload) = (made.format, made.text)
        }
    }
}
