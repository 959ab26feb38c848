package import Terminal

// A class: drawing notes in it where the line stands, and may not change the value that is drawn.
/// What is kept of the last drawing of a line: the copies of one line have one.
final class FieldSeat {
    /// The cells of the screen that it had.
    private(set) var area = Rect(x: 0, y: 0, width: 0, height: 0)
    /// The first character that was seen; nil where dots stood for all.
    private(set) var first: Int? = 0
    /// The columns before it, of the mark of what is hidden there.
    private(set) var lead = 0
    /// The dots that stood for a text of whatever length; nil for one dot a character.
    private(set) var keptDots: Int?

    func take(_ area: Rect, first: Int?, lead: Int = 0, keptDots: Int? = nil) {
        (self.area, self.first, self.lead, self.keptDots) = (area, first, lead, keptDots)
    }
}

extension TextField {
    /// Puts the cursor where the button was pressed on the screen; false beside the line. An offered text is kept, as with
    /// an arrow.
    package mutating func click(on point: Point) -> Bool {
        guard seat.area.contains(point) else { return false }
        click(at: point.x - seat.area.x)
        return true
    }

    /// Puts the cursor before the character at a column of the line as it was drawn last, at the end of the text behind it.
    /// A column left of it means its name, and nothing in it.
    package mutating func click(at column: Int) {
        guard column >= 0 else { return }
        // Before all of it or behind it: which letter a dot stands for is not to be seen.
        if let dots = seat.keptDots, isAsGiven { return place(cursor: 2 * column < dots ? 0 : characters.count) }
        guard let first = seat.first else { return place(cursor: column) }
        // The mark stands for what is before it.
        if column < seat.lead { return place(cursor: first - 1) }
        var place = min(first, characters.count)
        var end = seat.lead
        while place < characters.count {
            // The left half of a wide character is before it, as its right half is.
            end += displayWidth(of: String(characters[place]))
            if end > column { break }
            place += 1
        }
        self.place(cursor: place)
    }
}
