package import Terminal

/// The line at the bottom of a pane that a filter or a search is typed into, and that shows it afterwards.
package struct FilterLine {
    /// What stands before it and says what it is.
    package var mark = "/"
    /// What is typed now; nil when nothing is.
    package var field: TextField?
    /// The filter as it is used.
    package var text: String
    /// What is wrong with it.
    package var problem: String?
    /// What came of it: `12 of 52`.
    package var result = ""
    /// What may be typed, shown while the line is empty.
    package var hint = ""

    package init(
        mark: String = "/", field: TextField?, text: String, problem: String? = nil, result: String = "",
        hint: String = ""
    ) {
        self.mark = mark
        self.field = field
        self.text = text
        self.problem = problem
        self.result = result
        self.hint = hint
    }

    /// Words that do not fit beside what is typed stand above it, whole.
    private func drawAbove(_ words: String, y: Int, _ look: Look, _ canvas: Canvas) {
        let lines = wrapped(words, width: canvas.size.width - 2).suffix(max(0, y))
        for (index, line) in lines.enumerated() {
            let row = y - lines.count + index
            canvas.fill(Rect(x: 0, y: row, width: canvas.size.width, height: 1), look.style(.field))
            canvas.put(line, x: 1, y: row, style: look.style(.error))
        }
    }

    /// Draws the line on a row; answers where the cursor is.
    package func draw(_ look: Look, y: Int, into canvas: Canvas) -> Point? {
        let width = canvas.size.width
        let style = look.style(.field)
        canvas.fill(Rect(x: 0, y: y, width: width, height: 1), style)
        let start = canvas.put(mark, x: 0, y: y, style: look.style(.hintKey))
        var right = width
        if let problem {
            let typed = displayWidth(of: field?.text ?? text)
            let room = displayWidth(of: problem)
            // Beside what is typed, or above it: neither covers the other.
            if start + typed + room + 3 <= width {
                canvas.put(problem, endingAt: width, y: y, style: look.style(.error))
                right -= room + 1
            } else {
                drawAbove(problem, y: y, look, canvas)
            }
        } else if !result.isEmpty, displayWidth(of: result) < width / 2 {
            // What is typed has half of the line at least.
            right = canvas.put(result, endingAt: width, y: y, style: look.style(.titleInfo)) - 1
        }
        let room = max(1, right - start)
        guard let field else {
            canvas.put(text, x: start, y: y, style: look.style(.match), limit: room)
            return nil
        }
        let x = field.draw(into: canvas, x: start, y: y, width: room, style: style)
        if field.characters.isEmpty { canvas.put(hint, x: start, y: y, style: look.style(.textDim), limit: room) }
        return Point(x: x, y: y)
    }
}
