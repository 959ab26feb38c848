/// Some of the children of a large parent, in order.
struct ChildBlock: BitwiseCopyable {
    static let capacity = 512

    var ids: UnsafeMutablePointer<UInt32>
    var count = 0
}

/// The blocks of a large parent, in order.
final class ChildBlockList {
    var blocks: [UInt32] = []
}
