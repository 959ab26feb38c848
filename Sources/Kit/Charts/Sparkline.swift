package import Terminal
package import Text

/// A figure's past in one row of block characters, the newest at the right; nothing where the screen has ASCII only.
package enum Sparkline {
    private static let blocks: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    package static func draw(
        _ points: some ChartValues, span: Moment, x: Int, y: Int, width: Int, _ look: Look, into canvas: Canvas
    ) {
        guard canvas.glyphs != .ascii, width > 0, points.count > 1 else { return }
        let start = look.now - span
        var values = [Double?](repeating: nil, count: width)
        var column = 0
        var end = start + span / Moment(width)
        // A value holds until the next one: a broker that says nothing new has nothing new to say.
        var value: Double?
        var highest: Double?
        // The value before the window is what holds when it begins.
        points.forEach(from: max(0, points.index(from: start) - 1)) { time, next in
            while time > end, column < width {
                values[column] = highest
                highest = value
                column += 1
                end = start + span * Moment(column + 1) / Moment(width)
            }
            guard column < width else { return }
            highest = time < start ? next : max(highest ?? next, next)
            value = next
        }
        while column < width {
            values[column] = highest
            highest = value
            column += 1
        }
        let high = values.reduce(0) { max($0, $1 ?? 0) }
        // From zero, so that a small change of a large figure looks small.
        let low = min(0, values.reduce(0) { min($0, $1 ?? 0) })
        canvas.put(bars(values, from: low, to: high), x: x, y: y, style: look.style(.chart1))
    }

    /// Draws values one a column, the last at the right, between the least and the greatest of them.
    package static func draw(_ values: [Double], x: Int, y: Int, width: Int, _ look: Look, into canvas: Canvas) {
        guard canvas.glyphs != .ascii, width > 0 else { return }
        let shown = values.suffix(width)
        guard let low = shown.min(), let high = shown.max() else { return }
        canvas.put(bars(shown.map { $0 }, from: low, to: high), x: x, y: y, style: look.style(.chart1))
    }

    private static func bars(_ values: [Double?], from low: Double, to high: Double) -> [Unicode.Scalar] {
        values.map { value in
            guard let value else { return " " }
            // Eight blocks: exactly 1 must not become the ninth.
            return blocks[high > low ? Int(value.place(from: low, to: high) * 7.999) : 0]
        }
    }
}
