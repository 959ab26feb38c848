import Kit
import Terminal
import Text
import Topics

/// A figure's past in one row of block characters, the newest at the right; nothing where the screen has ASCII only.
enum Sparkline {
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    static func draw(
        _ points: LoadHistory, span: Moment, x: Int, y: Int, width: Int, _ state: ScreenState, into canvas: Canvas
    ) {
        guard canvas.glyphs != .ascii, width > 0, points.count > 1 else { return }
        let start = state.now - span
        var values = [Double?](repeating: nil, count: width)
        var index = max(0, points.index(from: start) - 1)
        // A value holds until the next one: a broker that says nothing new has nothing new to say.
        var value: Double? = points[index].time <= start ? points[index].value : nil
        for column in 0..<width {
            let end = start + span * Moment(column + 1) / Moment(width)
            var highest = value
            while index < points.count, points[index].time <= end {
                value = points[index].value
                highest = max(highest ?? points[index].value, points[index].value)
                index += 1
            }
            values[column] = highest
        }
        let high = values.reduce(0) { max($0, $1 ?? 0) }
        let low = min(0, values.reduce(0) { min($0, $1 ?? 0) })
        var text = ""
        for value in values {
            guard let value else {
                text += " "
                continue
            }
            let place = high > low ? value.place(from: low, to: high) : 0
            text.append(blocks[Int(place * 7.999)])
        }
        canvas.put(text, x: x, y: y, style: state.style(.chart1), limit: width)
    }
}
