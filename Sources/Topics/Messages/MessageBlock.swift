/// Messages one behind the other from the start, and where each begins and of which topic it is, from the end backwards:
/// a log that looks for topics walks those entries and touches no message.
///
/// In a block of the ring the numbers of the messages follow each other; in a quiet block each is in its entry.
/// A payload on the screen holds on to the block it lies in.
final class MessageBlock {
    let base: UnsafeMutableRawPointer
    let capacity: Int
    @exclusivity(unchecked) private(set) var count = 0
    @exclusivity(unchecked) private(set) var used = 0
    private(set) var isQuiet = false
    private(set) var firstSequence: UInt64 = 0

    /// Bytes that a message's place takes in a quiet block, the larger of the two.
    static let quietEntry = 16
    /// The same in a block of the ring.
    static let ringEntry = 8

    /// A payload that lies elsewhere, of the one message of a block made for it.
    private let adopted: UnsafeRawBufferPointer
    /// What keeps it there.
    private let owner: AnyObject?

    /// - Parameters:
    ///   - adopted: the payload of the block's one message, when it is not to be copied in.
    ///   - owner: keeps those bytes in place.
    init(
        capacity: Int, adopting adopted: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
        owner: AnyObject? = nil
    ) {
        self.adopted = adopted
        self.owner = owner
        self.capacity = (capacity + 15) & ~15
        base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit {
        base.deallocate()
    }

    /// Empties the block for new messages.
    func start(at sequence: UInt64, quiet: Bool) {
        count = 0
        used = 0
        firstSequence = sequence
        isQuiet = quiet
    }

    private var entry: Int { isQuiet ? Self.quietEntry : Self.ringEntry }

    /// Bytes of messages and places.
    var byteCount: Int { used + entry * count + adopted.count }

    /// Bytes of memory.
    var memory: Int { capacity + adopted.count }

    /// Whether a record of some bytes fits.
    @inline(__always)
    func hasRoom(for bytes: Int) -> Bool {
        // Records grow upward, places downward: full is where they would meet.
        used &+ bytes &+ entry &* (count &+ 1) <= capacity
    }

    @inline(__always)
    func record(_ index: Int) -> UnsafeMutableRawPointer {
        base
            // The first four bytes of a place: where its record begins.
            + Int(base.loadUnaligned(fromByteOffset: capacity &- entry &* (index &+ 1), as: UInt32.self))
    }

    @inline(__always)
    func header(_ index: Int) -> MessageRecord {
        record(index).loadUnaligned(as: MessageRecord.self)
    }

    /// The number of a message's topic; 0 when it was forgotten.
    @inline(__always)
    func topic(_ index: Int) -> UInt32 {
        base.loadUnaligned(fromByteOffset: capacity &- entry &* (index &+ 1) &+ 4, as: UInt32.self)
    }

    /// Takes a message away from its topic.
    func disown(_ index: Int) {
        var header = header(index)
        // In both: a log reads the place, whoever has the message reads its header.
        header.topic = 0
        record(index).storeBytes(of: header, as: MessageRecord.self)
        base.storeBytes(of: 0, toByteOffset: capacity - entry * (index + 1) + 4, as: UInt32.self)
    }

    @inline(__always)
    func sequence(_ index: Int) -> UInt64 {
        guard isQuiet else { return firstSequence &+ UInt64(index) }
        return base.loadUnaligned(
            fromByteOffset: capacity &- entry &* (index &+ 1) &+ 8, as: UInt64.self)
    }

    /// The place for a record that fits, which the caller fills.
    @inline(__always)
    func add(bytes: Int, topic: UInt32, sequence: UInt64) -> UnsafeMutableRawPointer {
        let place = capacity &- entry &* (count &+ 1)
        base.storeBytes(of: UInt32(truncatingIfNeeded: used), toByteOffset: place, as: UInt32.self)
        base.storeBytes(of: topic, toByteOffset: place &+ 4, as: UInt32.self)
        // Numbers of quiet messages have gaps: each has its own.
        if isQuiet { base.storeBytes(of: sequence, toByteOffset: place &+ 8, as: UInt64.self) }
        let record = base + used
        used &+= bytes
        count &+= 1
        return record
    }

    /// Makes a block of one large message a quiet one where it is.
    func becomeQuiet() {
        let sequence = firstSequence
        let bytes = used
        let topic = topic(0)
        start(at: sequence, quiet: true)
        _ = add(bytes: bytes, topic: topic, sequence: sequence)
    }

    /// Copies a record of another block to the end of this one, in which it fits.
    func copy(_ record: UnsafeRawPointer, bytes: Int, topic: UInt32, sequence: UInt64) {
        add(bytes: bytes, topic: topic, sequence: sequence).copyMemory(from: record, byteCount: bytes)
    }

    func payload(_ index: Int) -> UnsafeRawBufferPointer {
        // An adopted payload is nowhere in the block.
        if owner != nil { return adopted }
        let header = header(index)
        let start = record(index) + MessageRecord.bytes + Int(header.properties)
        return UnsafeRawBufferPointer(start: start, count: Int(header.kept))
    }

    func properties(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: record(index) + MessageRecord.bytes, count: Int(header(index).properties))
    }

    /// The first message at or after a number; `count` when there is none.
    func index(from sequence: UInt64) -> Int {
        guard isQuiet else {
            return sequence <= firstSequence ? 0 : Int(min(sequence - firstSequence, UInt64(count)))
        }
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self.sequence(middle) < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
