/// Sorts the children of one large parent by radix: first their keys in slices, then a pass per step. Stable: equal figures stay in name order.
final class SortJob {
    let parent: Int
    private var keys: [UInt64] = []
    private var ids: [UInt32]
    private var otherKeys: [UInt64] = []
    private var otherIDs: [UInt32] = []
    /// Children that came since the job began.
    var late: [UInt32] = []
    private var shift: UInt64 = 0
    private var differing: UInt64 = 0

    // Eleven bits: a table of 2,048 counts lies in the first cache, and 64 bits are six passes.
    private static let bits: UInt64 = 11
    private static let slice = 1 << 17

    init(parent: Int, ids: [UInt32]) {
        self.parent = parent
        self.ids = ids
        keys.reserveCapacity(ids.count)
    }

    /// Reads some keys, or does one pass.
    /// - Returns: whether there is more to do.
    func step(_ key: (Int) -> UInt64) -> Bool {
        guard keys.count < ids.count else { return pass() }
        for i in keys.count..<min(keys.count + Self.slice, ids.count) { keys.append(key(Int(ids[i]))) }
        if let first = keys.first, keys.count == ids.count {
            // Only digits in which keys differ are worth a pass.
            for key in keys { differing |= key ^ first }
            otherKeys = keys
            otherIDs = ids
        }
        return true
    }

    /// One pass.
    /// - Returns: whether there is more to do.
    private func pass() -> Bool {
        let mask = (UInt64(1) << Self.bits) - 1
        // Digits in which no two keys differ would move nothing: small counts need one pass or two.
        while shift < 64, differing >> shift & mask == 0 { shift += Self.bits }
        guard shift < 64 else { return false }
        var places = [Int](repeating: 0, count: Int(mask) + 1)
        for key in keys { places[Int(key >> shift & mask)] += 1 }
        var sum = 0
        for i in places.indices {
            let count = places[i]
            places[i] = sum
            sum += count
        }
        // In the order as it is: equal digits keep it, which makes all passes one sort.
        for i in keys.indices {
            let digit = Int(keys[i] >> shift & mask)
            otherKeys[places[digit]] = keys[i]
            otherIDs[places[digit]] = ids[i]
            places[digit] += 1
        }
        swap(&keys, &otherKeys)
        swap(&ids, &otherIDs)
        shift += Self.bits
        return shift < 64 && differing >> shift != 0
    }

    /// The children in their order, when there is no more to do.
    var sorted: [UInt32] { ids + late }
}
