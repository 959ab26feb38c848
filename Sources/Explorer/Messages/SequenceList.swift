/// Ascending sequence numbers that grow at both ends and are dropped from the front, in chunks that never move.
struct SequenceList {
    private static let chunkSize = 4_096

    private var chunks: [[UInt64]] = []
    /// Unused places at the start of the first chunk.
    private var offset = 0
    private(set) var count = 0

    subscript(index: Int) -> UInt64 {
        let place = index + offset
        return chunks[place / Self.chunkSize][place % Self.chunkSize]
    }

    mutating func append(_ sequence: UInt64) {
        let place = offset + count
        if place / Self.chunkSize == chunks.count {
            chunks.append([UInt64](repeating: 0, count: Self.chunkSize))
        }
        chunks[place / Self.chunkSize][place % Self.chunkSize] = sequence
        count += 1
    }

    mutating func prepend(_ sequence: UInt64) {
        if offset == 0 {
            chunks.insert([UInt64](repeating: 0, count: Self.chunkSize), at: 0)
            offset = Self.chunkSize
        }
        offset -= 1
        chunks[0][offset] = sequence
        count += 1
    }

    /// Drops everything below a number.
    mutating func removeAll(below sequence: UInt64) {
        let gone = index(from: sequence)
        offset += gone
        count -= gone
        if count == 0 {
            self = SequenceList()
        } else if offset >= Self.chunkSize {
            chunks.removeFirst(offset / Self.chunkSize)
            offset %= Self.chunkSize
        }
    }

    /// The first place whose number is at least `sequence`; `count` when there is none.
    func index(from sequence: UInt64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
