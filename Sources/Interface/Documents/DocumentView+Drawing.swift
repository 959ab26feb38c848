import Kit
import Payloads
import Terminal

extension DocumentView {
    /// Rows that the line below the text takes.
    var lineRows: Int { (showsSearchLine ? 1 : 0) + (showsPathLine ? 1 : 0) }

    var showsSearchLine: Bool { searchField != nil || !finder.text.isEmpty }
    var showsPathLine: Bool { pathField != nil || path.isActive }
    var searchField: TextField? { typesPath ? nil : field }
    var pathField: TextField? { typesPath ? field : nil }

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
        // Of a line of which some rows are seen the others count: it may be the only one.
        let left = place.line < document.lineCount && place.row > 0 ? rows(of: place.line) - place.row - 1 : 0
        hidden = HiddenRows(above: top.line + top.row, below: document.lineCount - place.line + left)
        if document.lineCount == 0, path.isActive, !path.hasWork {
            let words = "Nothing here is at \(visible(path.text))"
            canvas.put(words, x: 1, y: 0, style: look.style(.textDim), limit: canvas.size.width - 2)
        }
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
        _ place: RowPlace, of document: Document, y: Int, _ look: Look, into canvas: Canvas,
        _ links: inout LineLinks
    ) {
        let rows = wraps ? rows(ofLine: place.line) : nil
        let columns = rows?.columns(place.row) ?? left..<left + width
        let from = columns.lowerBound
        let start = 1 + (place.row > 0 ? rows?.indent ?? 0 : 0)
        var x = start
        let spans = document.line(place.line, from: from, columns: columns.count, readingUpTo: Self.rowReach)
        for span in spans {
            // The edge has a mark of its own, see `markCuts`: an ellipsis of each span would hide letters.
            x += canvas.put(span.text, x: x, y: y, style: look.style(span.kind.role), ellipsis: false)
        }
        for found in links.links(in: place.line, spans, from: from) {
            // A link that is wrapped has a part in each row, and all of them lead to the same place.
            let seen = found.columns.clamped(to: columns)
            canvas.link(Rect(x: start + seen.lowerBound - from, y: y, width: seen.count, height: 1), to: found.link)
        }
        if let rows {
            // What goes on in a row that is not seen looks like its end.
            if y == height - 1, place.row + 1 < rows.count {
                canvas.put(canvas.marks.ellipsis, x: width, y: y, style: look.style(.textDim))
            }
        } else {
            markCuts(place.line, of: document, y: y, look, into: canvas)
        }
        if let match = finder.match, match.line == place.line {
            // A match may go on in the next row.
            let seen = (match.column..<match.column + match.length).clamped(to: columns)
            if !seen.isEmpty {
                let x = start + seen.lowerBound - from
                canvas.restyle(Rect(x: x, y: y, width: seen.count, height: 1), look.theme[.match])
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
