/// A keyed 64-bit hash of topics whose value for every prefix falls out of one pass: a topic with 65,536 levels
/// is hashed at all of them in linear time.
///
/// The key is drawn per process, so that nobody can choose topics that collide.
struct TopicHash {
    private let seed = UInt64.random(in: .min ... .max)

    /// The hash of a whole topic.
    @inline(__always)
    func callAsFunction(_ topic: UnsafeRawBufferPointer) -> UInt64 {
        guard let base = topic.baseAddress else { return finish(seed, 0, 0) }
        var state = seed
        var at = 0
        // Whole words of 8 bytes; what is left is the tail.
        while at &+ 8 <= topic.count {
            state = mix(state ^ base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            at &+= 8
        }
        return finish(state, Self.tail(base, at, topic.count), topic.count)
    }

    /// Calls `body` with the hash of each prefix whose length is in `lengths`, which must be ascending.
    func ofPrefixes(_ topic: UnsafeRawBufferPointer, lengths: [Int], _ body: (UInt64) -> Void) {
        guard let base = topic.baseAddress else {
            for _ in lengths { body(finish(seed, 0, 0)) }
            return
        }
        var state = seed
        var at = 0
        // The state after the whole words goes on from one prefix to the next; only the last bytes are mixed in afresh.
        for length in lengths {
            while at + 8 <= length {
                state = mix(state ^ base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                at += 8
            }
            body(finish(state, Self.tail(base, at, length), length))
        }
    }

    /// The bytes from `start` to `end`, at most 7, as a number.
    @inline(__always)
    private static func tail(_ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> UInt64 {
        let count = end &- start
        if count == 0 { return 0 }
        // A word that ends with the tail, the bytes before shifted out: one load instead of up to seven.
        if end >= 8 {
            return base.loadUnaligned(fromByteOffset: end &- 8, as: UInt64.self).littleEndian
                >> UInt64(truncatingIfNeeded: 64 &- count &* 8)
        }
        var word: UInt64 = 0
        var at = end
        while at > start {
            at &-= 1
            word = word << 8 | UInt64(base.load(fromByteOffset: at, as: UInt8.self))
        }
        return word
    }

    @inline(__always)
    private func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    @inline(__always)
    private func finish(_ state: UInt64, _ tail: UInt64, _ length: Int) -> UInt64 {
        // With the length: a topic that ends with zeros is not the same as a shorter one.
        let value = state ^ tail ^ (UInt64(truncatingIfNeeded: length) &* 0xD6E8_FEB8_6659_FD93)
        return mix(mix(value) ^ 0xA076_1D64_78BD_642F)
    }
}
