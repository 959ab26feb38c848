internal import CMemory
public import Payloads

/// The messages kept, in the order received, within one byte budget.
///
/// A ring of blocks takes messages in; when the budget is full, the oldest block is emptied and used again. The last
/// `quietFloor` messages of each topic survive that in quiet blocks, which may take up to half of the budget, so that
/// the value of a topic that rarely speaks stays readable. What is evicted is counted.
///
/// A payload handed out keeps its block in memory beyond the budget for as long as it is held. A message of more than half
/// of the budget, larger than all of it maybe, is kept until newer ones of a quarter of the budget have come: for so long
/// up to a quarter more is held, and told.
///
/// Main thread only.
public final class MessageStore {
    /// How many of a topic's last messages survive the ring; fewer while quiet messages fill their share.
    public static let quietFloor = 3

    /// The most bytes kept: payloads, properties, headers and indexes together.
    public let budget: Int
    /// Bytes of messages kept now, headers and indexes included.
    @exclusivity(unchecked) public internal(set) var keptBytes = 0
    /// One more than the number of the newest message.
    @exclusivity(unchecked) public internal(set) var endSequence: UInt64 = 0
    /// How many messages are kept, those of forgotten topics included until they are evicted.
    @exclusivity(unchecked) public internal(set) var count = 0
    /// Payloads from this size on can be kept where they are: see `LiveData.receive(topic:adopting:owner:)`.
    public static let adoptedSize = 1 << 20
    /// Bytes that the rows of the logs take, out of the same budget.
    var indexBytes = 0
    /// The first quiet message that was not looked at since topics were forgotten.
    var disownSequence: UInt64 = 0
    /// Messages from this one on are of topics that are not forgotten.
    var forgottenEnd: UInt64 = 0

    let topics: TopicStore
    let blockSize: Int
    /// Bytes of all blocks.
    var allocated = 0
    var ring: [MessageBlock] = []
    var quiet: [MessageBlock] = []
    var quietAllocated = 0
    var spare: [MessageBlock] = []
    /// A message of more than half of the budget, for which more may be held: see `limit`.
    var favourite: MessageBlock?
    /// The block that takes the next message, held by `ring`.
    @exclusivity(unchecked) private var tail: Unmanaged<MessageBlock>
    /// What takes messages before there is a block: none fits.
    private let none = MessageBlock(capacity: 0)

    /// How many last messages of a topic survive at present.
    var floor = MessageStore.quietFloor
    /// The quiet block to look through next.
    var quietCursor = 0
    /// Quiet messages dropped since the start.
    var quietDropped = 0
    @exclusivity(unchecked) var evictedMessages = 0
    @exclusivity(unchecked) var evictedBytes = 0
    @exclusivity(unchecked) var forgottenMessages = 0

    init(budget: Int, topics: TopicStore) {
        self.budget = max(budget, 1 << 16)
        self.topics = topics
        var size = 1 << 20
        // Thirty-two at least: to empty one takes a thirty-second of what is kept.
        while size > 1 << 12, size * 32 > self.budget { size /= 2 }
        blockSize = size
        tail = Unmanaged.passUnretained(none)
    }

    // MARK: Reading

    /// The number of the oldest message that may be kept; equal to `endSequence` when none is.
    public var firstSequence: UInt64 { quiet.first?.sequence(0) ?? ringStart }

    /// The number of the oldest message of the ring: from here on every message is kept.
    var ringStart: UInt64 { ring.first?.firstSequence ?? endSequence }

    /// The facts of a message; nil when it is not kept or its topic was forgotten.
    public func message(_ sequence: UInt64) -> StoredMessage? {
        guard let (block, index) = place(of: sequence) else { return nil }
        let header = block.header(index)
        return StoredMessage(
            sequence: sequence, time: header.time, topic: TopicID(rawValue: header.topic),
            flags: MessageFlags(rawValue: header.flags), payloadSize: Int(header.size),
            keptSize: Int(header.kept),
            gapBefore: header.hasGap)
    }

    /// The payload of a message, or the kept prefix of it, without a copy; nil when it is not kept.
    /// The bytes stay valid for as long as the value is held.
    public func payload(_ sequence: UInt64) -> PayloadBytes? {
        guard let (block, index) = place(of: sequence) else { return nil }
        return PayloadBytes(owner: block, block.payload(index))
    }

    /// Calls `body` with the kept payload, good in the call only; nil when the message is not kept.
    public func withPayload<R>(_ sequence: UInt64, _ body: (UnsafeRawBufferPointer) throws -> R)
        rethrows -> R?
    {
        guard let (block, index) = place(of: sequence) else { return nil }
        return try withExtendedLifetime(block) { try body(block.payload(index)) }
    }

    /// The raw MQTT 5 properties of a message as sent; empty without any or when it is not kept.
    public func properties(_ sequence: UInt64) -> [UInt8] {
        guard let (block, index) = place(of: sequence) else { return [] }
        return Array(block.properties(index))
    }

    /// The message before this one on the same topic, if it is still kept.
    public func previousOfTopic(_ sequence: UInt64) -> UInt64? {
        guard let (block, index) = place(of: sequence) else { return nil }
        let back = UInt64(block.header(index).back)
        // A message that went meanwhile ends the chain.
        guard back > 0, back <= sequence, place(of: sequence - back) != nil else { return nil }
        return sequence - back
    }

    /// The first kept message at or after a number.
    public func next(from sequence: UInt64) -> UInt64? {
        var sequence = sequence
        while sequence < endSequence {
            guard let (block, index) = firstPlace(from: sequence) else { return nil }
            sequence = block.sequence(index)
            if !isForgotten(block.header(index).topic) { return sequence }
            sequence += 1
        }
        return nil
    }

    private func place(of sequence: UInt64) -> (MessageBlock, Int)? {
        guard let (block, index) = firstPlace(from: sequence), block.sequence(index) == sequence,
            !isForgotten(block.header(index).topic)
        else { return nil }
        return (block, index)
    }

    /// The first stored message at or after a number.
    func firstPlace(from sequence: UInt64) -> (MessageBlock, Int)? {
        if sequence >= ringStart {
            guard sequence < endSequence else { return nil }
            var low = 0
            var high = ring.count - 1
            while low < high {
                let middle = (low + high + 1) / 2
                if ring[middle].firstSequence <= sequence { low = middle } else { high = middle - 1 }
            }
            // In the ring no number is missing: the place is a difference.
            return (ring[low], Int(sequence - ring[low].firstSequence))
        }
        var low = 0
        var high = quiet.count
        while low < high {
            let middle = (low + high) / 2
            // Quiet numbers have gaps: blocks are told by their last.
            if quiet[middle].sequence(quiet[middle].count - 1) < sequence {
                low = middle + 1
            } else {
                high = middle
            }
        }
        // What lay between the quiet ones and the ring is evicted.
        guard low < quiet.count else { return firstPlace(from: ringStart) }
        return (quiet[low], quiet[low].index(from: sequence))
    }

    /// Whether no handle names a record's topic any more.
    @inline(__always)
    func isForgotten(_ topic: UInt32) -> Bool {
        topic == 0 || topics.isGone(Int(topic))
    }

    // MARK: Writing

    /// Adds a message. `record` tells the sizes of what follows.
    @inline(__always)
    func append(
        _ record: MessageRecord, properties: UnsafeRawBufferPointer, payload: UnsafeRawPointer?
    ) {
        let bytes = record.byteCount
        // The ring holds the block: for each message, counting references would be two writes more.
        let hasRoom = tail._withUnsafeGuaranteedRef { $0.hasRoom(for: bytes) }
        if !hasRoom { openBlock(for: bytes) }
        let place = tail._withUnsafeGuaranteedRef {
            $0.add(bytes: bytes, topic: record.topic, sequence: endSequence)
        }
        // The ring's memory was last touched a whole ring ago.
        cm_prefetch(place + 512)
        cm_prefetch(place + 576)
        cm_prefetch(place + 640)
        place.storeBytes(of: record, as: MessageRecord.self)
        var at = place + MessageRecord.bytes
        if properties.count > 0, let source = properties.baseAddress {
            at.copyMemory(from: source, byteCount: properties.count)
            at += properties.count
        }
        if let payload { at.copyMemory(from: payload, byteCount: Int(record.kept)) }
        keptBytes &+= bytes &+ MessageBlock.ringEntry
        count &+= 1
        endSequence &+= 1
    }

    /// Adds a message whose payload stays where it is, for as long as `owner` lives: one too large to be copied between
    /// two keys.
    func append(
        _ record: MessageRecord, properties: UnsafeRawBufferPointer, adopting payload: UnsafeRawBufferPointer,
        owner: AnyObject
    ) {
        let bytes = MessageRecord.bytes + properties.count
        // Room for the record and its place; the payload lies elsewhere.
        let block = MessageBlock(capacity: bytes + MessageBlock.quietEntry, adopting: payload, owner: owner)
        allocated += block.memory
        block.start(at: endSequence, quiet: false)
        ring.append(block)
        // Nothing else goes into it.
        tail = Unmanaged.passUnretained(none)
        // Numbers of topics forgotten before the ring's first message may be given again.
        topics.oldestSequence = ringStart
        let place = block.add(bytes: bytes, topic: record.topic, sequence: endSequence)
        place.storeBytes(of: record, as: MessageRecord.self)
        if let source = properties.baseAddress {
            (place + MessageRecord.bytes).copyMemory(from: source, byteCount: properties.count)
        }
        keptBytes &+= block.byteCount
        count &+= 1
        endSequence &+= 1
        favour(block)
    }

    private func openBlock(for bytes: Int) {
        // A message that is larger than a block gets one of its own.
        let capacity = max(blockSize, bytes + MessageBlock.quietEntry)
        makeRoom(for: capacity)
        let block = takeBlock(capacity)
        block.start(at: endSequence, quiet: false)
        ring.append(block)
        tail = Unmanaged.passUnretained(block)
        // Numbers of topics that were forgotten before the ring's first message may be given again.
        topics.oldestSequence = ringStart
    }

    /// An empty block, a used one when there is one.
    func takeBlock(_ capacity: Int) -> MessageBlock {
        if capacity == blockSize, let block = spare.popLast() { return block }
        let block = MessageBlock(capacity: capacity)
        allocated += block.memory
        return block
    }

    /// Forgets every message. Numbers go on from where they are.
    func removeAll() {
        forgottenMessages += count
        ring = []
        quiet = []
        spare = []
        favourite = nil
        tail = Unmanaged.passUnretained(none)
        allocated = 0
        quietAllocated = 0
        quietCursor = 0
        keptBytes = 0
        count = 0
        floor = Self.quietFloor
    }
}
