internal import CMemory
import Text

/// Messages on their way into the model, each a few steps ahead of its turn, so that the processor fetches what they touch
/// while earlier ones are applied, instead of one cache miss after the other:
///
///     hash, fetch slot ── 8 later: slot, fetch node ── 8 later: node, fetch name ── 8 later: apply
struct PendingMessages {
    struct Message: BitwiseCopyable {
        var topic: UnsafeRawBufferPointer
        var payload: UnsafeRawBufferPointer
        var properties: UnsafeRawBufferPointer
        var hash: UInt64
        var time: Moment
        /// The topic's number, most likely.
        var number: UInt32 = 0
        var flags: MessageFlags
    }

    /// Messages between two steps: what a processor fetches at a time.
    private static let distance = 8
    // A power of two above three distances: places are found by a mask.
    private static let capacity = 32

    private let messages = UnsafeMutablePointer<Message>.allocate(capacity: capacity)
    /// Counts of messages that came and that were applied; their difference is below `capacity`.
    private var end = 0
    private var applied = 0

    var isEmpty: Bool { end == applied }

    func deallocate() {
        messages.deallocate()
    }

    private func place(_ index: Int) -> UnsafeMutablePointer<Message> {
        messages + (index & (Self.capacity - 1))
    }

    /// Takes a message in and moves those before it a step on.
    /// - Returns: the message whose turn it is.
    @inline(__always)
    mutating func push(_ message: Message, _ topics: TopicStore) -> UnsafeMutablePointer<Message>? {
        topics.index.prefetch(message.hash)
        place(end).initialize(to: message)
        end &+= 1
        // The one that came eight before: its slot is here by now.
        fetchNode(end &- Self.distance &- 1, topics)
        fetchName(end &- 2 &* Self.distance &- 1, topics)
        // One at a time: what comes in pushes one out.
        guard end &- applied > 3 * Self.distance else { return nil }
        applied &+= 1
        return place(applied &- 1)
    }

    /// Brings the last messages of a batch to where `pop` may take them.
    mutating func finish(_ topics: TopicStore) {
        // Fewer than a distance may be left, and some of them are applied already.
        for index in max(applied, end - Self.distance)..<end { fetchNode(index, topics) }
        for index in max(applied, end - 2 * Self.distance)..<end { fetchName(index, topics) }
    }

    /// The next message; nil after the last.
    @inline(__always)
    mutating func pop() -> UnsafeMutablePointer<Message>? {
        guard applied < end else { return nil }
        applied &+= 1
        return place(applied &- 1)
    }

    @inline(__always)
    private func fetchNode(_ index: Int, _ topics: TopicStore) {
        // A short batch has no message that far back.
        guard index >= applied else { return }
        let message = place(index)
        message.pointee.number = topics.index.likely(message.pointee.hash)
        cm_prefetch(topics.nodes[Int(message.pointee.number)])
    }

    @inline(__always)
    private func fetchName(_ index: Int, _ topics: TopicStore) {
        guard index >= applied else { return }
        let node = topics.nodes[Int(place(index).pointee.number)]
        let name = node.pointee.name
        // Both ends of it: a name may lie across two lines.
        cm_prefetch(name)
        cm_prefetch(name + Int(node.pointee.length))
        // Counting a message writes to the level above, too.
        cm_prefetch(topics.nodes[Int(node.pointee.parent)])
    }
}
