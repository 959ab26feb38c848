import Explorer
import Payloads
import Terminal

extension MessagePane {
    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        guard let document else {
            drawWords(
                state.message == nil
                    ? ["No message is open."] : ["This message was evicted: newer ones took its place."],
                state, into: canvas)
            return nil
        }
        headerRows = headerHeight(canvas.size)
        drawHeader(state, into: canvas)
        let end = min(top + height, document.lineCount)
        for (index, line) in (min(top, end)..<end).enumerated() {
            draw(line, of: document, y: headerRows + index, state, into: canvas)
        }
        if let problem = document.problem, end == document.lineCount, end - top < height {
            canvas.put(
                problem, x: 1, y: headerRows + end - top, style: state.style(.error), limit: canvas.size.width - 2)
        }
        guard showsSearchLine else { return nil }
        let line = FilterLine(field: field, text: finder.text, result: finder.result, hint: "text in the payload")
        return line.draw(state, y: canvas.size.height - 1, into: canvas)
    }

    private func drawHeader(_ state: ScreenState, into canvas: Canvas) {
        let names = min(24, header.reduce(0) { max($0, displayWidth(of: $1.name)) })
        for (y, line) in header.prefix(headerRows).enumerated() {
            canvas.put(line.name, x: 1, y: y, style: state.style(.headerName), limit: names)
            let x = names + 3
            let room = canvas.size.width - x
            if y == 0 {
                canvas.put(tailOf: line.value, x: x, y: y, style: state.style(.headerValue), limit: room)
            } else {
                canvas.put(line.value, x: x, y: y, style: state.style(.headerValue), limit: room)
            }
        }
        var notes: [String] = []
        if header.count > headerRows { notes.append("+\(header.count - headerRows) more") }
        if lacksOlder { notes.append("no older message to compare with") }
        guard !notes.isEmpty, headerRows > 0 else { return }
        canvas.put(
            " \(notes.joined(separator: ", "))", endingAt: canvas.size.width, y: headerRows - 1,
            style: state.style(.textDim))
    }

    private func draw(_ line: Int, of document: Document, y: Int, _ state: ScreenState, into canvas: Canvas) {
        let columns = canvas.size.width - 1
        var x = 1
        for span in document.line(line, from: left, columns: columns) {
            x += canvas.put(span.text, x: x, y: y, style: state.style(span.kind.role), ellipsis: false)
        }
        if let match = finder.match, match.line == line {
            let from = max(0, match.column - left)
            let to = min(columns, match.column + match.length - left)
            canvas.restyle(Rect(x: from + 1, y: y, width: to - from, height: 1), state.theme[.match])
        }
        if document.isFoldable(line) {
            let marks = canvas.marks
            canvas.put(document.isFolded(line) ? marks.closed : marks.open, x: 0, y: y, style: state.style(.fold))
        }
        if line == cursor, state.isFocused {
            canvas.restyle(Rect(x: 0, y: y, width: 1, height: 1), state.theme[.cursorMark])
        }
    }
}

extension TokenKind {
    /// The look of a piece of a payload.
    var role: Role {
        switch self {
        case .plain: .text
        case .punctuation: .jsonPunctuation
        case .key: .jsonKey
        case .string: .jsonString
        case .number: .jsonNumber
        case .literal: .jsonLiteral
        case .tag: .xmlTag
        case .attribute: .xmlAttribute
        case .comment: .xmlComment
        case .hexOffset: .hexOffset
        case .hexBytes: .hexBytes
        case .hexText: .hexText
        case .added: .diffAdded
        case .removed: .diffRemoved
        case .foldMark: .fold
        case .error: .error
        case .control, .lineBreakMark: .control
        }
    }
}
