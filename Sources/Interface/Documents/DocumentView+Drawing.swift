import Kit
import Payloads
import Terminal

extension DocumentView {
    /// Draws the text and the line below it; answers where the cursor of that line is.
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        hidden = HiddenRows()
        guard let document else { return nil }
        var place = top
        var y = 0
        var links = LineLinks(document, rows: height, width: width)
        while y < height, place.line < document.lineCount {
            draw(place, of: document, y: y, look, into: canvas, &links)
            y += 1
            let next = moved(place, by: 1)
            // `moved` stays where nothing comes below.
            guard next > place else {
                place.line = document.lineCount
                break
            }
            place = next
        }
        // A line of which some rows are seen is one that is not seen whole.
        hidden = HiddenRows(above: top.line + (top.row > 0 ? 1 : 0), below: document.lineCount - place.line)
        if let problem = document.problem, !isGrowing, y < height {
            canvas.put(problem, x: 1, y: y, style: look.style(.error), limit: canvas.size.width - 2)
        }
        return drawLines(look, into: canvas)
    }

    /// Draws the lines of the path and of the search; answers where the cursor of the one that is typed into is.
    private func drawLines(_ look: Look, into canvas: Canvas) -> Point? {
        var place: Point?
        var y = height
        if showsPathLine {
            let line = FilterLine(
                mark: "path ", field: pathField, text: path.text, problem: path.problem, result: path.words,
                hint: "$.name[0]  $..name  $[?@.value > 20]")
            place = line.draw(look, y: y, into: canvas)
            y += 1
        }
        if showsSearchLine {
            let line = FilterLine(
                field: searchField, text: finder.text, result: finder.result, hint: "text in the payload")
            place = line.draw(look, y: y, into: canvas) ?? place
        }
        return place
    }

    /// Marks where a line goes on beyond an edge.
    private func markCuts(_ line: Int, of document: Document, y: Int, _ look: Look, into canvas: Canvas) {
        let whole = document.lineWidth(line)
        let mark = canvas.marks.ellipsis
        if whole > left + width { canvas.put(mark, x: width, y: y, style: look.style(.textDim)) }
        if left > 0, whole > 0 { canvas.put(mark, x: 1, y: y, style: look.style(.textDim)) }
    }

    private func draw(
        _ place: DocumentPlace, of document: Document, y: Int, _ look: Look, into canvas: Canvas,
        _ links: inout LineLinks
    ) {
        let from = wraps ? place.row * width : left
        var x = 1
        let spans = document.line(place.line, from: from, columns: width)
        for span in spans {
            // The edge has a mark of its own, see `markCuts`: an ellipsis of each span would hide letters.
            x += canvas.put(span.text, x: x, y: y, style: look.style(span.kind.role), ellipsis: false)
        }
        for found in links.links(in: place.line, spans, from: from) {
            // A link that is wrapped has a part in each row, and all of them lead to the same place.
            let seen = found.columns.clamped(to: from..<from + width)
            canvas.link(Rect(x: 1 + seen.lowerBound - from, y: y, width: seen.count, height: 1), to: found.link)
        }
        if !wraps { markCuts(place.line, of: document, y: y, look, into: canvas) }
        if let match = finder.match, match.line == place.line {
            let start = max(0, match.column - from)
            let end = min(width, match.column + match.length - from)
            if start < end {
                canvas.restyle(Rect(x: start + 1, y: y, width: end - start, height: 1), look.theme[.match])
            }
        }
        if place.row == 0, document.isFoldable(place.line) {
            let marks = canvas.marks
            canvas.put(
                document.isFolded(place.line) ? marks.closed : marks.open, x: 0, y: y, style: look.style(.fold))
        }
        if place == cursor, look.isFocused {
            canvas.restyle(Rect(x: 0, y: y, width: 1, height: 1), look.theme[.cursorMark])
        }
    }
}
