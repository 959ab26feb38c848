import Kit
import Terminal

extension MessagePane {
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        guard view.document != nil else {
            drawWords(
                desk.message == nil
                    ? ["No message is open."] : ["This message was evicted: newer ones took its place."],
                look, into: canvas)
            return nil
        }
        headerRows = headerHeight(canvas.size)
        drawHeader(look, into: canvas)
        let (_, rest) = canvas.bounds.split(top: headerRows)
        let place = view.draw(look, into: canvas.sub(rest))
        stage.hiddenRows = view.hidden
        guard let place else { return nil }
        return Point(x: place.x, y: place.y + headerRows)
    }

    private func drawHeader(_ look: Look, into canvas: Canvas) {
        // Long names of properties shall not push the topic and the time out of a narrow pane.
        let names = header.reduce(0) { max($0, min(displayWidth(of: $1.name), canvas.size.width / 4)) }
        for (y, line) in header.prefix(headerRows).enumerated() {
            let used = canvas.put(
                line.name, x: 1, y: y, style: look.style(.headerName), limit: canvas.size.width / 2)
            let x = max(names, used) + 3
            let room = canvas.size.width - x
            // The topic, whose end tells it from its neighbours.
            if y == 0 {
                canvas.put(tailOf: line.value, x: x, y: y, style: look.style(.headerValue), limit: room)
            } else {
                let used = canvas.put(line.value, x: x, y: y, style: look.style(.headerValue), limit: room)
                if line.name == Self.pastName {
                    Sparkline.draw(past, x: x + used + 2, y: y, width: room - used - 3, look, into: canvas)
                }
            }
        }
        guard header.count > headerRows, headerRows > 0 else { return }
        canvas.put(
            " +\(header.count - headerRows) more", endingAt: canvas.size.width, y: headerRows - 1,
            style: look.style(.textDim))
    }
}
