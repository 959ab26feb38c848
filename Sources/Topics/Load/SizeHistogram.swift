/// How often sizes came, in classes of about six per cent: exact below sixteen, eight classes for each doubling above.
struct SizeHistogram {
    // Sizes have 32 bits: 16 exact ones, then 28 doublings from 2^4 on, each of 8 classes.
    private static let classes = 16 + 28 * 8
    private var counts = [UInt32](repeating: 0, count: classes)
    private(set) var total = 0

    mutating func count(_ size: Int) {
        counts[Self.place(of: size)] &+= 1
        total += 1
    }

    mutating func add(_ other: SizeHistogram) {
        for index in counts.indices { counts[index] &+= other.counts[index] }
        total += other.total
    }

    mutating func clear() {
        guard total > 0 else { return }
        for index in counts.indices { counts[index] = 0 }
        total = 0
    }

    /// The size that `part` of all do not exceed, 0 to 1: the middle of its class; nil without any.
    func size(below part: Double) -> Double? {
        guard total > 0 else { return nil }
        let wanted = max(1, (Double(total) * part).rounded(.up))
        var seen = 0.0
        for (index, count) in counts.enumerated() {
            seen += Double(count)
            if seen >= wanted { return Self.middle(of: index) }
        }
        return nil
    }

    private static func place(of size: Int) -> Int {
        guard size >= 16 else { return max(size, 0) }
        // The place of the highest bit; the three bits below it are the class within the doubling.
        let power = Int.bitWidth - 1 - size.leadingZeroBitCount
        return min(16 + (power - 4) * 8 + (size >> (power - 3)) & 7, classes - 1)
    }

    private static func middle(of place: Int) -> Double {
        guard place >= 16 else { return Double(place) }
        let width = Double(1 << ((place - 16) / 8 + 1))
        return width * Double(8 + (place - 16) % 8) + (width - 1) / 2
    }
}
