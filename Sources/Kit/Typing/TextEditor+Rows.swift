import Terminal

/// The rows of lines that wrap.
///
/// A row begins at the cell that its first column lies in. Two columns less than there are are used: a wide cell over the
/// border belongs to the row below, and the cursor behind a full row has a place.
extension TextEditor {
    private var rowWidth: Int { max(1, textWidth - 2) }

    private func line(_ number: Int) -> Range<Int> {
        let start = content.start(ofLine: number)
        return start..<content.lineEnd(start)
    }

    /// How many rows a line takes.
    func rows(of line: Range<Int>) -> Int {
        wraps ? rows(ofColumns: content.columns(line)) : 1
    }

    /// How many rows a line of so many columns takes where it wraps.
    func rows(ofColumns columns: Int) -> Int { max(1, (columns + rowWidth - 1) / rowWidth) }

    /// How many of so many rows the text fills from the first that is shown.
    package func rowsShown(of height: Int) -> Int {
        guard wraps else { return min(height, content.lineCount - top) }
        var (rows, number) = (-topRow, top)
        while number < content.lineCount, rows < height {
            rows += self.rows(of: line(number))
            number += 1
        }
        return min(height, rows)
    }

    /// Where a row of a line begins.
    func start(ofRow row: Int, in line: Range<Int>) -> (offset: Int, column: Int) {
        content.place(ofColumn: row * rowWidth, from: line.lowerBound, to: line.upperBound)
    }

    /// Where the row behind one begins: rows that follow each other are found in one walk.
    func start(
        ofRow row: Int, behind start: (offset: Int, column: Int), in line: Range<Int>
    ) -> (offset: Int, column: Int) {
        let next = content.place(ofColumn: row * rowWidth - start.column, from: start.offset, to: line.upperBound)
        return (next.offset, start.column + next.column)
    }

    /// The row that an offset is in.
    func place(of offset: Int) -> RowPlace {
        let number = content.line(at: offset)
        let line = line(number)
        let row = content.columns(line.lowerBound..<offset) / rowWidth
        // A wide cell over the border; what ends there is not one.
        let isOver = offset < line.upperBound && start(ofRow: row + 1, in: line).offset == offset
        return RowPlace(line: number, row: min(row + (isOver ? 1 : 0), rows(of: line) - 1))
    }

    /// The row so many further down, or up; the first or the last when there are not as many.
    func moved(_ place: RowPlace, by count: Int) -> RowPlace {
        place.moved(by: count, lastLine: content.breaks) { rows(of: line($0)) }
    }

    /// The offset in a row that lies in a column of it, or at its end.
    func offset(in place: RowPlace, column: Int) -> Int {
        let line = line(place.line)
        let start = start(ofRow: place.row, in: line)
        let found = content.place(ofColumn: start.column + column, from: line.lowerBound, to: line.upperBound).offset
        guard place.row + 1 < rows(of: line) else { return found }
        // The end of a row that goes on is the last cell of it: the place behind that is the next row's.
        return min(found, content.before(self.start(ofRow: place.row + 1, in: line).offset))
    }

    /// The place some rows up or down, in the column that was wanted first.
    mutating func verticalRows(by count: Int) -> Int {
        let place = place(of: cursor)
        let line = line(place.line)
        let target = moved(place, by: count)
        if target == place { return count < 0 ? line.lowerBound : line.upperBound }
        let start = start(ofRow: place.row, in: line).column
        let column = wantedColumn ?? content.columns(line.lowerBound..<cursor) - start
        wantedColumn = column
        return offset(in: target, column: column)
    }

    /// Brings the cursor's row into view.
    mutating func keepRowInside() {
        left = 0
        let place = place(of: cursor)
        let first = RowPlace(line: min(top, content.breaks), row: topRow)
        // The rows of a line may be fewer by now.
        let top = min(RowPlace(line: first.line, row: min(first.row, rows(of: line(first.line)) - 1)), place)
        let lowest = moved(place, by: 1 - size.height)
        (self.top, topRow) = top < lowest ? (lowest.line, lowest.row) : (top.line, top.row)
    }

    /// Turns so many rows down, or up; the cursor comes along where it would be out of sight.
    mutating func turnRows(by rows: Int) {
        let end = place(of: content.count)
        let top = min(moved(RowPlace(line: self.top, row: topRow), by: rows), moved(end, by: 1 - size.height))
        (self.top, topRow) = (top.line, top.row)
        let place = place(of: cursor)
        let wanted = max(top, min(place, moved(top, by: size.height - 1)))
        if wanted != place {
            let line = line(place.line)
            let column = content.columns(line.lowerBound..<cursor) - start(ofRow: place.row, in: line).column
            cursor = offset(in: wanted, column: wantedColumn ?? column)
        }
        keepRowInside()
    }
}
