import Kit
import Topics

/// A log of messages on the screen: the rows that are seen, the newest last, and the one with the cursor. It follows what
/// comes, or stands still.
final class LogCursor {
    /// What stands on a line of the screen.
    enum Line {
        /// A message and its row in the log.
        case message(StoredMessage, row: Int)
        /// The connection was lost here.
        case gap
    }

    let log: MessageLog
    private let messages: MessageStore
    /// The selected message; nil while the newest is followed.
    var selected: UInt64?
    private(set) var height = 1
    /// The first row shown while the log is held.
    private var top = 0
    /// What is on the screen.
    private(set) var lines: [Line] = []
    /// Whether the rows were turned away from the selected one, and whether that has paused the log.
    private var isTurned = false
    private var isPausedByTurning = false

    init(_ log: MessageLog, of messages: MessageStore) {
        self.log = log
        self.messages = messages
    }

    // MARK: - Layout

    /// Lays out so many lines.
    /// - Parameter isNarrowed: whether a filter hides rows: one that hides the selected row leaves the nearest selected.
    func fit(height: Int, isNarrowed: Bool) {
        if isNarrowed { keepNear() }
        self.height = max(1, height)
        let count = log.count
        // Eviction takes rows away from the top while the log is held.
        top = max(0, min(top, count - 1))
        // Turned by the wheel: the selected row may be out of sight.
        if isTurned, log.isHeld { return layDown(from: top) }
        isTurned = false
        let selected = selectedRow
        if !log.isHeld {
            // Following: the newest stands in the last line.
            layUp(from: count - 1)
        } else if let selected, selected < top {
            layDown(from: selected)
        } else {
            layDown(from: top)
            // Only after a try: gaps take lines of their own, so how many rows fit is not known before.
            if let selected, selected > lastRow { layUp(from: selected) }
        }
        // At the end of a held log no line stays empty.
        if log.isHeld, lines.count < self.height { layUp(from: count - 1) }
        // Kept for the next frame; a gap in the first line belongs to the message below it.
        if case .message(_, let row)? = lines.first(where: { if case .message = $0 { true } else { false } }) {
            top = row
        }
    }

    private var lastRow: Int {
        for case .message(_, let row) in lines.reversed() { return row }
        return -1
    }

    private func layUp(from row: Int) {
        lines.removeAll(keepingCapacity: true)
        var row = row
        while row >= 0, lines.count < height {
            if let message = message(at: row) {
                lines.append(.message(message, row: row))
                // Above its message, which comes before it here: the lines are turned around at the end.
                if message.gapBefore, lines.count < height { lines.append(.gap) }
            }
            row -= 1
        }
        lines.reverse()
    }

    private func layDown(from row: Int) {
        lines.removeAll(keepingCapacity: true)
        var row = row
        while row < log.count, lines.count < height {
            if let message = message(at: row) {
                // With room for the message as well: a gap alone in the last line would part it from nothing.
                if message.gapBefore, row > 0, lines.count < height - 1 { lines.append(.gap) }
                lines.append(.message(message, row: row))
            }
            row += 1
        }
    }

    private func message(at row: Int) -> StoredMessage? { log.sequence(at: row).flatMap(messages.message) }

    // MARK: - What is selected

    /// What is not seen of a log that stands still; the title counts what passes in one that follows.
    var hidden: HiddenRows {
        guard log.isHeld, lastRow >= 0 else { return HiddenRows() }
        return HiddenRows(top..<max(top, lastRow + 1), of: log.count)
    }

    /// The row of the selected message: the newest while following; nil when it was evicted.
    var selectedRow: Int? {
        if let selected { return log.index(of: selected) }
        return log.count > 0 ? log.count - 1 : nil
    }

    /// The selected message; nil when there is none.
    var selectedMessage: StoredMessage? { selectedRow.flatMap { message(at: $0) } }

    /// `1,204, following`, `1,204, paused, 7 new`
    var words: String {
        let count = "\(Figures.count(log.count))\(log.isExact ? "" : "+")"
        guard log.isHeld else { return "\(count), following" }
        let new = log.arrivedSinceHold
        return "\(count), paused\(new > 0 ? ", \(Figures.count(new)) new" : "")"
    }

    /// Selects the row nearest to a selected one that a filter has hidden.
    private func keepNear() {
        guard let old = selected, log.isExact, log.index(of: old) == nil else { return }
        selected = log.index(near: old).flatMap { log.sequence(at: $0) } ?? old
    }

    // MARK: - Keys

    /// Does what a key asks for; false when it asks for nothing that concerns the rows.
    func perform(_ action: Action) -> Bool {
        isTurned = false
        if let rows = action.rows(inPageOf: height) {
            move(by: rows)
            return true
        }
        switch action {
        case .first: move(to: 0)
        case .last: follow()
        case .pause:
            isPausedByTurning = false
            if log.isHeld { follow() } else { hold() }
        case .nextMatch: move(by: 1)
        case .previousMatch: move(by: -1)
        default: return false
        }
        return true
    }

    /// Goes on with what comes; false when it does so already.
    func back() -> Bool {
        guard log.isHeld else { return false }
        follow()
        return true
    }

    /// Stands still, on what is selected.
    func hold() {
        // The newest was followed without being selected: from now on it must be named to stay the one.
        if selected == nil, log.count > 0 { selected = log.sequence(at: log.count - 1) }
        if !log.isHeld { log.hold() }
    }

    private func follow() {
        isPausedByTurning = false
        if log.isHeld { log.follow() }
        selected = nil
    }

    private func move(by rows: Int) {
        let row = selectedRow ?? top
        // The newest is selected and followed already: there is nothing below it.
        if !log.isHeld, rows > 0 { return }
        move(to: row + rows)
    }

    private func move(to row: Int) {
        guard log.count > 0 else { return }
        hold()
        selected = log.sequence(at: max(0, min(row, log.count - 1)))
    }

    /// A press of the button on a line; false when no message stands there.
    func click(line: Int) -> Bool {
        guard lines.indices.contains(line), case .message(_, let row) = lines[line] else { return false }
        isTurned = false
        move(to: row)
        return true
    }

    /// Whether a message stands on a line.
    func hasMessage(onLine line: Int) -> Bool {
        guard lines.indices.contains(line), case .message = lines[line] else { return false }
        return true
    }

    /// Back pauses; forth to the end goes on, where nothing else has paused.
    func scroll(by rows: Int) {
        let last = max(0, log.count - height)
        if !log.isHeld {
            guard rows < 0, last > 0 else { return }
            hold()
            isPausedByTurning = true
        }
        top = max(0, min(top + rows, last))
        isTurned = true
        // held -> following: only what the wheel has paused does the wheel let go on.
        if rows > 0, top == last, isPausedByTurning { follow() }
    }
}
