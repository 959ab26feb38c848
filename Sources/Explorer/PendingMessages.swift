/// Messages of one batch that wait to be applied together, so that the processor fetches what they touch at once
/// instead of one cache miss after the other.
struct PendingMessages {
    struct Message: BitwiseCopyable {
        var topic: UnsafeRawBufferPointer
        var payload: UnsafeRawBufferPointer
        var properties: UnsafeRawBufferPointer
        var hash: UInt64
        var time: Moment
        var number: UInt32 = 0
        var flags: MessageFlags
    }

    /// More than a processor fetches at a time would gain nothing.
    static let capacity = 16

    let messages = UnsafeMutablePointer<Message>.allocate(capacity: capacity)
    var count = 0
    /// What was fetched ahead: kept, so that the compiler cannot leave the fetching out.
    private var sum: UInt64 = 0

    func deallocate() {
        messages.deallocate()
    }

    /// Reads ahead what looking the topics up will need: slots first, then nodes, then names. The reads of each round
    /// do not wait for each other.
    @inline(__always)
    mutating func fetchAhead(in topics: TopicTree) {
        var sum: UInt64 = 0
        for i in 0..<count { messages[i].number = topics.table.likely(messages[i].hash) }
        for i in 0..<count { sum &+= topics.nodes[Int(messages[i].number)].pointee.lastSequence }
        for i in 0..<count {
            let node = topics.nodes[Int(messages[i].number)]
            // The name of a forgotten topic may be gone.
            if !node.pointee.isForgotten { sum &+= UInt64(node.pointee.name.pointee) }
        }
        self.sum = sum
    }
}
