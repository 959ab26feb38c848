import Testing
import Text

@testable import Topics

/// The rows of a log against a plain array, under long runs of random operations.
struct SequenceSetTests {
    @Test(arguments: 0..<6)
    func numbersAreThoseOfAnArray(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var set = SequenceSet()
        var plain: [UInt64] = []
        let origin: UInt64 = 1 << 20
        var (low, high) = (origin, origin)
        for step in 0..<2_000 {
            switch Int.random(in: 0..<10, using: &random) {
            case ..<4:
                high += UInt64.random(in: 0...3_000, using: &random)
                set.append(high)
                plain.append(high)
                high += 1
            case 4:
                let end = high + UInt64.random(in: 1...6_000, using: &random)
                set.append(high..<end)
                plain.append(contentsOf: high..<end)
                high = end
            case ..<7:
                low -= UInt64.random(in: 1...200, using: &random)
                set.prepend(low)
                plain.insert(low, at: 0)
            case 7:
                let start = low - UInt64.random(in: 1...200, using: &random)
                set.prepend(start..<low)
                plain.insert(contentsOf: start..<low, at: 0)
                low = start
            default:
                let span = high - low
                guard span > 20_000 else { continue }
                let cut = low + UInt64.random(in: 0...span / 2, using: &random)
                set.removeAll(below: cut)
                plain.removeAll { $0 < cut }
                low = cut
            }
            #expect(set.count == plain.count, "seed \(seed) step \(step)")
            guard set.count == plain.count, !plain.isEmpty else { return }
            for _ in 0..<4 {
                let index = Int.random(in: plain.indices, using: &random)
                #expect(set[index] == plain[index])
                let sequence = UInt64.random(in: low...high, using: &random)
                let place = plain.firstIndex { $0 >= sequence } ?? plain.count
                #expect(set.index(from: sequence) == place)
            }
        }
    }
}
