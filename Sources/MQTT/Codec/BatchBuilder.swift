import NIOCore

/// Gathers the entries of a batch while a read is walked.
struct BatchBuilder {
    private(set) var entries: [MessageBatch.Entry] = []
    private var count = 0
    private var byteCount = 0
    /// The first bytes of all packets, combined: a QoS bit shows in it.
    private var flags: UInt8 = 0
    /// The marks of all packets, combined: the number of a broken rule shows in them.
    private var marks: UInt8 = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    @inline(__always)
    mutating func append(_ entry: MessageBatch.Entry, total: Int) {
        // Only with the first entry: many reads have none.
        if entries.isEmpty { entries.reserveCapacity(capacity) }
        entries.append(entry)
        if entry.marks & MessageBatch.hidden == 0 { count &+= 1 }
        byteCount &+= total
        flags |= entry.first
        marks |= entry.marks
    }

    /// The batch so far; the next one starts empty.
    mutating func take(_ buffer: ByteBuffer, side: [UInt8]) -> MessageBatch {
        let batch = MessageBatch(
            buffer: buffer, side: side, entries: entries, needsAnswers: flags & 0b0110 != 0,
            breaksRules: marks & MessageBatch.ruleMask != 0, count: count, byteCount: byteCount)
        // Behind a cut the rest of a read is short as a rule.
        self = BatchBuilder(capacity: 16)
        return batch
    }
}
