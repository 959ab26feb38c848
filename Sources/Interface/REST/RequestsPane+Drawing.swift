import Kit
import Model
import Profile
import Terminal
import Text

extension RequestsPane {
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let height = canvas.size.height - (field != nil || !filter.isEmpty ? 1 : 0)
        if showsHistory { drawHistory(height, look, into: canvas) } else { drawTree(height, look, into: canvas) }
        stage.hiddenRows = hidden
        guard height < canvas.size.height else { return nil }
        return drawLine(y: height, look, into: canvas)
    }

    private func drawTree(_ height: Int, _ look: Look, into canvas: Canvas) {
        let rows = rows
        if rows.isEmpty {
            let key = stage.keymap.name(of: .newRequest, in: keyContext)
            drawWords(filter.isEmpty ? ["No requests.", "\(key) makes one."] : ["None matches."], look, into: canvas)
        }
        for index in min(top, rows.count)..<min(top + height, rows.count) {
            let y = index - top
            switch rows[index] {
            case .folder(let name, let depth, let isOpen):
                let marks = canvas.marks
                // The levels before it are the rows above.
                let level = name.split(separator: "/").last.map(String.init) ?? name
                let used = canvas.put(
                    "\(isOpen ? marks.open : marks.closed) \(level)", x: 1 + 2 * depth, y: y,
                    style: look.style(.topicInner))
                canvas.put(senderWord(of: name), x: 3 + 2 * depth + used, y: y, style: look.style(.textDim))
            case .request(let id, let depth): draw(id, depth: depth, y: y, look, into: canvas)
            }
            if index == self.row { drawSelection(y: y, look, into: canvas) }
        }
        if filter.isEmpty, !composer.library.hasSaved { drawOffer(y: rows.count + 1, height, look, into: canvas) }
    }

    /// Where nothing is saved yet: what there is to begin with.
    private func drawOffer(y: Int, _ height: Int, _ look: Look, into canvas: Canvas) {
        let words = "\(stage.keymap.name(of: .presets, in: keyContext)) adds the requests of \(RequestPreset.titles)"
        for (line, text) in wrapped(words, width: canvas.size.width - 2).enumerated() where y + line < height {
            canvas.put(text, x: 1, y: y + line, style: look.style(.textDim), limit: canvas.size.width - 2)
        }
    }

    private func draw(_ id: Int, depth: Int, y: Int, _ look: Look, into canvas: Canvas) {
        guard let item = composer.library[id] else { return }
        let x = 1 + 2 * depth
        let isOpen = id == composer.current
        let method = Self.short(item.draft.method)
        canvas.put(method, x: x, y: y, style: look.style(Role.ofMethod(item.draft.method)), limit: 4)
        let mark = item.isDirty ? " *" : ""
        var right = canvas.size.width
        if let exchange = composer.exchanges[id] {
            let status = RequestStatus.mark(exchange, look)
            // What another environment answered is none of this one's: no value is taken of it either.
            let isOther = exchange.environment != composer.environment && !exchange.isUnderWay
            let role = isOther ? .textDim : RequestStatus.role(of: exchange)
            // A name is worth more than the status where there is no room for both.
            if right - x - 5 - mark.count - status.count > 8 {
                right =
                    canvas.put(
                        status, endingAt: right - 1, y: y, style: look.style(role)) - 1
            }
        }
        // Four letters of the method and a blank stand before the name.
        let room = right - x - 5 - mark.count
        // A URL begins mostly as all the others do: where it has no room its path is whole.
        let isNamed = !item.draft.name.isEmpty
        let isWhole = isNamed || displayWidth(of: item.title) <= room
        let title = isWhole ? item.title : Self.place(item.title, showsHost: true, width: room)
        let used = min(displayWidth(of: title), max(0, room))
        let style = look.style(isOpen ? .titleFocused : .topicName)
        if isNamed {
            canvas.put(title, x: x + 5, y: y, style: style, limit: room)
        } else {
            canvas.put(tailOf: title, x: x + 5, y: y, style: style, limit: room)
        }
        canvas.put(mark, x: x + 5 + used, y: y, style: look.style(.warning))
        // A wide pane, as a zoomed one is, has room for where it goes.
        let end = x + 5 + used + mark.count + 2
        guard !item.draft.name.isEmpty, right - end >= 30 else { return }
        let url = RequestLine.part(of: NamedSecrets.shown.url(item.draft.url), width: right - end)
        canvas.put(url, x: end, y: y, style: look.style(.textDim), limit: right - end - 1)
    }

    /// A method in four letters.
    static func short(_ method: String) -> String {
        switch method {
        case "DELETE": "DEL"
        // Four letters are the column: `PATC` would look cut.
        case "PATCH": "PTCH"
        case "OPTIONS": "OPT"
        default: String(method.prefix(4))
        }
    }

    private func drawHistory(_ height: Int, _ look: Look, into canvas: Canvas) {
        let entries = matches
        if entries.isEmpty {
            drawWords(filter.isEmpty ? ["Nothing was sent yet."] : ["None matches."], look, into: canvas)
        }
        let shown = min(top, entries.count)..<min(top + height, entries.count)
        let hosts = Set(entries[shown].map { URLReference($0.url).authority ?? "" })
        for index in shown {
            let (entry, y) = (entries[index], index - top)
            let role = entry.failure == nil ? entry.status.map(ResponseHead.role) ?? .textDim : .error
            canvas.put(entry.status.map(String.init) ?? "---", x: 1, y: y, style: look.style(role))
            canvas.put(
                Self.short(entry.draft.method), x: 5, y: y, style: look.style(Role.ofMethod(entry.draft.method)))
            let age = look.age(entry.at)
            let right = canvas.put(age, endingAt: canvas.size.width - 1, y: y, style: look.style(.textDim))
            draw(entry, x: 10, y: y, room: right - 11, showsHost: hosts.count > 1, look, into: canvas)
            if index == row { drawSelection(y: y, look, into: canvas) }
        }
    }

    /// What was sent: its name where it has one, and where it went, as far as there is room.
    private func draw(
        _ entry: RequestHistory.Entry, x: Int, y: Int, room: Int, showsHost: Bool, _ look: Look, into canvas: Canvas
    ) {
        let name = entry.draft.name
        guard !name.isEmpty else {
            let place = Self.place(entry.url, showsHost: showsHost, width: room)
            return canvas.put(tailOf: place, x: x, y: y, style: look.style(.topicName), limit: room)
        }
        let used = canvas.put(name, x: x, y: y, style: look.style(.topicName), limit: room)
        guard room - used >= 10 else { return }
        // A name tells most: a path that is whole adds to it, and a part of one does not.
        let place = Self.place(entry.url, showsHost: false, width: room - used - 2)
        guard displayWidth(of: place) <= room - used - 2 else { return }
        canvas.put(place, x: x + used + 2, y: y, style: look.style(.textDim))
    }

    /// Columns of a path that still tell which resource it is.
    private static var leastPath: Int { 10 }

    /// As much of a URL as has room and tells which resource it was: the end of its path says that, not a query, nor half
    /// of a host.
    private static func place(_ url: String, showsHost: Bool, width: Int) -> String {
        var place = place(url, showsHost: showsHost)
        guard displayWidth(of: place) > width else { return place }
        var path = place
        if let query = place.firstIndex(of: "?") {
            path = String(place[..<query])
            // A path that is cut at its beginning is not marked at its end, too.
            if showsHost || displayWidth(of: path) + 2 <= width { place = path + "?…" } else { return path }
        }
        guard showsHost, displayWidth(of: place) > width else { return place }
        // The host whole, and as much of the end of the path as it leaves; where that is next to nothing, the path.
        let host = URLReference(url).authority ?? ""
        let room = width - displayWidth(of: host) - 1
        guard !host.isEmpty, room >= leastPath, path.hasPrefix(host) else {
            return Self.place(url, showsHost: false, width: width)
        }
        // It is cut already: its query is not marked, too.
        var end = path.suffix(room)
        while displayWidth(of: String(end)) > room { end = end.dropFirst() }
        return "\(host)…\(end)"
    }

    /// A URL without what all of them begin with.
    private static func place(_ url: String, showsHost: Bool) -> String {
        guard URLAuthority.mark(in: url) != nil else { return url }
        let authority = URLAuthority.range(in: url)
        // The path tells rows apart where the host is the same.
        let isWhole = showsHost || authority.upperBound == url.endIndex
        return String(url[(isWhole ? authority.lowerBound : authority.upperBound)...])
    }

    private func drawLine(y: Int, _ look: Look, into canvas: Canvas) -> Point? {
        if question == .filter || field == nil {
            let line = FilterLine(
                field: field, text: filter, result: filter.isEmpty ? "" : "\(Figures.count(count)) found",
                hint: "words of name or URL")
            return line.draw(look, y: y, into: canvas)
        }
        guard let field else { return nil }
        let label = question.label
        canvas.fill(Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.style(.field))
        let used = canvas.put(label, x: 0, y: y, style: look.style(.hintKey))
        let at = field.draw(into: canvas, x: used, y: y, width: canvas.size.width - used, style: look.style(.field))
        if let offeredFolder, field.cursor == field.characters.count {
            // What it goes on with, and the key that takes it.
            let key = stage.keymap.name(of: .nextPane, in: keyContext)
            let rest = "\(offeredFolder.dropFirst(field.characters.count))  \(key)"
            let fits = displayWidth(of: rest) + 9 <= canvas.size.width - at
            canvas.put(
                fits ? rest + " takes it" : rest, x: at, y: y, style: look.style(.textDim),
                limit: canvas.size.width - at)
        }
        return Point(x: at, y: y)
    }
}
