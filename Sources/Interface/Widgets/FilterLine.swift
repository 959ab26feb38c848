import Terminal

/// The line at the bottom of a pane that a filter or a search is typed into, and that shows it afterwards.
struct FilterLine {
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

    /// Draws the line on a row; answers where the cursor is.
    func draw(_ state: ScreenState, y: Int, into canvas: Canvas) -> Point? {
        let width = canvas.size.width
        let style = state.style(.field)
        canvas.fill(Rect(x: 0, y: y, width: width, height: 1), style)
        canvas.put("/", x: 0, y: y, style: state.style(.hintKey))
        var right = width
        if let problem {
            let room = min(displayWidth(of: problem), width * 3 / 5)
            canvas.put(problem, x: width - room, y: y, style: state.style(.error), limit: room)
            right -= room + 1
        } else if !result.isEmpty, displayWidth(of: result) < width / 2 {
            right = canvas.put(result, endingAt: width, y: y, style: state.style(.titleInfo)) - 1
        }
        let room = max(1, right - 1)
        guard let field else {
            canvas.put(text, x: 1, y: y, style: state.style(.match), limit: room)
            return nil
        }
        let x = field.draw(into: canvas, x: 1, y: y, width: room, style: style)
        if field.characters.isEmpty { canvas.put(hint, x: 1, y: y, style: state.style(.textDim), limit: room) }
        return Point(x: x, y: y)
    }
}
