/// A topic's place in the structure: what looking for relations touches. What a view shows of it is the view's to keep.
struct TopicPlace: BitwiseCopyable {
    /// One child: its number. Up to `ChildBlock.capacity`: the address of their numbers. More: a number of a
    /// `ChildBlockList`.
    var children: UInt = 0
    var childCount: UInt32 = 0
    var parent: UInt32
    /// The block of a large parent that holds this topic.
    var block: UInt32 = 0
    /// Topics of the subtree that carried a message.
    var topics: UInt32 = 0
    /// Where the last level starts in the topic.
    var levelStart: UInt16
    /// Levels above.
    var depth: UInt16
    var flags: Flags = []

    struct Flags: OptionSet, BitwiseCopyable {
        let rawValue: UInt8
        /// Has more children than one block holds.
        static let large = Flags(rawValue: 1)
        static let forgotten = Flags(rawValue: 2)
    }

    init(parent: Int, levelStart: Int, depth: Int) {
        self.parent = UInt32(truncatingIfNeeded: parent)
        self.levelStart = UInt16(truncatingIfNeeded: levelStart)
        self.depth = UInt16(truncatingIfNeeded: depth)
    }
}
