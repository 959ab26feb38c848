/// Everything that was received and is not kept whole. What is not in these counts is in the store.
public struct Losses: Equatable, Sendable {
    /// Messages that made room for newer ones.
    public var evictedMessages = 0
    /// Payload bytes of the evicted messages.
    public var evictedBytes = 0
    /// Messages of which only a prefix of the payload is kept.
    public var cutMessages = 0
    /// Payload bytes that were cut off.
    public var cutBytes = 0
    /// Messages not taken, because their topic would exceed the limit of topics.
    public var refusedMessages = 0
    /// Payload bytes of the refused messages.
    public var refusedBytes = 0

    /// Messages that went with a topic that the user forgot: not a loss, told for the sum.
    public var forgottenMessages = 0

    /// No losses.
    public init() {}

    /// Whether there is nothing to show.
    public var isEmpty: Bool { evictedMessages == 0 && cutMessages == 0 && refusedMessages == 0 }
}
