/// What one table keeps of a topic.
struct TableEntry: BitwiseCopyable {
    private var bits: UInt32 = 0

    private static let match: UInt32 = 1 << 31
    private static let listed: UInt32 = 1 << 30

    /// Whether it passes the filter, as far as it was examined.
    var isMatch: Bool {
        get { bits & Self.match != 0 }
        set { bits = newValue ? bits | Self.match : bits & ~Self.match }
    }

    /// The place in the order; nil for a topic that has no row.
    var place: Int? {
        // 30 bits: more rows than topics can be.
        get { bits & Self.listed != 0 ? Int(bits & (Self.listed - 1)) : nil }
        set { bits = bits & Self.match | (newValue.map { Self.listed | UInt32(truncatingIfNeeded: $0) } ?? 0) }
    }
}
