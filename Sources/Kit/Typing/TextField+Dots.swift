package import Terminal

extension TextField {
    /// The dots of a text that stood there: as many for each, since the length of a secret is a part of it.
    package static let keptDots = 6

    /// Draws a dot for each character, as many as fit, and of a text that stood there always as many until one types;
    /// answers the cursor's column.
    package func drawDots(into canvas: Canvas, x: Int, y: Int, width: Int, style: Style) -> Int {
        let area = Rect(x: x, y: y, width: width, height: 1)
        canvas.fill(area, style)
        let dots = min(isAsGiven ? Self.keptDots : characters.count, max(0, width - 1))
        // No first character: a dot takes one column, whatever the letter behind it would.
        seat.take(canvas.onGrid(area), first: nil, keptDots: isAsGiven ? dots : nil)
        canvas.put(String(repeating: canvas.glyphs == .ascii ? "*" : "•", count: dots), x: x, y: y, style: style)
        guard isAsGiven, cursor > 0 else { return x + min(cursor, dots) }
        // Somewhere within: how far from which end would tell the length.
        return x + (cursor < characters.count ? dots / 2 : dots)
    }
}
