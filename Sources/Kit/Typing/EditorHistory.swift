/// What was changed in an editor, to be undone and done again. Bounded in bytes and in number; the oldest goes first.
package struct EditorHistory {
    /// One change: some bytes gave way to others.
    package struct Change {
        package var offset: Int
        package var removed: [UInt8]
        package var inserted: [UInt8]
        /// Where the cursor was before.
        package var cursor: Int

        package var size: Int { removed.count + inserted.count }
    }

    /// The most changes kept, and the most bytes in them.
    package static let maximumCount = 10_000
    package static let maximumSize = 64 << 20

    private var done: [Change] = []
    private var undone: [Change] = []
    private var size = 0
    /// Whether the next typed character belongs to the last change.
    private var isOpen = false

    /// Typing is over for now: the next change is one of its own.
    package mutating func close() { isOpen = false }

    /// Notes a change. `isTyping` joins it to the one before when it goes on where that ended.
    package mutating func add(_ change: Change, isTyping: Bool) {
        // A change after an undo ends what could have been done again: its offsets are of another text.
        undone.removeAll()
        // What is typed without anything in between is one step.
        if isOpen, isTyping, change.removed.isEmpty, let last = done.last,
            last.offset + last.inserted.count == change.offset
        {
            done[done.count - 1].inserted += change.inserted
        } else {
            done.append(change)
        }
        size += change.size
        // What was no typing is a step of its own: the next letter does not join it.
        isOpen = isTyping
        guard size > Self.maximumSize || done.count > Self.maximumCount else { return }
        // A quarter at once, so that a full history does not make every key dear.
        var dropped = 0
        // The newest stays, however large: the last change can always be undone.
        while dropped < done.count - 1,
            size > Self.maximumSize * 3 / 4 || done.count - dropped > Self.maximumCount * 3 / 4
        {
            size -= done[dropped].size
            dropped += 1
        }
        done.removeFirst(dropped)
    }

    /// The last change, which now counts as undone.
    package mutating func undo() -> Change? {
        isOpen = false
        guard let change = done.popLast() else { return nil }
        size -= change.size
        undone.append(change)
        return change
    }

    /// The last change undone, which now counts as done.
    package mutating func redo() -> Change? {
        isOpen = false
        guard let change = undone.popLast() else { return nil }
        size += change.size
        done.append(change)
        return change
    }
}
