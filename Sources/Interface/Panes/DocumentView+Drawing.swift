import Payloads
import Terminal

extension DocumentView {
    /// Draws the text and the line below it; answers where the cursor of that line is.
    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        guard let document else { return nil }
        var place = top
        var y = 0
        while y < height, place.line < document.lineCount {
            draw(place, of: document, y: y, state, into: canvas)
            y += 1
            let next = moved(place, by: 1)
            guard next > place else { break }
            place = next
        }
        if let problem = document.problem, y < height {
            canvas.put(problem, x: 1, y: y, style: state.style(.error), limit: canvas.size.width - 2)
        }
        guard showsSearchLine else { return nil }
        let line = FilterLine(field: field, text: finder.text, result: finder.result, hint: "text in the payload")
        return line.draw(state, y: canvas.size.height - 1, into: canvas)
    }

    private func draw(_ place: DocumentPlace, of document: Document, y: Int, _ state: ScreenState, into canvas: Canvas)
    {
        let from = wraps ? place.row * width : left
        var x = 1
        for span in document.line(place.line, from: from, columns: width) {
            x += canvas.put(span.text, x: x, y: y, style: state.style(span.kind.role), ellipsis: false)
        }
        if let match = finder.match, match.line == place.line {
            let start = max(0, match.column - from)
            let end = min(width, match.column + match.length - from)
            if start < end {
                canvas.restyle(Rect(x: start + 1, y: y, width: end - start, height: 1), state.theme[.match])
            }
        }
        if place.row == 0, document.isFoldable(place.line) {
            let marks = canvas.marks
            canvas.put(
                document.isFolded(place.line) ? marks.closed : marks.open, x: 0, y: y, style: state.style(.fold))
        }
        if place == cursor, state.isFocused {
            canvas.restyle(Rect(x: 0, y: y, width: 1, height: 1), state.theme[.cursorMark])
        }
    }
}
