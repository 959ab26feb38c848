import Text

/// A topic filter: what a subscription asks for, with `+` for one level and `#` for all that follow (MQTT 5 4.7).
public struct TopicFilter: Hashable, Sendable, CustomStringConvertible {
    /// The text as given, `$share/…` included.
    public let text: String
    /// The group of a shared subscription, `$share/GROUP/FILTER` (MQTT 5 4.8.2).
    public let shareName: String?
    /// What topics are matched against: `text`, or the part after the group.
    public let filter: String
    /// True when there is a `+` or `#`.
    public let hasWildcard: Bool
    // The filter's bytes, kept for matching.
    private let bytes: [UInt8]

    /// Checks a filter.
    ///
    /// - Throws: `TopicError`, what is wrong with it.
    public init(_ text: String) throws(TopicError) {
        if let fault = TopicFault.ofFilter(text) { throw TopicError(fault) }
        self.text = text
        if let group = TopicFault.group(of: text) {
            shareName = String(group)
            // What is left is the filter itself: `$share/g/home/#` matches as `home/#`.
            filter = String(text.utf8[group.endIndex...].dropFirst()) ?? ""
        } else {
            shareName = nil
            filter = text
        }
        bytes = Array(filter.utf8)
        hasWildcard = TopicFault.hasWildcard(bytes)
    }

    /// True for `$share/GROUP/FILTER`.
    public var isShared: Bool { shareName != nil }

    /// The text as given.
    public var description: String { text }

    /// Whether a topic name matches. Linear in the length of the topic.
    public func matches(_ topic: String) -> Bool {
        var topic = topic
        return topic.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
    }

    /// Whether the bytes of a topic name match. Linear in the length of the topic, allocates nothing.
    ///
    /// A filter that starts with a wildcard does not match a topic that starts with `$` (MQTT 5 4.7.2).
    public func matches(_ topic: UnsafeRawBufferPointer) -> Bool {
        bytes.withUnsafeBytes { filter in TopicMatch.matches(filter, topic) }
    }
}
