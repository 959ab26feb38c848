import Text

/// Rules of topic names, the topics that messages are published to (MQTT 5 4.7).
public enum Topic {
    /// The most bytes that a topic name or filter can have.
    public static let maximumLength = TopicFault.maximumLength

    /// Checks a topic name: 1 to 65,535 bytes, no wildcards, no U+0000.
    ///
    /// - Throws: `TopicError`, what is wrong with it.
    public static func validate(_ name: String) throws(TopicError) {
        if let fault = TopicFault.ofTopic(name) { throw TopicError(fault) }
    }
}
