import Kit
import Terminal
import Text
import Topics

extension LoadPane {
    /// How much of the past a tile shows.
    private static let sparkTime: Moment = 300_000_000

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        width = canvas.size.width
        let rows = bands.reduce(0) { $0 + $1.height }
        stage.hiddenRows = HiddenRows(top..<max(top, min(top + canvas.size.height, rows)), of: rows)
        var y = -top
        for band in bands {
            defer { y += band.height }
            guard y < canvas.size.height, y + band.height > 0 else { continue }
            switch band {
            case .words(let words, let isFirst):
                canvas.put(words, x: 1, y: y, style: look.style(isFirst ? .text : .textDim))
            case .heading(let words):
                canvas.put(words, x: 1, y: y + 1, style: look.style(.textDim))
            case .tiles(let tiles):
                let width = canvas.size.width / columns
                for (column, tile) in tiles.enumerated() {
                    let frame = Rect(x: column * width, y: y, width: width, height: band.height)
                    draw(tile, look, into: canvas.sub(frame))
                }
            }
        }
        return nil
    }

    /// Name and value; averages, words, or what is known of the past; the past.
    private func draw(_ id: TileID, _ look: Look, into canvas: Canvas) {
        let tile = id.tile(in: workspace)
        let right = canvas.size.width - 2
        let isMarked = load.marked.contains(id)
        if isMarked {
            let style = look.style(Role.ofSeries(load.marked.firstIndex(of: id) ?? 0))
            canvas.put(canvas.glyphs == .ascii ? "#" : "■", x: 0, y: 0, style: style)
        }
        let value = Self.words(tile, id)
        let start = value.isEmpty ? right : right - displayWidth(of: value)
        canvas.put(id.label, x: 1, y: 0, style: look.style(.topicName), limit: max(4, start - 2))
        if !value.isEmpty {
            canvas.put(value, x: max(start, 6), y: 0, style: look.style(.topicValue), limit: right - 6)
        }
        canvas.put(
            note(tile, id, look, room: right - 1), x: 1, y: 1, style: look.style(.textDim), limit: right - 1)
        if tile.text == nil {
            Sparkline.draw(tile.history, span: Self.sparkTime, x: 1, y: 2, width: right - 1, look, into: canvas)
        }
        if id == load.selected {
            canvas.restyle(
                Rect(x: 0, y: 0, width: canvas.size.width - 1, height: 1),
                look.theme[look.isFocused ? .selection : .selectionInactive])
        }
    }

    private static func words(_ tile: LoadTile, _ id: TileID) -> String {
        guard let value = tile.value else { return "" }
        // `subscriptions 6`: the name is the unit.
        return id.unit.symbol == id.label ? LoadWords.bare(value, id.unit) : LoadWords.value(value, id.unit)
    }

    /// The first of some figures that fit, each whole, with a mark where there are more.
    private static func fitted(_ figures: [String], by gap: String, room: Int) -> String {
        var figures = figures
        var mark = ""
        // Whole figures or none: half a number is another one.
        while figures.count > 1, displayWidth(of: figures.joined(separator: gap)) + mark.count > room {
            figures.removeLast()
            mark = "…"
        }
        return figures.joined(separator: gap) + mark
    }

    private func note(_ tile: LoadTile, _ id: TileID, _ look: Look, room: Int) -> String {
        if let text = tile.text {
            // The title says already what it is: the number behind it is what one looks for.
            if id == .broker(.broker), displayWidth(of: text) > room {
                let number = text.split(separator: " ").drop { $0.first?.isNumber != true }
                if !number.isEmpty { return Self.fitted(number.map(String.init), by: " ", room: room) }
            }
            return Self.fitted(text.split(separator: "  ").map(String.init), by: "  ", room: room)
        }
        guard tile.isPublished else { return isOwn(id) ? missing(id) : "not published" }
        // For ten minutes: it explains a counter that fell.
        if let restarted = tile.restarted, look.now - restarted < 600_000_000 {
            return "restarted \(look.age(restarted)) ago"
        }
        if id.hasAverages {
            let known = zip(LoadSpan.allCases, tile.averages).compactMap { span, value in
                value.map { "\(span.rawValue / 60)m \(LoadWords.short($0, id.unit))" }
            }
            if !known.isEmpty { return Self.fitted(known, by: " ", room: room) }
            if tile.value == nil { return "a rate needs a second value" }
            return tile.total.map { "\(LoadWords.bare($0, .count(""))) in all" } ?? ""
        }
        // Of an uptime the least and the most say nothing.
        guard tile.history.count > 1, id.unit != .seconds, let values = tile.history.extremes else { return "" }
        if values.lowerBound == values.upperBound { return "unchanged" }
        let (least, most) = (LoadWords.bare(values.lowerBound, id.unit), LoadWords.bare(values.upperBound, id.unit))
        // Two that read alike tell no range.
        return least == most ? "hardly changed" : Self.fitted(["min \(least)", "max \(most)"], by: "  ", room: room)
    }

    private func isOwn(_ id: TileID) -> Bool {
        if case .received = id { true } else { false }
    }

    private func missing(_ id: TileID) -> String {
        switch id {
        case .received(.ping): "not measured yet"
        default: "nothing received yet"
        }
    }
}
