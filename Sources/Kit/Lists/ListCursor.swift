/// The cursor of a list, and the part of the list that is on the screen.
///
/// Rows come, go and change places by themselves: the cursor stays on what it was put on. Where that is gone there is no
/// selection until a key of movement makes one: what a key acts on has been seen with the cursor on it. A list whose rows
/// are known by nothing but their place has the cursor of ``RowNumber``, which always stands somewhere.
package struct ListCursor<ID: Hashable> {
    /// What it stands on; nil for nothing.
    package private(set) var id: ID?
    /// The row it stands on, or stood on.
    package private(set) var row = 0
    /// The first row on the screen, and how many fit.
    package private(set) var top = 0
    package private(set) var height = 1
    /// Rows at the last frame.
    private var count = 0
    /// Rows that there were when it was fitted last.
    package var rowCount: Int { count }
    /// Whether it was put somewhere; a new list begins with a cursor on its first row.
    private var isPlaced = false
    /// Rows that were turned away from it; they stay until it moves.
    private var turned = RowTurn<Int>()

    package init() {}

    /// The selected row; nil when there is none.
    package var selected: Int? { id == nil ? nil : row }

    // MARK: - Where it stands

    /// Finds its place among the rows as they are now. Rows that cannot be selected are nil.
    package mutating func follow(_ rows: some RandomAccessCollection<ID?>) {
        count = rows.count
        if !isPlaced {
            guard let first = rows.firstIndex(where: { $0 != nil }) else { return }
            return put(rows.distance(from: rows.startIndex, to: first), rows)
        }
        if let id {
            // Nearly every frame: the whole list is searched only when something moved.
            if row < rows.count, rows.at(row) == id { return }
            if let place = rows.firstIndex(of: id) {
                row = rows.distance(from: rows.startIndex, to: place)
            } else {
                // Gone: the row is kept, so that the next key goes on from here, but nothing is selected meanwhile.
                self.id = nil
            }
        }
        row = max(0, min(row, rows.count - 1))
    }

    /// Finds its place in a list that was narrowed by what was typed: that is what is meant, its first row unless it stands on
    /// one of them.
    package mutating func narrow(_ rows: some RandomAccessCollection<ID?>) {
        follow(rows)
        if id == nil { put(0, rows) }
    }

    /// Puts it on a row, or the nearest that can be selected: in the direction of `step` first.
    package mutating func put(_ wanted: Int, _ rows: some RandomAccessCollection<ID?>, by step: Int = 1) {
        count = rows.count
        guard !rows.isEmpty else { return }
        isPlaced = true
        turned.end()
        let place = max(0, min(wanted, rows.count - 1))
        let before = (0...place).reversed()
        let after = place..<rows.count
        let found =
            step < 0
            ? before.first { rows.at($0) != nil } ?? after.first { rows.at($0) != nil }
            : after.first { rows.at($0) != nil } ?? before.first { rows.at($0) != nil }
        guard let found else { return }
        row = found
        id = rows.at(found)
    }

    /// Puts it on something.
    package mutating func put(on wanted: ID, _ rows: some RandomAccessCollection<ID?>) {
        guard let place = rows.firstIndex(of: wanted) else { return }
        put(rows.distance(from: rows.startIndex, to: place), rows)
    }

    /// Moves it. Without a selection the row that has taken the place of the lost one is the next.
    package mutating func move(_ step: Int, _ rows: some RandomAccessCollection<ID?>) {
        follow(rows)
        // The row that stands here now was the next one: going down it is met first, so one step is spent by standing
        // still.
        put(id == nil && step > 0 ? row + step - 1 : row + step, rows, by: step)
    }

    /// Moves as a key asks; a page leaves one row of the last on the screen.
    package mutating func perform(_ wanted: ListMove, _ rows: some RandomAccessCollection<ID?>) {
        switch wanted {
        case .up: move(-1, rows)
        case .down: move(1, rows)
        case .pageUp: move(-max(1, height - 1), rows)
        case .pageDown: move(max(1, height - 1), rows)
        case .first: put(0, rows)
        case .last: put(rows.count - 1, rows, by: -1)
        }
    }

    // MARK: - What is on the screen

    /// Finds its place among the rows of this frame and scrolls to it.
    package mutating func fit(_ rows: some RandomAccessCollection<ID?>, height: Int) {
        follow(rows)
        self.height = max(1, height)
        if let rows = turned.take(0) {
            // Turned away by the wheel: the cursor may be out of sight, and `top` is bounded below.
            top += rows
        } else {
            if row < top { top = row }
            if row >= top + self.height { top = row - self.height + 1 }
        }
        top = max(0, min(top, count - self.height))
    }

    /// Turns so many rows down, or up. It stays where it stands, also out of sight.
    package mutating func turn(by rows: Int) { turned.turn(by: rows, from: 0) }

    /// The rows on the screen.
    package var visible: Range<Int> { min(top, count)..<min(top + height, count) }

    /// The place of a row of the screen as it was seen; nil when nothing stood there.
    package func place(ofRow row: Int) -> Int? { row >= 0 && visible.contains(top + row) ? top + row : nil }
}

extension RandomAccessCollection {
    /// The element so many after the first.
    fileprivate func at(_ place: Int) -> Element { self[index(startIndex, offsetBy: place)] }
}
