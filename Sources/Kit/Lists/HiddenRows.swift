package import Terminal

/// Rows of a list or a text that are there and not seen: so many above those on the screen, and so many below.
package struct HiddenRows: Equatable {
    /// Rows above the first that is seen.
    package var above: Int
    /// Rows below the last that is seen.
    package var below: Int

    package init(above: Int = 0, below: Int = 0) {
        self.above = max(0, above)
        self.below = max(0, below)
    }

    /// What is not seen of a list of `count` rows when only `visible` are.
    package init(_ visible: Range<Int>, of count: Int) {
        self.init(above: visible.isEmpty ? 0 : visible.lowerBound, below: count - visible.upperBound)
    }

    /// Says in the lower edge of a frame what it does not show: `╰───── ↑ 3  ↓ 12 ╯`. Nothing where all is seen, and the
    /// rows above give way where both have no room.
    package func draw(in frame: Rect, style: Style, into canvas: Canvas) {
        let marks = canvas.marks
        var parts: [String] = []
        if above > 0 { parts.append("\(marks.above) \(Figures.count(above))") }
        if below > 0 { parts.append("\(marks.below) \(Figures.count(below))") }
        // A corner, two pieces of line and a blank at the left, a blank and a corner at the right.
        while !parts.isEmpty, displayWidth(of: parts.joined(separator: "  ")) > frame.width - 6 { parts.removeFirst() }
        guard !parts.isEmpty else { return }
        canvas.put(" \(parts.joined(separator: "  ")) ", endingAt: frame.maxX - 1, y: frame.maxY - 1, style: style)
    }
}

extension ListCursor {
    /// What is not seen of the list, as it was fitted last.
    package var hidden: HiddenRows { HiddenRows(visible, of: rowCount) }
}
