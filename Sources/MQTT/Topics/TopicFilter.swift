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
        try Topic.validate(utf8: text, allowingWildcards: true)
        self.text = text
        var bytes = [UInt8](text.utf8)
        if bytes.starts(with: Self.sharePrefix) {
            let group = bytes.dropFirst(Self.sharePrefix.count).prefix { $0 != Self.slash }
            let start = group.endIndex + 1
            // `$share/GROUP` without a filter, an empty group, or wildcards in it (MQTT 5 4.8.2).
            guard !group.isEmpty, !group.contains(Self.plus), !group.contains(Self.hash), start < bytes.count else {
                throw .badShare
            }
            shareName = String(decoding: group, as: UTF8.self)
            // What is left is the filter itself: `$share/g/home/#` matches as `home/#`.
            bytes.removeFirst(start)
            filter = String(decoding: bytes, as: UTF8.self)
        } else {
            if text == "$share" { throw .badShare }
            shareName = nil
            filter = text
        }
        self.bytes = bytes
        hasWildcard = try Self.checkWildcards(bytes)
    }

    /// True for `$share/GROUP/FILTER`.
    public var isShared: Bool { shareName != nil }

    /// The text as given.
    public var description: String { text }

    private static let sharePrefix = Array("$share/".utf8)
    private static let slash = UInt8(ascii: "/")
    private static let plus = UInt8(ascii: "+")
    private static let hash = UInt8(ascii: "#")

    private static func checkWildcards(_ bytes: [UInt8]) throws(TopicError) -> Bool {
        var found = false
        for (index, byte) in bytes.enumerated() where byte == plus || byte == hash {
            found = true
            let startsLevel = index == 0 || bytes[index - 1] == slash
            if byte == hash {
                if !startsLevel || index + 1 != bytes.count { throw .misplacedHash }
            } else if !startsLevel || (index + 1 < bytes.count && bytes[index + 1] != slash) {
                throw .misplacedPlus
            }
        }
        return found
    }

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
