package import Terminal

/// Puts what is seen of one line on the screen: cells that look alike in one stroke, tabs as blanks.
package struct EditorPen {
    private struct Stroke {
        var range: Range<Int>
        var x: Int
        var isTab: Bool
    }

    /// The column reached, and the one after the last.
    private var x: Int
    private let end: Int
    private let y: Int
    private var strokes: [Stroke] = []

    package init(x: Int, end: Int, y: Int) {
        self.x = x
        self.end = end
        self.y = y
    }

    /// Whether a cell of so many columns still fits.
    package func takes(_ width: Int) -> Bool { x + width <= end }

    /// The next cell: bytes of the line.
    package mutating func add(_ range: Range<Int>, width: Int, isTab: Bool) {
        // One cell after another of ASCII is the common case: they are one stroke.
        if !isTab, let last = strokes.last, !last.isTab, last.range.upperBound == range.lowerBound,
            // As many columns as bytes so far: only ASCII has that, and only then can the next cell's column be told
            // from its offset.
            x == last.x + last.range.count
        {
            strokes[strokes.count - 1].range = last.range.lowerBound..<range.upperBound
        } else {
            strokes.append(Stroke(range: range, x: x, isTab: isTab))
        }
        x += width
    }

    /// Draws what was added.
    package func finish(_ line: UnsafeRawBufferPointer, _ spans: [EditorSpan], _ look: Look, _ canvas: Canvas) {
        guard let first = strokes.first?.range.lowerBound, let last = strokes.last?.range.upperBound else { return }
        var roles = [Role](repeating: .text, count: last - first)
        for span in spans {
            let range = span.range.clamped(to: first..<last)
            for index in range { roles[index - first] = span.role }
        }
        for stroke in strokes where !stroke.isTab {
            var start = stroke.range.lowerBound
            var x = stroke.x
            while start < stroke.range.upperBound {
                let role = roles[start - first]
                var next = start + 1
                while next < stroke.range.upperBound, roles[next - first] == role { next += 1 }
                x += canvas.put(
                    utf8: UnsafeRawBufferPointer(rebasing: line[start..<next]), x: x, y: y, style: look.style(role),
                    ellipsis: false)
                start = next
            }
        }
    }
}
