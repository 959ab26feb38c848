/// What one tree keeps of a topic; everything else is the store's.
struct TreeEntry: BitwiseCopyable {
    /// Rows of all children, as if this topic were open.
    var childRows: UInt32 = 0
    /// The same of the filtered tree.
    var filteredRows: UInt32 = 0
    /// The place in the dynamic order of a large parent.
    var rank: UInt32 = 0
    var flags: Flags = []

    struct Flags: OptionSet, BitwiseCopyable {
        let rawValue: UInt8
        static let open = Flags(rawValue: 1)
        /// Closed by hand in the filtered tree, where everything is open at first.
        static let filterClosed = Flags(rawValue: 2)
        /// A match or above one.
        static let shown = Flags(rawValue: 4)
        static let match = Flags(rawValue: 8)
        static let ofFilter: Flags = [.filterClosed, .shown, .match]
    }
}

/// Rows of the children in one block of a large parent.
struct BlockRows: BitwiseCopyable {
    var rows: UInt32 = 0
    /// The same of the filtered tree.
    var filteredRows: UInt32 = 0
}
