internal import CMemory

/// Making room: the oldest block of the ring goes, the last messages of its topics move to the quiet blocks.
extension MessageStore {
    /// Quiet blocks may take this much.
    private var quietShare: Int { budget / 2 }

    /// The most that is evicted at once for one message: a key must not wait while 256 MB go. What is left is trimmed in
    /// slices.
    private static var evictionsAtOnce: Int { 16 }

    /// Evicts until a block of some bytes fits. One block is always left free for messages on their way to the quiet.
    func makeRoom(for memory: Int) {
        for _ in 0..<Self.evictionsAtOnce {
            // A spare block takes the place of one that would be made.
            if allocated + memory <= limit || memory == blockSize && !spare.isEmpty && allocated <= limit { return }
            if !evictSome() { return }
        }
    }

    /// Makes a message of most of the budget the one that may go beyond it.
    func favour(_ block: MessageBlock) {
        // A second large one takes the favour over; the first is then one like all.
        favourite = block.memory > budget / 2 ? block : favourite
        for _ in 0..<Self.evictionsAtOnce {
            if !trim() { return }
        }
    }

    /// What blocks may take. With a message of most of the budget there may be a quarter more: else it would be gone with
    /// the next message, before anybody has opened it.
    private var limit: Int {
        // The rows of logs count too, but push out no more than a quarter.
        guard let favourite else { return budget - blockSize - min(indexBytes, budget / 4) }
        return favourite.memory + budget / 4
    }

    /// Evicts a little when more is held than there may be; the newest message stays, however large it is.
    /// - Returns: whether there is more to do.
    func trim() -> Bool {
        guard allocated > limit, ring.count > 1 || !quiet.isEmpty || !spare.isEmpty else { return false }
        return evictSome(keepingNewest: true) && allocated > limit
    }

    /// - Returns: false when there is nothing to evict.
    private func evictSome(keepingNewest: Bool = false) -> Bool {
        // From what costs nobody anything to what is missed most.
        if let block = spare.popLast() {
            allocated -= block.memory
        } else if favourite != nil, quietAllocated > budget / 8 {
            dropOldestQuiet()
            // Without a newest to keep the ring may be emptied: a block for the next message is made behind it.
        } else if ring.count > (keepingNewest ? 1 : 0) {
            evictOldest()
        } else if !quiet.isEmpty {
            dropOldestQuiet()
        } else {
            return false
        }
        return true
    }

    private func evictOldest() {
        let block = ring.removeFirst()
        if block === favourite { favourite = nil }
        keptBytes -= block.byteCount
        if block.memory > blockSize {
            evictLarge(block)
        } else {
            for index in 0..<block.count {
                fetchAhead(block, index)
                let header = block.header(index)
                if isLast(header) {
                    keepQuiet(
                        block.record(index), bytes: header.byteCount, topic: header.topic,
                        sequence: block.sequence(index))
                } else {
                    countEvicted(header)
                }
            }
            release(block)
        }
        tendQuiet()
    }

    /// What will be looked at soon was last touched a whole ring of messages ago.
    @inline(__always)
    private func fetchAhead(_ block: MessageBlock, _ index: Int) {
        let ahead = index &+ 16
        guard ahead < block.count else { return }
        cm_prefetch(block.record(ahead))
        cm_prefetch(topics.nodes[Int(block.topic(ahead))])
    }

    /// A message with a block of its own stays in it, when it is small beside the share of the quiet.
    private func evictLarge(_ block: MessageBlock) {
        let header = block.header(0)
        // A larger one would push out many last values of others.
        guard isLast(header), block.memory <= quietShare / 4 else {
            countEvicted(header)
            release(block)
            return
        }
        block.becomeQuiet()
        quiet.append(block)
        quietAllocated += block.memory
        keptBytes += block.byteCount
    }

    /// Whether a message is among the last of its topic that are to survive.
    @inline(__always)
    private func isLast(_ header: MessageRecord) -> Bool {
        guard header.topic != 0 else { return false }
        let node = topics.nodes[Int(header.topic)]
        // In 16 bits: now and then one that is 65,536 messages too old passes, and goes when it is looked at again.
        let age = UInt16(truncatingIfNeeded: node.pointee.own) &- header.ordinal
        return age <= floor && !topics.isGone(Int(header.topic))
    }

    private func countEvicted(_ header: MessageRecord) {
        count -= 1
        if isForgotten(header.topic) {
            forgottenMessages += 1
        } else {
            evictedMessages += 1
            evictedBytes += Int(header.kept)
        }
    }

    private func keepQuiet(_ record: UnsafeRawPointer, bytes: Int, topic: UInt32, sequence: UInt64) {
        // Nothing is put beside a message that has a block of its own.
        if let last = quiet.last, last.hasRoom(for: bytes), last.capacity == blockSize {
            last.copy(record, bytes: bytes, topic: topic, sequence: sequence)
        } else {
            let block = takeBlock(blockSize)
            block.start(at: sequence, quiet: true)
            quiet.append(block)
            quietAllocated += block.memory
            block.copy(record, bytes: bytes, topic: topic, sequence: sequence)
        }
        keptBytes += bytes + MessageBlock.quietEntry
    }

    /// Keeps a block for the next use unless a payload of it is still held, or it is of an odd size.
    private func release(_ block: consuming MessageBlock) {
        // A payload on the screen holds its block: used again, its bytes would change beneath it.
        if block.memory == blockSize, spare.count < 2, isKnownUniquelyReferenced(&block) {
            spare.append(block)
        } else {
            allocated -= block.memory
        }
    }

    // MARK: The quiet blocks

    /// A little housekeeping with each block evicted: look through one or two quiet blocks, stay within the share.
    private func tendQuiet() {
        if quietAllocated > quietShare {
            // Full: one last message of each topic comes before the third of another.
            floor = 1
            squeezeNextQuiet()
            squeezeNextQuiet()
        } else if quietAllocated > quietShare / 2 {
            squeezeNextQuiet()
            // Room again: three last messages of each topic survive from here on.
        } else if quietAllocated < quietShare / 4 {
            floor = Self.quietFloor
        }
        // Dropped without a look: looking through them has not been enough.
        while quietAllocated > quietShare + quietShare / 4 { dropOldestQuiet() }
    }

    func dropOldestQuiet() {
        let block = quiet.removeFirst()
        for index in 0..<block.count { countEvicted(block.header(index)) }
        quietDropped += block.count
        keptBytes -= block.byteCount
        quietAllocated -= block.memory
        // The others have moved up by one.
        quietCursor = max(quietCursor - 1, 0)
        release(block)
    }

    /// Drops what is no longer among the last of its topic from one quiet block and moves the rest together.
    private func squeezeNextQuiet() {
        guard !quiet.isEmpty else { return }
        if quietCursor >= quiet.count { quietCursor = 0 }
        let at = quietCursor
        let block = quiet.remove(at: at)
        let before = block.count
        keptBytes -= block.byteCount
        quietAllocated -= block.memory
        var target: MessageBlock? = nil
        // Nothing is put beside a message that has a block of its own.
        if at > 0, quiet[at - 1].capacity == blockSize, block.memory == blockSize {
            target = quiet[at - 1]
        }
        let kept = squeeze(block, into: target)
        quietDropped += before - kept.moved - (kept.rest?.count ?? 0)
        if let rest = kept.rest {
            quiet.insert(rest, at: at)
            quietAllocated += rest.memory
            keptBytes += rest.byteCount
            // Behind the one that was just looked at.
            quietCursor = at + 1
        }
    }

    /// Moves records worth keeping to the block before as far as they fit, and the others to the start of their own.
    private func squeeze(_ block: MessageBlock, into target: MessageBlock?) -> (
        moved: Int, rest: MessageBlock?
    ) {
        let live = (0..<block.count).filter { isLast(block.header($0)) }
        // All of it is alive, and nothing fits into the one before: no copy.
        if live.count == block.count, target.map({ !$0.hasRoom(for: block.byteCount) }) ?? true {
            return (0, block)
        }
        for index in 0..<block.count where !isLast(block.header(index)) {
            countEvicted(block.header(index))
        }
        var moved = 0
        var next = live.startIndex
        if let target {
            while next < live.endIndex {
                let header = block.header(live[next])
                let bytes = header.byteCount
                guard target.hasRoom(for: bytes) else { break }
                target.copy(
                    block.record(live[next]), bytes: bytes, topic: header.topic, sequence: block.sequence(live[next]))
                keptBytes += bytes + MessageBlock.quietEntry
                moved += 1
                next += 1
            }
        }
        guard next < live.endIndex else {
            release(block)
            return (moved, nil)
        }
        // Nothing moved and nothing dropped: the block itself stays.
        if next == live.startIndex, live.count == block.count { return (moved, block) }
        // Bytes that a payload on the screen holds do not move: what is left goes to another block.
        let rest = takeBlock(block.capacity)
        rest.start(at: block.sequence(live[next]), quiet: true)
        for index in live[next...] {
            let header = block.header(index)
            rest.copy(
                block.record(index), bytes: header.byteCount, topic: header.topic, sequence: block.sequence(index))
        }
        release(block)
        return (moved, rest)
    }

    /// To be told when topics were forgotten.
    func topicsWereForgotten() {
        forgottenEnd = endSequence
        // From the start, also when a pass is under way.
        disownSequence = 0
        topics.holdsNumbers = true
    }

    /// Disowns as far as goes in a millisecond or two.
    func disownSome() {
        for _ in 0..<max(2, (2 << 20) / blockSize) {
            if !advanceDisowning() { return }
        }
    }

    /// Takes the quiet messages of one block out of reach of forgotten topics, so that in the end those topics' numbers
    /// can be used again.
    /// - Returns: whether there is more to do.
    func advanceDisowning() -> Bool {
        guard topics.holdsNumbers else { return false }
        // Blocks are made and dropped meanwhile, but messages stay in order.
        guard let (block, first) = firstPlace(from: disownSequence), block.isQuiet else {
            topics.holdsNumbers = false
            return false
        }
        for index in first..<block.count {
            let topic = block.topic(index)
            if topic != 0, isForgotten(topic) { block.disown(index) }
        }
        disownSequence = block.sequence(block.count - 1) + 1
        return true
    }
}
