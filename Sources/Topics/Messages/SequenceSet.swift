/// Sequence numbers that grow at both ends and are dropped from the front: a bit for each number between the first and
/// the last, and their count before each stretch of 4,096.
///
/// So a log of millions of rows takes an eighth of a byte for each message of the ring, whatever it shows.
struct SequenceSet {
    private static let shift: UInt64 = 12
    private static let stretch = 1 << shift
    private static let words = stretch / 64

    private struct Chunk {
        /// Empty when no number is in it.
        var bits: [UInt64] = []
        var count = 0
        /// How many numbers are in the chunks before, from an origin that only differences see.
        var before: Int
    }

    private var chunks: [Chunk] = []
    /// The stretch of the first chunk.
    private var first: UInt64 = 0
    private(set) var count = 0

    /// Bytes of memory, near enough.
    var byteCount: Int { chunks.count * (MemoryLayout<Chunk>.stride + Self.words * 8 + 32) }

    /// The number at a place, 0 being the smallest.
    subscript(index: Int) -> UInt64 {
        let wanted = index + chunks[0].before
        var low = 0
        var high = chunks.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if chunks[middle].before <= wanted { low = middle } else { high = middle - 1 }
        }
        // Empty chunks behind have the same count before them.
        while chunks[low].count == 0 { low -= 1 }
        var rest = wanted - chunks[low].before
        var word = 0
        while chunks[low].bits[word].nonzeroBitCount <= rest {
            rest -= chunks[low].bits[word].nonzeroBitCount
            word += 1
        }
        var bits = chunks[low].bits[word]
        // Clears the lowest bit as often as there are numbers before the one that is asked for.
        for _ in 0..<rest { bits &= bits - 1 }
        return (first + UInt64(low)) << Self.shift | UInt64(word << 6 | bits.trailingZeroBitCount)
    }

    /// Adds a number above all others.
    mutating func append(_ sequence: UInt64) {
        let chunk = makeChunk(for: sequence)
        chunks[chunk].bits[Self.word(sequence)] |= Self.bit(sequence)
        chunks[chunk].count += 1
        count += 1
    }

    /// Adds a whole range above all others.
    mutating func append(_ range: Range<UInt64>) {
        var sequence = range.lowerBound
        while sequence < range.upperBound {
            let end = min(((sequence >> Self.shift) + 1) << Self.shift, range.upperBound)
            let chunk = makeChunk(for: sequence)
            fill(chunk, sequence..<end)
            sequence = end
        }
    }

    /// Adds a whole range below all others.
    mutating func prepend(_ range: Range<UInt64>) {
        var end = range.upperBound
        while end > range.lowerBound {
            let start = max(((end - 1) >> Self.shift) << Self.shift, range.lowerBound)
            makeFirst(for: start)
            // Counts before a chunk may fall below zero: only differences are used.
            chunks[0].before -= Int(end - start)
            fill(0, start..<end)
            end = start
        }
    }

    /// Adds a number below all others.
    mutating func prepend(_ sequence: UInt64) {
        makeFirst(for: sequence)
        chunks[0].bits[Self.word(sequence)] |= Self.bit(sequence)
        chunks[0].count += 1
        chunks[0].before -= 1
        count += 1
    }

    /// Drops everything below a number.
    mutating func removeAll(below sequence: UInt64) {
        let gone = index(from: sequence)
        count -= gone
        guard count > 0 else {
            self = SequenceSet()
            return
        }
        // The last chunk stays: its numbers are not all gone, or `count` were 0.
        let whole = min(Int(sequence >> Self.shift) - Int(first), chunks.count - 1)
        if whole > 0 {
            chunks.removeFirst(whole)
            first += UInt64(whole)
        }
        // The first that is left may lie in a later chunk: nothing is to be cut there.
        guard sequence >> Self.shift == first, chunks[0].count > 0 else { return }
        let before = chunks[0].count
        for word in 0..<Self.word(sequence) { chunks[0].bits[word] = 0 }
        chunks[0].bits[Self.word(sequence)] &= ~(Self.bit(sequence) - 1)
        chunks[0].count = chunks[0].bits.reduce(0) { $0 + $1.nonzeroBitCount }
        chunks[0].before += before - chunks[0].count
    }

    /// The first place whose number is at least `sequence`; `count` when there is none.
    func index(from sequence: UInt64) -> Int {
        guard !chunks.isEmpty, sequence >> Self.shift >= first else { return 0 }
        let at = (sequence >> Self.shift) - first
        guard at < chunks.count else { return count }
        let chunk = chunks[Int(at)]
        var index = chunk.before - chunks[0].before
        // An empty chunk has no bits to look at.
        guard chunk.count > 0 else { return index }
        let word = Self.word(sequence)
        for i in 0..<word { index += chunk.bits[i].nonzeroBitCount }
        return index + (chunk.bits[word] & (Self.bit(sequence) - 1)).nonzeroBitCount
    }

    private static func word(_ sequence: UInt64) -> Int { Int(sequence & UInt64(stretch - 1)) >> 6 }
    private static func bit(_ sequence: UInt64) -> UInt64 { 1 << (sequence & 63) }

    /// The last chunk, in which a number above all others belongs.
    private mutating func makeChunk(for sequence: UInt64) -> Int {
        let stretch = sequence >> Self.shift
        if chunks.isEmpty {
            first = stretch
            chunks.append(Chunk(before: 0))
        }
        // Stretches without a number in between have a chunk without bits.
        while first + UInt64(chunks.count) <= stretch {
            let last = chunks[chunks.count - 1]
            chunks.append(Chunk(before: last.before + last.count))
        }
        let chunk = chunks.count - 1
        if chunks[chunk].bits.isEmpty { chunks[chunk].bits = Array(repeating: 0, count: Self.words) }
        return chunk
    }

    /// Makes the first chunk the one in which a number below all others belongs.
    private mutating func makeFirst(for sequence: UInt64) {
        let stretch = sequence >> Self.shift
        guard !chunks.isEmpty else {
            _ = makeChunk(for: sequence)
            return
        }
        if stretch < first {
            let start = chunks[0].before
            chunks.insert(
                contentsOf: repeatElement(Chunk(before: start), count: Int(first - stretch)), at: 0)
            first = stretch
        }
        if chunks[0].bits.isEmpty { chunks[0].bits = Array(repeating: 0, count: Self.words) }
    }

    /// Sets the bits of a range within one chunk, none of which is set.
    private mutating func fill(_ chunk: Int, _ range: Range<UInt64>) {
        var at = range.lowerBound
        while at < range.upperBound {
            let end = min((at | 63) + 1, range.upperBound)
            // A shift by 64 would be none.
            let bits = end - at == 64 ? UInt64.max : ((1 << (end - at)) - 1) << (at & 63)
            chunks[chunk].bits[Self.word(at)] |= bits
            at = end
        }
        chunks[chunk].count += range.count
        count += range.count
    }
}
