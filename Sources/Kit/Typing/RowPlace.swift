/// A row of the screen in a text whose lines wrap: a line, and which of its rows.
package struct RowPlace: Comparable, Sendable {
    /// The line, the first being 0.
    package var line: Int
    /// The row within the line, the first being 0.
    package var row: Int

    package init(line: Int = 0, row: Int = 0) { (self.line, self.row) = (line, row) }

    package static func < (one: RowPlace, other: RowPlace) -> Bool { (one.line, one.row) < (other.line, other.row) }

    /// The place so many rows further down, or up; the first or the last when there are not as many.
    /// - Parameter rows: how many rows a line has; asked for the lines that are passed, and no others.
    package func moved(by count: Int, lastLine: Int, rows: (Int) -> Int) -> RowPlace {
        var place = self
        var left = count
        while left > 0 {
            let below = rows(place.line) - 1 - place.row
            if left <= below || place.line >= lastLine {
                place.row += min(left, below)
                break
            }
            left -= below + 1
            place = RowPlace(line: place.line + 1)
        }
        while left < 0 {
            if -left <= place.row || place.line == 0 {
                place.row = max(0, place.row + left)
                break
            }
            left += place.row + 1
            place = RowPlace(line: place.line - 1, row: rows(place.line - 1) - 1)
        }
        return place
    }
}
