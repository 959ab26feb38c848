/// The selected row of a list, and which part of it is on the screen.
package struct ListPlace {
    package var selected = 0
    package private(set) var top = 0
    package private(set) var height = 1
    private var count = 0

    /// A list from its top, with the bar on a row.
    package init(selected: Int = 0) { self.selected = selected }

    /// The rows on the screen.
    package var visible: Range<Int> { min(top, count)..<min(top + height, count) }

    package mutating func fit(count: Int, height: Int) {
        self.count = count
        self.height = max(1, height)
        selected = max(0, min(selected, count - 1))
        if selected < top { top = selected }
        if selected >= top + self.height { top = selected - self.height + 1 }
        top = max(0, min(top, count - self.height))
    }

    /// Moves as a key asks.
    package mutating func perform(_ move: ListMove) {
        switch move {
        case .up: selected -= 1
        case .down: selected += 1
        case .pageUp: selected -= max(1, height - 1)
        case .pageDown: selected += max(1, height - 1)
        case .first: selected = 0
        case .last: selected = count - 1
        }
        selected = max(0, min(selected, count - 1))
    }

    /// Moves in a list of so many rows: keys may come before the frame that shows them.
    package mutating func perform(_ move: ListMove, of count: Int) {
        self.count = count
        perform(move)
    }

    /// The place of a row of the screen as it was seen; nil when nothing stood there.
    package func place(ofRow row: Int) -> Int? { row >= 0 && visible.contains(top + row) ? top + row : nil }

    package mutating func click(row: Int) {
        if let place = place(ofRow: row) { selected = place }
    }
}
