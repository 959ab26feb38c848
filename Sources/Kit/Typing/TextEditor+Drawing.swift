package import Terminal

/// The rows that show the text.
extension TextEditor {
    /// The most bytes of a row: letters with many marks are cut.
    private static let bytesPerColumn = 16

    /// Learns how many rows and columns there are.
    package mutating func fit(to size: Size) {
        self.size = Size(width: max(1, size.width), height: max(1, size.height))
        keepInside()
    }

    /// Brings the cursor into view.
    package mutating func keepInside() {
        let (line, column) = position(of: cursor)
        top = max(0, min(top, line - 1))
        if line - 1 >= top + size.height { top = line - size.height }
        let width = textWidth
        let before = max(0, column - 1)
        // Only when it must, and then by a third of the width: text that slides with every letter cannot be read.
        if before < left || before >= left + width {
            left = before < width ? 0 : max(0, before - width * 2 / 3)
        }
    }

    /// Turns so many rows down, or up; the cursor comes along where it would be out of sight.
    package mutating func turn(by rows: Int) {
        // The wheel stops at the last page; `keepInside` alone does not know of it.
        top = max(0, min(top + rows, content.lineCount - size.height))
        let line = position(of: cursor).line - 1
        let wanted = max(top, min(line, top + size.height - 1))
        if wanted != line { cursor = vertical(by: wanted - line) }
        keepInside()
    }

    /// The columns of the numbers at the left; none where there is little room.
    private var gutter: Int {
        // In a narrow editor numbers would take the text's room; of three columns they do not move it when the tenth line comes.
        size.width < 30 ? 0 : max(3, String(content.lineCount).count + 1)
    }

    private var textWidth: Int { max(1, size.width - gutter) }

    /// The offset under a place of the screen.
    package func offset(at point: Point) -> Int {
        let start = content.start(ofLine: min(content.breaks, top + max(0, point.y)))
        let column = left + max(0, point.x - gutter)
        return content.place(ofColumn: column, from: start, to: content.lineEnd(start)).offset
    }

    /// Draws the rows; answers where the cursor is. `marks` adds looks to a line: of its variables, for example.
    package func draw(
        _ look: Look, into canvas: Canvas, isActive: Bool,
        marks: (_ line: [UInt8]) -> [EditorSpan] = { _ in [] }
    ) -> Point? {
        canvas.fill(canvas.bounds, look.style(.text))
        var cursorPoint: Point?
        var start = content.start(ofLine: top)
        var colouring = colouring(at: start)
        for y in 0..<canvas.size.height where top + y < content.lineCount {
            let end = content.lineEnd(start)
            drawLine(start..<end, y: y, &colouring, look, into: canvas, marks)
            if cursor >= start, cursor <= end {
                let column = content.columns(start..<cursor)
                cursorPoint = Point(x: gutter + column - left, y: y)
            }
            if gutter > 0 {
                let number = String(top + y + 1)
                canvas.put(number, x: gutter - 1 - number.count, y: y, style: look.style(.textDim))
            }
            drawSelection(start..<end, y: y, look, into: canvas)
            drawFlaw(start..<end, y: y, look, into: canvas)
            // Over the line break, which is in no line.
            start = end + 1
        }
        return isActive ? cursorPoint : nil
    }

    private func drawLine(
        _ line: Range<Int>, y: Int, _ colouring: inout Colouring, _ look: Look, into canvas: Canvas,
        _ marks: ([UInt8]) -> [EditorSpan]
    ) {
        let (first, column) = content.place(ofColumn: left, from: line.lowerBound, to: line.upperBound)
        let last = min(line.upperBound, first + textWidth * Self.bytesPerColumn)
        // What is short is read whole: its colours depend on what stands before the window.
        let isShort = line.count <= Self.longestColoured
        let from = isShort ? line.lowerBound : first
        let bytes = content.bytes(from..<(isShort ? line.upperBound : last))
        var spans = isShort ? colouring.spans(of: bytes) : []
        spans += marks(bytes)
        var pen = EditorPen(x: gutter + column - left, end: gutter + textWidth, y: y)
        bytes.withUnsafeBytes { buffer in
            var index = first - from
            while let (length, width) = EditorText.step(buffer, at: index), pen.takes(width) {
                pen.add(index..<(index + length), width: width, isTab: buffer[index] == 0x09)
                index += length
            }
            pen.finish(buffer, spans, look, canvas)
            // Beside the text, and not over it: the cursor may be on its first character.
            if first > line.lowerBound, gutter > 0 {
                canvas.put(canvas.marks.ellipsis, x: gutter - 1, y: y, style: look.style(.textDim))
            }
            if from + index < line.upperBound {
                canvas.put(canvas.marks.ellipsis, x: gutter + textWidth - 1, y: y, style: look.style(.textDim))
            }
        }
    }

    private func drawSelection(_ line: Range<Int>, y: Int, _ look: Look, into canvas: Canvas) {
        guard let selection, selection.lowerBound <= line.upperBound, selection.upperBound > line.lowerBound else {
            return
        }
        let from = content.columns(line.lowerBound..<max(line.lowerBound, selection.lowerBound))
        var to = content.columns(line.lowerBound..<min(line.upperBound, selection.upperBound))
        // The line break is selected too.
        if selection.upperBound > line.upperBound { to += 1 }
        restyle(from..<max(from, to), y: y, look.theme[.selection], into: canvas)
    }

    private func drawFlaw(_ line: Range<Int>, y: Int, _ look: Look, into canvas: Canvas) {
        guard let flaw, flaw >= line.lowerBound, flaw <= line.upperBound else { return }
        let column = content.columns(line.lowerBound..<flaw)
        restyle(column..<(column + 1), y: y, look.theme[.errorMark], into: canvas)
    }

    private func restyle(_ columns: Range<Int>, y: Int, _ style: Style, into canvas: Canvas) {
        let from = max(0, columns.lowerBound - left)
        let to = min(textWidth, columns.upperBound - left)
        guard from < to else { return }
        canvas.restyle(Rect(x: gutter + from, y: y, width: to - from, height: 1), style)
    }
}
