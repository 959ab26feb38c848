import Terminal

/// The line at the bottom of a pane that a filter or a search is typed into, and that shows it afterwards.
struct FilterLine {
    /// What stands before it and says what it is.
    var mark = "/"
    /// What is typed now; nil when nothing is.
    var field: TextField?
    /// The filter as it is used.
    var text: String
    /// What is wrong with it.
    var problem: String?
    /// What came of it: `12 of 52`.
    var result = ""
    /// What may be typed, shown while the line is empty.
    var hint = ""

    /// Words that do not fit beside what is typed stand above it, whole.
    private func drawAbove(_ words: String, y: Int, _ state: ScreenState, _ canvas: Canvas) {
        let lines = wrapped(words, width: canvas.size.width - 2).suffix(max(0, y))
        for (index, line) in lines.enumerated() {
            let row = y - lines.count + index
            canvas.fill(Rect(x: 0, y: row, width: canvas.size.width, height: 1), state.style(.field))
            canvas.put(line, x: 1, y: row, style: state.style(.error))
        }
    }

    /// Draws the line on a row; answers where the cursor is.
    func draw(_ state: ScreenState, y: Int, into canvas: Canvas) -> Point? {
        let width = canvas.size.width
        let style = state.style(.field)
        canvas.fill(Rect(x: 0, y: y, width: width, height: 1), style)
        let start = canvas.put(mark, x: 0, y: y, style: state.style(.hintKey))
        var right = width
        if let problem {
            let typed = field.map { $0.characters.count } ?? displayWidth(of: text)
            let room = displayWidth(of: problem)
            if start + typed + room + 3 <= width {
                canvas.put(problem, endingAt: width, y: y, style: state.style(.error))
                right -= room + 1
            } else {
                drawAbove(problem, y: y, state, canvas)
            }
        } else if !result.isEmpty, displayWidth(of: result) < width / 2 {
            right = canvas.put(result, endingAt: width, y: y, style: state.style(.titleInfo)) - 1
        }
        let room = max(1, right - start)
        guard let field else {
            canvas.put(text, x: start, y: y, style: state.style(.match), limit: room)
            return nil
        }
        let x = field.draw(into: canvas, x: start, y: y, width: room, style: style)
        if field.characters.isEmpty { canvas.put(hint, x: start, y: y, style: state.style(.textDim), limit: room) }
        return Point(x: x, y: y)
    }
}
