/// Some of the topics' numbers: a bit for each number there is.
struct TopicSet {
    private var words = UnsafeMutablePointer<UInt64>.allocate(capacity: 16)
    private var capacity = 16
    /// The words in use: those above were never made.
    private var count = 0
    private(set) var hasMembers = false

    /// Makes room for numbers up to this one.
    mutating func makeRoom(for number: Int) {
        let needed = number >> 6 + 1
        guard needed > count else { return }
        if needed > capacity {
            let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: max(needed, capacity * 2))
            larger.update(from: words, count: count)
            words.deallocate()
            words = larger
            capacity = max(needed, capacity * 2)
        }
        (words + count).initialize(repeating: 0, count: needed - count)
        count = needed
    }

    /// Adds a number for which room was made.
    @inline(__always)
    mutating func insert(_ number: Int) {
        words[number >> 6] |= 1 << UInt64(number & 63)
        hasMembers = true
    }

    /// Takes the numbers out, the highest first, each told to `soon` before. `body` may answer with a lower number to be
    /// added.
    @inline(__always)
    mutating func removeAllDescending(_ body: (Int) -> Int?, soon: (Int) -> Void) {
        var index = count - 1
        while index >= 0 {
            // The word below is read one word ahead, so that what it names is on its way when its turn comes.
            if index > 0 {
                var next = words[index - 1]
                while next != 0 {
                    soon((index - 1) << 6 | next.trailingZeroBitCount)
                    next &= next - 1
                }
            }
            while words[index] != 0 {
                // The highest first: a member's parent has a lower number, and may still be added.
                let bit = 63 - words[index].leadingZeroBitCount
                words[index] &= ~(1 << UInt64(bit))
                // A lower number: its bit lies in this word or in one that is still to come.
                if let added = body(index << 6 | bit) { words[added >> 6] |= 1 << UInt64(added & 63) }
            }
            index -= 1
        }
        hasMembers = false
    }

    /// Takes all numbers out.
    mutating func removeAll() {
        words.update(repeating: 0, count: count)
        hasMembers = false
    }

    /// Gives the memory back.
    func deallocate() {
        words.deallocate()
    }
}
