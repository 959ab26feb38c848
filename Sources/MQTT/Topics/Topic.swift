/// Rules of topic names, the topics that messages are published to (MQTT 5 4.7).
public enum Topic {
    /// The most bytes that a topic name or filter can have.
    public static let maximumLength = 65_535

    /// Checks a topic name: 1 to 65,535 bytes, no wildcards, no U+0000.
    ///
    /// - Throws: `TopicError`, what is wrong with it.
    public static func validate(_ name: String) throws(TopicError) {
        try validate(utf8: name, allowingWildcards: false)
    }

    static func validate(utf8 text: String, allowingWildcards: Bool) throws(TopicError) {
        let utf8 = text.utf8
        if utf8.isEmpty { throw .empty }
        if utf8.count > maximumLength { throw .tooLong(utf8.count) }
        for byte in utf8 {
            if byte == 0 { throw .null }
            if !allowingWildcards && (byte == 0x2B || byte == 0x23) { throw .wildcardInName }
        }
    }
}
