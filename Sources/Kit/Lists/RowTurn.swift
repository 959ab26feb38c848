/// Rows that the wheel has turned on the screen, away from what is selected: they stay until something else is selected or
/// a key moves. A click means what was seen: what is turned counts from the next frame on.
package struct RowTurn<Selection: Equatable> {
    private var pending = 0
    /// What was selected then; nil while nothing is turned.
    private var from: Selection?

    package init() {}

    /// Turns so many rows down, or up, while this is selected.
    package mutating func turn(by rows: Int, from selection: Selection) {
        pending += rows
        from = selection
    }

    /// A key brings what is selected back into sight.
    package mutating func end() { (pending, from) = (0, nil) }

    /// How many rows the first one of this frame is further down; nil where what is selected is to be in sight.
    package mutating func take(_ selection: Selection) -> Int? {
        guard from == selection else {
            end()
            return nil
        }
        defer { pending = 0 }
        return pending
    }
}
