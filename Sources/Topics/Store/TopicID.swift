/// The handle of one topic, or of one level on the way to a topic, in a `TopicStore`.
///
/// It stays valid until the topic is forgotten; a handle of a forgotten topic answers as if the topic had never been.
public struct TopicID: Hashable, Sendable, Comparable {
    /// The index of the topic's record.
    public let rawValue: UInt32

    /// Makes a handle from its number.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Orders handles by their age: a topic seen first is smaller.
    public static func < (a: TopicID, b: TopicID) -> Bool {
        a.rawValue < b.rawValue
    }
}
