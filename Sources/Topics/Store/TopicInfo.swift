public import Text

/// What is known of one topic and everything below it.
public struct TopicInfo: Equatable, Sendable {
    /// How many topics that carried a message are in this subtree, this one included.
    public var topics: Int
    /// Messages received in this subtree, this topic included.
    public var messages: Int
    /// Messages received on exactly this topic.
    public var ownMessages: Int
    /// Messages per second in this subtree, over the last seconds.
    public var rate: Double
    /// When the last message of this subtree came.
    public var lastTime: Moment?
    /// The sequence number of this topic's own last message, if it ever had one; it may have been evicted since.
    public var lastSequence: UInt64?
    /// Whether the last message known to be retained on this topic has not been cleared.
    public var isRetained: Bool
    /// Whether levels below this one are known.
    public var hasChildren: Bool
}
