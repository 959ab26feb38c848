/// A row that is known by nothing but its place: what stands in it changes, and the cursor stays where it is.
package struct RowNumber: Hashable {
    fileprivate let number: Int

    /// The rows of a list of so many.
    fileprivate static func all(_ count: Int) -> LazyMapCollection<Range<Int>, RowNumber?> {
        (0..<max(0, count)).lazy.map { RowNumber(number: $0) }
    }
}

extension ListCursor where ID == RowNumber {
    /// A list from its top, with the cursor on a row.
    package init(row: Int) {
        self.init()
        put(row, of: row + 1)
    }

    /// Puts it on a row of so many.
    package mutating func put(_ row: Int, of count: Int) { put(row, RowNumber.all(count)) }

    /// Stays inside of so many rows, and scrolls to where it stands.
    package mutating func fit(count: Int, height: Int) {
        stand(in: count)
        fit(RowNumber.all(count), height: height)
    }

    /// Moves as a key asks in a list of so many rows: keys may come before the frame that shows them.
    package mutating func perform(_ move: ListMove, of count: Int) {
        stand(in: count)
        perform(move, RowNumber.all(count))
    }

    /// It always stands somewhere while there are rows.
    private mutating func stand(in count: Int) {
        if id == nil || row >= count { put(row, of: count) }
    }

    /// Puts it on a row of the screen as it was seen.
    package mutating func click(row: Int) {
        // Among the rows that were seen: how many there are by now is known to the next frame.
        if let place = place(ofRow: row) { put(place, of: visible.upperBound) }
    }
}
