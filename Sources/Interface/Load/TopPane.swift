import Kit
import Model
import Terminal
import Topics

/// Who sends most.
final class TopPane: FilteredPane {
    let id = PaneID.top
    let keyContext = KeyContext.top
    let stage: Stage
    private let workspace: Workspace
    var field: TextField?
    var history = FieldHistory()
    private(set) var filter = ""
    private var window = TopMeter.Window.tenSeconds
    private var grouping = TopMeter.Grouping.topics
    private var order = TopMeter.Order.messages
    private(set) var rows: [TopMeter.Row] = []
    private var list = ListCursor<RowNumber>()
    /// What the rows were made from.
    private var seen: UInt64?

    init(_ workspace: Workspace, _ stage: Stage) {
        self.workspace = workspace
        self.stage = stage
    }

    func fit(_ look: Look, to size: Size) {
        workspace.live.catchUp(now: look.now)
        look.changesNextSecond()
        let top = workspace.live.received.top
        if seen != top.revision { make() }
        // The names of the columns have a row of their own.
        list.fit(count: rows.count, height: size.height - 1 - (showsFilterLine ? 1 : 0))
    }

    /// Makes the rows afresh; the selected one stays selected where it has moved to.
    private func make() {
        let top = workspace.live.received.top
        let selected = rows.indices.contains(list.row) ? rows[list.row] : nil
        rows = top.rows(window, grouping, by: order, filter: filter, in: workspace.live.topics)
        seen = top.revision
        // In the first row one watches who is first, and not one topic on its way down.
        guard let selected, list.row > 0 else { return }
        let place = rows.firstIndex { $0.topic == selected.topic && $0.pattern == selected.pattern }
        if let place { list.put(place, of: rows.count) }
    }

    var subtitle: String { "\(grouping.rawValue) by \(order.rawValue), \(window.label)" }

    func info(_ look: Look) -> String {
        let covered = workspace.live.received.top.covered(window)
        let stride = workspace.live.received.stride
        var parts = [Figures.count(rows.count, grouping == .topics ? "topic" : "row")]
        // A rate of a minute that has not passed yet would look like one of a whole minute.
        if covered < Int64(window.rawValue), !rows.isEmpty { parts.append("of \(covered) s so far") }
        if stride > 1 { parts.append("from one message in \(Figures.count(stride))") }
        return parts.joined(separator: ", ")
    }

    func offers(_ action: Action) -> Bool { !rows.isEmpty || action != .jump && action != .copy }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        if list.perform(action, of: rows.count) { return [] }
        let windows = TopMeter.Window.allCases
        let place = windows.firstIndex(of: window) ?? 0
        switch action {
        case .shorterWindow: window = windows[max(0, place - 1)]
        case .longerWindow: window = windows[min(windows.count - 1, place + 1)]
        case .grouping:
            let all = TopMeter.Grouping.allCases
            grouping = all[((all.firstIndex(of: grouping) ?? 0) + 1) % all.count]
            list = ListCursor()
        case .order: order = order == .messages ? .bytes : .messages
        case .filter: typeFilter()
        case .jump: jump()
        case .copy: return copy()
        default: break
        }
        make()
        return []
    }

    private func jump() {
        guard rows.indices.contains(list.row) else { return }
        let row = rows[list.row]
        stage.journeys?.showTopic(row.topic, filter: row.pattern)
    }

    private func copy() -> [Effect] {
        guard rows.indices.contains(list.row) else { return [] }
        let row = rows[list.row]
        let topics = workspace.live.topics
        return stage.copy(
            // A topic that is no UTF-8 is copied by its bytes.
            row.pattern ?? topics.shownTopic(row.topic),
            row.pattern.map { Array($0.utf8) } ?? topics.topicBytes(row.topic))
    }

    func use(_ filter: String) {
        self.filter = filter
        make()
    }

    func click(_ point: Point) { list.click(row: point.y - 1) }

    func doubleClick(_ point: Point) -> [Effect] { list.place(ofRow: point.y - 1) == nil ? [] : perform(.jump) }

    func scroll(by rows: Int) { list.turn(by: rows) }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let seen = list.visible.filter(rows.indices.contains)
        let names = seen.reduce(0) { max($0, nameWidth(rows[$1])) }
        let columns = TopColumns(width: canvas.size.width, showsTopics: grouping != .topics, names: names)
        let most = seen.reduce(0) { max($0, rows[$1].share) }
        if rows.isEmpty {
            // What the broker says of itself is not counted here, and much of it may come.
            let isTold =
                workspace.live.system.lastTime.map { look.now - $0 < Int64(window.rawValue) * 1_000_000 } ?? false
            let nothing = isTold ? "Nothing but $SYS" : "Nothing"
            let words =
                filter.isEmpty ? "\(nothing) was received in the last \(window.label)." : "No topic matches."
            drawWords([words], look, into: canvas)
        } else {
            drawHead(columns, look, into: canvas)
        }
        stage.hiddenRows = list.hidden
        for (y, index) in list.visible.enumerated() where rows.indices.contains(index) {
            draw(rows[index], y: y + 1, columns, most: most, look, into: canvas)
            guard index == list.row else { continue }
            // But for the bar: on the bar of the selection it would read as a hole.
            let area = Rect(x: 0, y: 0, width: columns.bar ?? canvas.size.width, height: canvas.size.height)
            drawSelection(y: y + 1, look, into: canvas.sub(area))
        }
        guard showsFilterLine else { return nil }
        let line = FilterLine(
            field: field, text: filter, problem: nil, result: "\(Figures.count(rows.count)) found",
            hint: "part of a topic, a/+/b/#, or re:expression")
        return line.draw(look, y: canvas.size.height - 1, into: canvas)
    }

    /// The columns of a row's name; of a very long one no more are looked at than a screen has.
    private func nameWidth(_ row: TopMeter.Row) -> Int {
        if let pattern = row.pattern { return displayWidth(of: String(pattern.prefix(256))) }
        return workspace.live.topics.withTopic(row.topic) {
            displayWidth(of: UnsafeRawBufferPointer(rebasing: $0.prefix(256)))
        }
    }

    private func drawHead(_ columns: TopColumns, _ look: Look, into canvas: Canvas) {
        let style = look.style(.textDim)
        canvas.put(grouping.rawValue, x: 1, y: 0, style: style)
        let heads = [
            ("topics", columns.topicsEnd), ("msg/s", columns.messagesEnd), ("bytes/s", columns.bytesEnd),
            ("share", columns.shareEnd),
        ]
        for (words, end) in heads { if let end { canvas.put(words, endingAt: end, y: 0, style: style) } }
    }

    /// - Parameter most: the largest share in sight, whose bar is whole.
    private func draw(
        _ row: TopMeter.Row, y: Int, _ columns: TopColumns, most: Double, _ look: Look, into canvas: Canvas
    ) {
        let name = look.style(grouping == .topics ? .topicName : .topicInner)
        if let pattern = row.pattern {
            canvas.put(tailOf: pattern, x: 1, y: y, style: name, limit: columns.nameWidth)
        } else {
            workspace.live.topics.withTopic(row.topic) {
                canvas.put(tailOf: $0, x: 1, y: y, style: name, limit: columns.nameWidth)
            }
        }
        if let end = columns.topicsEnd {
            canvas.put(Figures.count(row.topics), endingAt: end, y: y, style: look.style(.textDim))
        }
        if let end = columns.messagesEnd {
            canvas.put(LoadWords.column(row.messages), endingAt: end, y: y, style: look.style(.topicValue))
        }
        if let end = columns.bytesEnd {
            canvas.put(LoadWords.bare(row.bytes, .bytes), endingAt: end, y: y, style: look.style(.topicValue))
        }
        let share = row.share * 100
        // Something is not nothing: rounded it would be 0.0.
        let words = share > 0 && share < 0.05 ? "<0.1 %" : "\(LoadWords.mark(share, .percent, step: 0.1)) %"
        canvas.put(words, endingAt: columns.shareEnd, y: y, style: look.style(.text))
        if let bar = columns.bar {
            // Up: the smallest share still has a mark.
            let filled = most > 0 ? Int((min(row.share / most, 1) * Double(columns.barWidth)).rounded(.up)) : 0
            let dot = canvas.glyphs == .ascii ? "#" : "▇"
            canvas.put(String(repeating: dot, count: filled), x: bar, y: y, style: look.style(.chart1))
        }
    }
}

/// Where the columns of Top are.
struct TopColumns {
    let nameWidth: Int
    /// Behind each figure; nil without room: the name comes before all of them but the share.
    let topicsEnd: Int?
    let messagesEnd: Int?
    let bytesEnd: Int?
    let shareEnd: Int
    let bar: Int?
    let barWidth: Int

    /// The least columns of a name, and those of a figure with the blanks around it.
    private static let leastName = 12
    private static let figure = 10

    /// - Parameter names: the longest name in sight.
    init(width: Int, showsTopics: Bool, names: Int) {
        // Beside the names, which need no more than the longest has, the bars have what is left of a half.
        let figures = showsTopics ? 37 : 28
        let least = min(20, (width - 56) / 2)
        shareEnd = width >= 70 ? min(width - 2 - least, max(width / 2, names + 2 + figures)) : width - 1
        bar = width >= 70 ? shareEnd + 1 : nil
        barWidth = bar.map { width - 1 - $0 } ?? 0
        // A blank and `100.0 %`, then a blank and a size, a number and a count: no figure pushes another.
        let last = shareEnd - 8
        func fits(_ end: Int) -> Bool { end - Self.figure >= Self.leastName }
        // What is counted goes last: the bytes give it their place.
        let hasBytes = fits(last - 10)
        bytesEnd = hasBytes ? last : nil
        messagesEnd = hasBytes ? last - 10 : fits(last) ? last : nil
        topicsEnd = showsTopics && hasBytes && fits(last - 19) ? last - 19 : nil
        nameWidth = max(1, (topicsEnd ?? messagesEnd).map { $0 - Self.figure } ?? shareEnd - 9)
    }
}
