/// The cursor of a list whose rows come, go and change places by themselves: it stays on what it was put on.
///
/// Where that is gone there is no selection until a key of movement makes one: what a key acts on has been seen with the
/// cursor on it.
package struct ListCursor<ID: Hashable> {
    /// What it stands on; nil for nothing.
    package private(set) var id: ID?
    /// The row it stands on, or stood on.
    package private(set) var row = 0
    /// Whether it was put somewhere; a new list begins with a cursor on its first row.
    private var isPlaced = false

    package init() {}

    /// The selected row; nil when there is none.
    package var selected: Int? { id == nil ? nil : row }

    /// Finds its place among the rows as they are now. Rows that cannot be selected are nil.
    package mutating func follow(_ rows: [ID?]) {
        if !isPlaced {
            guard let first = rows.firstIndex(where: { $0 != nil }) else { return }
            return put(first, rows)
        }
        if let id {
            if rows.indices.contains(row), rows[row] == id { return }
            if let place = rows.firstIndex(of: id) {
                row = place
            } else {
                self.id = nil
            }
        }
        row = max(0, min(row, rows.count - 1))
    }

    /// Puts it on a row, or the nearest that can be selected: in the direction of `step` first.
    package mutating func put(_ wanted: Int, _ rows: [ID?], by step: Int = 1) {
        guard !rows.isEmpty else { return }
        isPlaced = true
        let place = max(0, min(wanted, rows.count - 1))
        let before = (0...place).reversed()
        let after = place..<rows.count
        let found =
            step < 0
            ? before.first { rows[$0] != nil } ?? after.first { rows[$0] != nil }
            : after.first { rows[$0] != nil } ?? before.first { rows[$0] != nil }
        guard let found else { return }
        row = found
        id = rows[found]
    }

    /// Moves it. Without a selection the row that has taken the place of the lost one is the next.
    package mutating func move(_ step: Int, _ rows: [ID?]) {
        follow(rows)
        put(id == nil && step > 0 ? row + step - 1 : row + step, rows, by: step)
    }

    /// Moves as a key asks, over a screen of `height` rows.
    package mutating func perform(_ wanted: ListMove, _ rows: [ID?], height: Int) {
        switch wanted {
        case .up: move(-1, rows)
        case .down: move(1, rows)
        case .pageUp: move(-height, rows)
        case .pageDown: move(height, rows)
        case .first: put(0, rows)
        case .last: put(rows.count - 1, rows, by: -1)
        }
    }

    /// Puts it on something.
    package mutating func put(on wanted: ID, _ rows: [ID?]) {
        if let place = rows.firstIndex(of: wanted) { put(place, rows) }
    }
}
