package import Terminal
package import Text

/// A figure's past in one row of block characters, the newest at the right; nothing where the screen has ASCII only.
package enum Sparkline {
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    package static func draw(
        _ points: some ChartValues, span: Moment, x: Int, y: Int, width: Int, _ look: Look, into canvas: Canvas
    ) {
        guard canvas.glyphs != .ascii, width > 0, points.count > 1 else { return }
        let start = look.now - span
        var values = [Double?](repeating: nil, count: width)
        // The value before the window is what holds when it begins.
        var index = max(0, points.index(from: start) - 1)
        // Each point is asked for once: there are hundreds in a tile, and a tile for each figure.
        var next = points.value(at: index)
        // A value holds until the next one: a broker that says nothing new has nothing new to say.
        var value: Double? = next.time <= start ? next.value : nil
        for column in 0..<width {
            let end = start + span * Moment(column + 1) / Moment(width)
            var highest = value
            while index < points.count, next.time <= end {
                value = next.value
                highest = max(highest ?? next.value, next.value)
                index += 1
                if index < points.count { next = points.value(at: index) }
            }
            values[column] = highest
        }
        let high = values.reduce(0) { max($0, $1 ?? 0) }
        // From zero, so that a small change of a large figure looks small.
        let low = min(0, values.reduce(0) { min($0, $1 ?? 0) })
        canvas.put(text(values, from: low, to: high), x: x, y: y, style: look.style(.chart1), limit: width)
    }

    /// Draws values one a column, the last at the right, between the least and the greatest of them.
    package static func draw(_ values: [Double], x: Int, y: Int, width: Int, _ look: Look, into canvas: Canvas) {
        guard canvas.glyphs != .ascii, width > 0 else { return }
        let shown = values.suffix(width)
        guard let low = shown.min(), let high = shown.max() else { return }
        canvas.put(text(shown.map { $0 }, from: low, to: high), x: x, y: y, style: look.style(.chart1), limit: width)
    }

    private static func text(_ values: [Double?], from low: Double, to high: Double) -> String {
        var text = ""
        for value in values {
            guard let value else {
                text += " "
                continue
            }
            let place = high > low ? value.place(from: low, to: high) : 0
            // Eight blocks: exactly 1 must not become the ninth.
            text.append(blocks[Int(place * 7.999)])
        }
        return text
    }
}
