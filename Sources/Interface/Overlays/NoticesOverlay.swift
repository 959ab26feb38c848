import Kit
import Model
import Terminal

/// What happened, the newest last, each line whole: the line at the bottom and the one at the top cut what is too long.
final class NoticesOverlay: FilteredOverlay {
    let title = "Notices"
    var keyContext: KeyContext { filter.isTyping ? .field : .help }
    var filter = ListFilter()
    let stage: Stage
    /// What happened, the newest last.
    private let notices: () -> [Notice]
    /// The first row shown; nil while the newest is.
    private var top: Int?
    private var height = 1
    private var rowCount = 0
    /// The rows as they were made last, and what of.
    private var made: (notices: [Notice], width: Int, rows: [Row])?

    private struct Row {
        var time = ""
        let text: String
        let kind: Notice.Kind
    }

    init(_ stage: Stage, _ notices: @escaping () -> [Notice]) {
        self.stage = stage
        self.notices = notices
    }

    func size(screen: Size) -> Size {
        let width = min(100, screen.width - 4)
        let height = rows(width: width - 2).count + (filter.isShown ? 5 : 4)
        return Size(width: width, height: min(height, screen.height - 2))
    }

    /// The notices, wrapped.
    private func rows(width: Int) -> [Row] {
        let notices = notices()
        // Asked for twice a frame, for the size and for the rows.
        if let made, made.width == width, made.notices == notices { return made.rows }
        var rows: [Row] = []
        for notice in notices where filter.passes(notice.text) {
            for (index, line) in wrapped(notice.text, width: width - 12).enumerated() {
                rows.append(Row(time: index == 0 ? Figures.clock(notice.at) : "", text: line, kind: notice.kind))
            }
        }
        let none = notices.isEmpty ? "Nothing happened yet." : "Nothing here has that."
        if rows.isEmpty { rows = [Row(text: none, kind: .info)] }
        made = (notices, width, rows)
        return rows
    }

    func narrow() { (made, top) = (nil, nil) }

    func type(_ key: KeyPress) -> OverlayAnswer {
        // Any other key leads out, as the hint says.
        guard filter.isTyping else { return .done }
        filter.type(key, stage.keymap)
        narrow()
        return .stay
    }

    func perform(_ action: Action) -> OverlayAnswer {
        if performFilter(action) { return .stay }
        let last = max(0, rowCount - height)
        let top = top ?? last
        let wanted: Int
        switch action {
        case .up: wanted = top - 1
        case .down: wanted = top + 1
        case .pageUp: wanted = top - height
        case .pageDown: wanted = top + height
        case .first: wanted = 0
        case .last: wanted = last
        default: return .done
        }
        // nil follows what comes: at the end one means the newest.
        self.top = wanted >= last ? nil : max(0, wanted)
        return .stay
    }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer { step(by: rows) }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let rows = rows(width: canvas.size.width)
        rowCount = rows.count
        height = max(1, canvas.size.height - (filter.isShown ? 3 : 2))
        let first = min(top ?? rows.count, max(0, rows.count - height))
        for (y, row) in rows.dropFirst(first).prefix(height).enumerated() {
            canvas.put(row.time, x: 1, y: y, style: look.style(.textDim))
            canvas.put(row.text, x: 11, y: y, style: look.style(row.kind.role), limit: canvas.size.width - 12)
        }
        let y = canvas.size.height - 1
        var room = canvas.size.width
        if rows.count > height {
            let part = "\(first + 1)-\(min(first + height, rows.count)) of \(rows.count)"
            room = canvas.put(part, endingAt: canvas.size.width - 1, y: y, style: look.style(.textDim)) - 2
        }
        let left = canvas.sub(Rect(x: 0, y: 0, width: room, height: canvas.size.height))
        // Without a filter any key that is no other's leads back.
        let hints = filterHints(or: filter.isShown ? [(.filter, "filter"), (.back, "back")] : [(.filter, "filter")])
        drawHints(
            stage.keymap.hints(hints, in: keyContext) + (filter.isTyping ? [] : stage.keymap.scrollHints), y: y, look,
            into: left)
        guard filter.isShown else { return nil }
        let found = notices().count { filter.passes($0.text) }
        return filter.draw(look, y: y - 1, found: found, into: canvas)
    }
}
