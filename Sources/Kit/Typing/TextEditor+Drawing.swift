package import Terminal

/// The rows that show the text.
extension TextEditor {
    /// The most bytes of a row: letters with many marks are cut.
    private static let bytesPerColumn = 16

    /// Learns how many rows and columns there are.
    package mutating func fit(to size: Size) {
        self.size = Size(width: max(1, size.width), height: max(1, size.height))
        // With every frame: where nothing moved, what was in view is.
        if fitted == Fitted(self) { return }
        keepInside()
        let place = Fitted(self)
        // The cursor alone, within what is seen, hides nothing and shows nothing.
        if fitted?.showsSame(as: place) != true { hidden = countHidden() }
        fitted = place
    }

    /// What the place of the text in the view follows from.
    struct Fitted: Equatable {
        var size: Size
        var revision: Int
        var cursor: Int
        var top: RowPlace
        var left: Int
        var wraps: Bool

        init(_ editor: TextEditor) {
            (size, revision, cursor) = (editor.size, editor.revision, editor.cursor)
            (top, left, wraps) = (RowPlace(line: editor.top, row: editor.topRow), editor.left, editor.wraps)
        }

        /// Whether the same rows of the same text are seen.
        func showsSame(as other: Fitted) -> Bool {
            (size, revision, top, wraps) == (other.size, other.revision, other.top, other.wraps)
        }
    }

    /// Brings the cursor into view.
    package mutating func keepInside() {
        guard !wraps else { return keepRowInside() }
        let (line, column) = position(of: cursor)
        (top, topRow) = (max(0, min(top, line - 1)), 0)
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
        guard !wraps else { return turnRows(by: rows) }
        // The wheel stops at the last page; `keepInside` alone does not know of it.
        top = max(0, min(top + rows, content.lineCount - size.height))
        let line = position(of: cursor).line - 1
        let wanted = max(top, min(line, top + size.height - 1))
        if wanted != line { cursor = vertical(by: wanted - line) }
        keepInside()
    }

    private var gutter: Int { gutter(in: size.width) }

    /// The columns of the numbers at the left of an editor of so many; none where there is little room.
    private func gutter(in width: Int) -> Int {
        // In a narrow editor numbers would take the text's room; of three columns they do not move it when the tenth line comes.
        width < 30 ? 0 : max(3, String(content.lineCount).count + 1)
    }

    /// The columns of the text, beside the numbers, in an editor of so many.
    package func textWidth(in width: Int) -> Int { max(1, width - gutter(in: width)) }

    var textWidth: Int { textWidth(in: size.width) }

    /// The offset under a place of the screen.
    package func offset(at point: Point) -> Int {
        if wraps {
            let place = moved(RowPlace(line: top, row: topRow), by: max(0, point.y))
            return offset(in: place, column: max(0, point.x - gutter))
        }
        let start = content.start(ofLine: min(content.breaks, top + max(0, point.y)))
        let column = left + max(0, point.x - gutter)
        return content.place(ofColumn: column, from: start, to: content.lineEnd(start)).offset
    }

    /// What is seen of one line in one row of the screen.
    private struct Window {
        /// The line's bytes, and those of them that may be seen here.
        var line: Range<Int>
        var bytes: Range<Int>
        /// The column that the first of them begins in, and those that this row has.
        var start: Int
        var columns: Range<Int>
        var y: Int
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
        let cursorRow = wraps ? place(of: cursor) : RowPlace(line: content.line(at: cursor), row: 0)
        var y = 0
        for line in top..<content.lineCount where y < canvas.size.height {
            let end = content.lineEnd(start)
            // What is short is read whole, once for all its rows: its colours depend on what stands before them.
            let whole = end - start <= Self.longestColoured ? content.bytes(start..<end) : nil
            let spans = whole.map { colouring.spans(of: $0) + marks($0) }
            if gutter > 0, line > top || topRow == 0 {
                let number = String(line + 1)
                canvas.put(number, x: gutter - 1 - number.count, y: y, style: look.style(.textDim))
            }
            let first = line == top ? topRow : 0
            let rows = rows(of: start..<end)
            var begin = self.begin(ofRow: first, in: start..<end)
            for row in first..<max(first + 1, rows) where y < canvas.size.height {
                let next = row + 1 < rows ? self.start(ofRow: row + 1, behind: begin, in: start..<end) : nil
                let window = window(of: start..<end, from: begin, to: next, y: y)
                begin = next ?? begin
                draw(window, whole, spans, look, into: canvas, marks)
                drawSelection(window, look, into: canvas)
                drawFlaw(window, look, into: canvas)
                if cursorRow == RowPlace(line: line, row: row) {
                    let column = content.columns(start..<cursor) - window.columns.lowerBound
                    cursorPoint = Point(x: gutter + column, y: y)
                }
                y += 1
            }
            // Over the line break, which is in no line.
            start = end + 1
        }
        return isActive ? cursorPoint : nil
    }

    /// Where what is seen of a row begins.
    private func begin(ofRow row: Int, in line: Range<Int>) -> (offset: Int, column: Int) {
        wraps
            ? start(ofRow: row, in: line)
            : content.place(ofColumn: left, from: line.lowerBound, to: line.upperBound)
    }

    /// - Parameter next: where the next row of the line begins; nil for the last.
    private func window(
        of line: Range<Int>, from begin: (offset: Int, column: Int), to next: (offset: Int, column: Int)?, y: Int
    ) -> Window {
        let (first, column) = begin
        guard wraps else {
            return Window(
                line: line, bytes: first..<line.upperBound, start: column, columns: left..<left + textWidth, y: y)
        }
        let end = min(next?.column ?? .max, column + textWidth)
        return Window(
            line: line, bytes: first..<(next?.offset ?? line.upperBound), start: column, columns: column..<end, y: y)
    }

    private func draw(
        _ window: Window, _ whole: [UInt8]?, _ spans: [EditorSpan]?, _ look: Look, into canvas: Canvas,
        _ marks: ([UInt8]) -> [EditorSpan]
    ) {
        let first = window.bytes.lowerBound
        let last = min(window.bytes.upperBound, first + textWidth * Self.bytesPerColumn)
        let from = whole == nil ? first : window.line.lowerBound
        let bytes = whole ?? content.bytes(first..<last)
        let spans = spans ?? marks(bytes)
        let y = window.y
        var pen = EditorPen(x: gutter + window.start - window.columns.lowerBound, end: gutter + textWidth, y: y)
        bytes.withUnsafeBytes { buffer in
            var index = first - from
            while from + index < window.bytes.upperBound, let (length, width) = EditorText.step(buffer, at: index),
                pen.takes(width)
            {
                pen.add(index..<(index + length), width: width, isTab: buffer[index] == 0x09)
                index += length
            }
            pen.finish(buffer, spans, look, canvas)
            // What wraps goes on in the next row.
            guard !wraps else { return }
            // Beside the text, and not over it: the cursor may be on its first character.
            if first > window.line.lowerBound, gutter > 0 {
                canvas.put(canvas.marks.ellipsis, x: gutter - 1, y: y, style: look.style(.textDim))
            }
            if from + index < window.line.upperBound {
                canvas.put(canvas.marks.ellipsis, x: gutter + textWidth - 1, y: y, style: look.style(.textDim))
            }
        }
    }

    private func drawSelection(_ window: Window, _ look: Look, into canvas: Canvas) {
        let line = window.line
        guard let selection, selection.lowerBound <= line.upperBound, selection.upperBound > line.lowerBound else {
            return
        }
        let from = content.columns(line.lowerBound..<max(line.lowerBound, selection.lowerBound))
        var to = content.columns(line.lowerBound..<min(line.upperBound, selection.upperBound))
        // The line break is selected too.
        if selection.upperBound > line.upperBound { to += 1 }
        restyle(from..<max(from, to), window, look.theme[.selection], into: canvas)
    }

    private func drawFlaw(_ window: Window, _ look: Look, into canvas: Canvas) {
        guard let flaw, flaw >= window.line.lowerBound, flaw <= window.line.upperBound else { return }
        let column = content.columns(window.line.lowerBound..<flaw)
        restyle(column..<(column + 1), window, look.theme[.errorMark], into: canvas)
    }

    private func restyle(_ columns: Range<Int>, _ window: Window, _ style: Style, into canvas: Canvas) {
        let seen = columns.clamped(to: window.columns)
        guard !seen.isEmpty else { return }
        let x = gutter + seen.lowerBound - window.columns.lowerBound
        canvas.restyle(Rect(x: x, y: window.y, width: seen.count, height: 1), style)
    }
}
