/// The topic aliases of one direction of a connection, as the receiver keeps them (MQTT 5 3.3.2.3.4).
///
/// Topics are kept as bytes, and each is put at most once into the side buffer of a batch.
struct TopicAliases: Sendable {
    private struct Slot: Sendable {
        var topic: [UInt8] = []
        /// The batch in whose side buffer the topic is, and where.
        var batch = 0
        var offset: UInt32 = 0
    }

    private var slots: [Slot] = []
    /// Bytes of the topics.
    private var bytes = 0
    private var batch = 1
    /// Topics of the aliases that the current batch uses.
    private(set) var side: [UInt8] = []

    /// Empties the side buffer for the next batch.
    mutating func startBatch() {
        // Empty as a rule: offsets of other batches stay good.
        guard !side.isEmpty else { return }
        batch += 1
        side = []
    }

    /// The most bytes of topics: 65,535 aliases of topics of 65,535 bytes would be 4 GB.
    static let mostBytes = 16 << 20

    /// Lets an alias stand for a topic; false, and for none, when the topics take too much.
    mutating func set(_ alias: Int, _ topic: UnsafeRawBufferPointer) -> Bool {
        // Grows to the highest alias in use, which the caller has checked against the maximum.
        while slots.count <= alias { slots.append(Slot()) }
        let isKnown = slots[alias].topic.withUnsafeBytes { $0.elementsEqual(topic) }
        // A new slot has no place in `side`: messages before this one keep the text that lies there.
        if isKnown { return true }
        bytes -= slots[alias].topic.count
        let hasRoom = bytes + topic.count <= Self.mostBytes
        slots[alias] = Slot(topic: hasRoom ? [UInt8](topic) : [])
        bytes += slots[alias].topic.count
        return hasRoom
    }

    /// Where in the side buffer the topic of an alias is; nil when the alias was never set.
    mutating func find(_ alias: Int) -> (offset: UInt32, length: UInt16)? {
        guard alias < slots.count, !slots[alias].topic.isEmpty else { return nil }
        if slots[alias].batch != batch {
            slots[alias].batch = batch
            slots[alias].offset = UInt32(truncatingIfNeeded: side.count)
            side += slots[alias].topic
        }
        return (slots[alias].offset, UInt16(truncatingIfNeeded: slots[alias].topic.count))
    }
}
