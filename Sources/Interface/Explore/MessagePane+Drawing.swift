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
        // Long names of properties shall not push topic and time to the right: where there is room they have a column of
        // their own, elsewhere each value follows its name.
        let names = Self.factColumn - 3
        // Of those in sight: what the last line counts has no name here.
        let properties = header.prefix(headerRows).reduce(0) {
            Self.isProperty($1.name) ? max($0, displayWidth(of: $1.name)) : $0
        }
        let second = canvas.size.width >= 60 ? min(properties, canvas.size.width / 2) : 0
        // Rows that go on have no name of their own.
        var isHint = false
        for (y, line) in header.prefix(headerRows).enumerated() {
            if !line.name.isEmpty { isHint = line.name == Self.hintName }
            let used = canvas.put(
                line.name, x: 1, y: y, style: look.style(.headerName), limit: nameRoom(y, canvas.size.width))
            let x = max(names, used, Self.isProperty(line.name) ? second : 0) + 3
            let room = canvas.size.width - x - moreRoom(y)
            // The topic, whose end tells it from its neighbours.
            if y == 0 {
                canvas.put(tailOf: line.value, x: x, y: y, style: look.style(.headerValue), limit: room)
            } else {
                let isOther = Self.isProperty(line.name)
                let value = isOther ? line.value : Figures.cut(line.value, to: room, on: canvas)
                let role: Role = isHint ? .textDim : .headerValue
                let used = canvas.put(value, x: x, y: y, style: look.style(role), limit: room)
                if Self.isPast(line.name) {
                    Sparkline.draw(past, x: x + used + 2, y: y, width: room - used - 3, look, into: canvas)
                }
            }
        }
        guard header.count > headerRows, headerRows > 0 else { return }
        canvas.put(moreWords, endingAt: canvas.size.width, y: headerRows - 1, style: look.style(.textDim))
    }

    /// Where the values of what is no property begin: in one column for all messages, so that nothing jumps from one to the
    /// next. A longer name moves its own value.
    static let factColumn = 8

    /// The lines of a header, of which those that are longer than a row go on in the next ones while there are any. The
    /// topic is cut at its beginning, and properties are other people's words: they may be of any length.
    func broken(_ lines: [(name: String, value: String)], width: Int, rows: Int) -> [(name: String, value: String)] {
        var spare = rows - lines.count
        guard spare > 0, width > 2 * Self.factColumn else { return lines }
        var result: [(name: String, value: String)] = []
        for (index, line) in lines.enumerated() {
            // A topic is cut at the edge and nowhere else: its blanks count. One that has no room whole is told by its end.
            let edge = width - Self.factColumn - 1
            if index == 0, line.value.utf8.count > edge, line.value.utf8.count <= 16 * edge {
                let pieces = cutAtEdge(line.value, width: edge, rows: min(spare + 1, 4))
                if pieces.count > 1, displayWidth(of: pieces[pieces.count - 1]) <= edge {
                    for (place, piece) in pieces.enumerated() { result.append((place == 0 ? line.name : "", piece)) }
                    spare -= pieces.count - 1
                    continue
                }
            }
            let isFact = index > 0 && !Self.isProperty(line.name) && !Self.isPast(line.name)
            let room = width - max(Self.factColumn, line.name.utf8.count + 3)
            guard isFact, spare > 0, displayWidth(of: line.value) > room else {
                result.append(line)
                continue
            }
            let pieces = wrapped(line.value, width: room)
            for (place, piece) in pieces.prefix(spare + 1).enumerated() {
                // What has no row of its own stands behind the last, which is cut with a mark.
                let rest = place == spare ? pieces.dropFirst(spare).joined(separator: " ") : piece
                result.append((place == 0 ? line.name : "", rest))
            }
            spare -= min(pieces.count - 1, spare)
        }
        return result
    }

    /// How many lines of the header are not seen.
    private var moreWords: String { " +\(header.count - headerRows) more" }

    /// The columns at the end of a line that say so.
    private func moreRoom(_ y: Int) -> Int {
        y == headerRows - 1 && header.count > headerRows ? moreWords.utf8.count : 0
    }

    /// Properties have the names that the standard gives them, which begin with a capital, or those of their sender.
    private static func isProperty(_ name: String) -> Bool {
        name.first?.isUppercase == true || name.hasPrefix("user: ")
    }

    /// The most columns of a line's name: half of them, and what a short value does not need.
    private func nameRoom(_ y: Int, _ width: Int) -> Int {
        let value = header[y].value
        // Not measured where it is longer than a line anyway: a user property may have 65,535 bytes.
        guard value.utf8.count < 4 * width else { return width / 2 }
        return max(width / 2, width - displayWidth(of: value) - 4 - moreRoom(y))
    }
}
