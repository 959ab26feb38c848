/// A topic's place in the tree and in the rows: what opening, filtering and sorting touch.
struct TopicShape: BitwiseCopyable {
    /// One child: its number. Up to `ChildBlock.capacity`: the address of their numbers. More: a number of a
    /// `ChildBlockList`.
    var children: UInt = 0
    var childCount: UInt32 = 0
    var parent: UInt32
    /// Rows of all children, as if this topic were open.
    var childRows: UInt32 = 0
    /// The same of the filtered tree.
    var filteredRows: UInt32 = 0
    /// The block of a large parent that holds this topic.
    var block: UInt32 = 0
    /// The place in the dynamic order of a large parent.
    var rank: UInt32 = 0
    /// Topics of the subtree that carried a message.
    var topics: UInt32 = 0
    /// Where the last level starts in the topic.
    var levelStart: UInt16
    /// Levels above.
    var depth: UInt16
    var flags: Flags = []

    struct Flags: OptionSet, BitwiseCopyable {
        let rawValue: UInt8
        static let open = Flags(rawValue: 1)
        /// Closed by hand in the filtered tree, where everything is open at first.
        static let filterClosed = Flags(rawValue: 2)
        /// A match or above one.
        static let shown = Flags(rawValue: 4)
        static let match = Flags(rawValue: 8)
        /// Has more children than one block holds.
        static let large = Flags(rawValue: 16)
        static let forgotten = Flags(rawValue: 32)
        static let ofFilter: Flags = [.filterClosed, .shown, .match]
    }

    init(parent: Int, levelStart: Int, depth: Int) {
        self.parent = UInt32(truncatingIfNeeded: parent)
        self.levelStart = UInt16(truncatingIfNeeded: levelStart)
        self.depth = UInt16(truncatingIfNeeded: depth)
    }
}
