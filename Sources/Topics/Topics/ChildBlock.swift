/// Some of the children of a large parent, in order, with the sums of their rows.
struct ChildBlock: BitwiseCopyable {
    static let capacity = 512

    var ids: UnsafeMutablePointer<UInt32>
    var count = 0
    /// Rows of these children.
    var rows: UInt32 = 0
    /// Rows of these children in the filtered tree.
    var filteredRows: UInt32 = 0
}

/// The blocks of a large parent, in order.
final class ChildBlockList {
    var blocks: [UInt32] = []
}
