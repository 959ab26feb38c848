internal import CMemory

/// Finds topic numbers by 32 bits of their hash. Grows a little with every insertion instead of all at once.
///
/// A slot is a hash and a number. What the numbers stand for, and whether they still stand for anything, is the
/// caller's to judge: entries of forgotten topics stay until the table grows.
struct TopicIndex {
    private struct Slots {
        let base: UnsafeMutablePointer<UInt64>
        let mask: Int

        init(bits: Int) {
            mask = (1 << bits) - 1
            base = LargePage.allocate(
                byteCount: (mask + 1) * MemoryLayout<UInt64>.stride, alignment: MemoryLayout<UInt64>.alignment
            ).bindMemory(to: UInt64.self, capacity: mask + 1)
            base.initialize(repeating: 0, count: mask + 1)
        }
    }

    private var current = Slots(bits: 10)
    private var previous: Slots?
    private var moved = 0
    private var bits = 10
    private var used = 0

    /// Calls `isMatch` with each number stored under a hash until it says yes. 0 when none does.
    @inline(__always)
    func find(_ hash: UInt64, _ isMatch: (UInt32) -> Bool) -> UInt32 {
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        let found = Self.find(current, tag, isMatch)
        if found != 0 { return found }
        guard let previous else { return 0 }
        return Self.find(previous, tag, isMatch)
    }

    /// Fetches the slot in which the search for a hash begins.
    @inline(__always)
    func prefetch(_ hash: UInt64) {
        // The upper half of the hash is both the tag and the way to the slot.
        cm_prefetch(current.base + (Int(truncatingIfNeeded: hash >> 32) & current.mask))
    }

    /// The number that most likely lies under a hash; 0 or a wrong one otherwise.
    @inline(__always)
    func likely(_ hash: UInt64) -> UInt32 {
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        var at = Int(tag) & current.mask
        while true {
            let slot = current.base[at]
            // By the tag alone, without a look at the node: a wrong answer costs a search, no mistake.
            if slot == 0 || UInt32(truncatingIfNeeded: slot >> 32) == tag { return UInt32(truncatingIfNeeded: slot) }
            at = (at &+ 1) & current.mask
        }
    }

    /// Adds a number other than 0. `isAlive` says of a number whether it is still worth its slot.
    mutating func insert(_ hash: UInt64, _ number: UInt32, isAlive: (UInt32) -> Bool) {
        if previous != nil {
            // Two would do to be done before the next growth; the fewer searches in two tables the better.
            move(256, isAlive: isAlive)
            // Two thirds full: searches stay short with open addressing.
        } else if used * 3 > current.mask * 2 {
            grow()
        }
        // A number is never 0, so that no slot looks empty.
        put(UInt64(hash >> 32) << 32 | UInt64(number))
    }

    /// Empties the table.
    mutating func removeAll() {
        deallocate()
        current = Slots(bits: 10)
        bits = 10
        used = 0
    }

    /// Gives the memory back.
    mutating func deallocate() {
        current.base.deallocate()
        previous?.base.deallocate()
        previous = nil
    }

    @inline(__always)
    private static func find(_ slots: Slots, _ tag: UInt32, _ isMatch: (UInt32) -> Bool) -> UInt32 {
        var at = Int(tag) & slots.mask
        while true {
            let slot = slots.base[at]
            // No slot is ever emptied, so an empty one ends every search.
            if slot == 0 { return 0 }
            if UInt32(truncatingIfNeeded: slot >> 32) == tag {
                let number = UInt32(truncatingIfNeeded: slot)
                if isMatch(number) { return number }
            }
            at = (at &+ 1) & slots.mask
        }
    }

    private mutating func put(_ slot: UInt64) {
        var at = Int(slot >> 32) & current.mask
        while current.base[at] != 0 { at = (at &+ 1) & current.mask }
        current.base[at] = slot
        used += 1
    }

    private mutating func grow() {
        // The old slots are searched second until all of them were moved.
        previous = current
        moved = 0
        // 2^30 slots are more than there are numbers.
        bits = min(bits + 1, 30)
        current = Slots(bits: bits)
        used = 0
    }

    private mutating func move(_ count: Int, isAlive: (UInt32) -> Bool) {
        guard let old = previous else { return }
        let end = min(moved + count, old.mask + 1)
        while moved < end {
            let slot = old.base[moved]
            // Whoever was forgotten is left behind here, unless the number stands for another topic by now.
            if slot != 0, isAlive(UInt32(truncatingIfNeeded: slot)) { put(slot) }
            moved += 1
        }
        if moved > old.mask {
            old.base.deallocate()
            previous = nil
        }
    }
}
