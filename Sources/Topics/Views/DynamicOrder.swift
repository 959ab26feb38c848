/// The children of one parent in the order of a figure, as it was when the order was made; later children follow.
final class DynamicOrder {
    private(set) var ids: UnsafeMutablePointer<UInt32>
    private(set) var count: Int
    private var capacity: Int
    /// Rows of each run of a large parent, in the tree as it is filtered now.
    var sums: [UInt32] = []
    let isLarge: Bool
    /// Whether rows were asked for since the last renewal.
    var isUsed = true

    init(_ sorted: [UInt32], isLarge: Bool) {
        self.isLarge = isLarge
        count = sorted.count
        capacity = max(sorted.count, 4)
        ids = .allocate(capacity: capacity)
        sorted.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { ids.update(from: base, count: source.count) }
        }
    }

    deinit {
        ids.deallocate()
    }

    var runCount: Int {
        isLarge ? (count + ChildBlock.capacity - 1) / ChildBlock.capacity : min(count, 1)
    }

    func run(_ index: Int) -> UnsafeBufferPointer<UInt32> {
        guard isLarge else { return UnsafeBufferPointer(start: ids, count: count) }
        let start = index * ChildBlock.capacity
        return UnsafeBufferPointer(start: ids + start, count: min(ChildBlock.capacity, count - start))
    }

    /// Adds a child at the end. Its rows are added later.
    func append(_ id: UInt32) {
        if count == capacity {
            let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2)
            larger.update(from: ids, count: count)
            ids.deallocate()
            ids = larger
            capacity *= 2
        }
        ids[count] = id
        count += 1
        // Small parents have one run, whose sum is the parent's own.
        if isLarge, runCount > sums.count { sums.append(0) }
    }
}
