import Kit
import Model
import Payloads
import Terminal
import Topics

extension TopicsPane {
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        width = canvas.size.width
        let count = desk.tree.rowCount
        // Above the lines at the foot, which would stand over what has no room.
        let rowsOfTree = canvas.sub(Rect(x: 0, y: 0, width: width, height: height))
        if count == 0 { drawWords(EmptyTree.words(desk), look, into: rowsOfTree) }
        let end = min(top + height, count)
        stage.hiddenRows = HiddenRows(min(top, end)..<end, of: count)
        let rows = desk.tree.rows(in: min(top, end)..<end)
        let names = rows.reduce(0) { max($0, TopicColumns.counted(nameEnd($1), width: width)) }
        let sort = desk.tree.sort
        let columns = TopicColumns(width: width, names: names, isSorted: sort == .rate || sort == .count)
        for (y, row) in rows.enumerated() {
            draw(row, y: y, columns, look, into: canvas)
        }
        if let subscriptions {
            let y = canvas.size.height - (showsFilterLine ? 2 : 1)
            SubscriptionLine.draw(subscriptions, look, y: y, into: canvas)
        }
        guard showsFilterLine else { return nil }
        let line = FilterLine(
            field: field, text: desk.tree.filterText, problem: desk.tree.filterProblem, result: progress,
            hint: "part of a topic, a/+/b/#, or re:expression")
        return line.draw(look, y: canvas.size.height - 1, into: canvas)
    }

    private var progress: String {
        guard !desk.tree.filterText.isEmpty else { return "" }
        let found = Figures.count(desk.tree.matchCount)
        return desk.tree.isFiltering ? "\(found), \(Int(desk.tree.filterProgress * 100)) %" : "\(found) found"
    }

    /// Where a row's name ends; a very long one counts no more than it can show.
    private func nameEnd(_ row: TopicRow) -> Int {
        let name = desk.topics.withLevelName(row.id) { bytes in
            bytes.isEmpty
                // A level may be 65,535 bytes long, and this is for every row of every frame.
                ? emptyLevel.utf8.count : displayWidth(of: UnsafeRawBufferPointer(rebasing: bytes.prefix(256)))
        }
        return TopicColumns.indent(row.depth, width: width) + 2 + name
    }

    /// What stands for a level without a name, as in `a//b`.
    private var emptyLevel: String { "(empty)" }

    private func draw(
        _ row: TopicRow, y: Int, _ columns: TopicColumns, _ look: Look, into canvas: Canvas
    ) {
        let info = desk.topics.info(row.id, now: look.now)
        let indent = TopicColumns.indent(row.depth, width: width)
        if row.hasChildren {
            let marks = canvas.marks
            canvas.put(row.isOpen ? marks.open : marks.closed, x: indent, y: y, style: look.style(.topicInner))
        }
        let nameStyle = look.style(
            row.isMatch ? .match : row.hasChildren ? Role.ofInnerLevel(depth: row.depth) : .topicName)
        let value = value(of: info, limit: width - indent - 2)
        let valueWidth = displayWidth(of: value)
        let counts = info.hasChildren && value.isEmpty ? Self.bracketed(info) : ""
        // A name may reach into the values' columns when it has to: the value then begins behind it.
        let room = columns.nameRoom(
            from: indent + 2, value: valueWidth, count: max(0, counts.utf8.count - 2), hasMark: info.isRetained)
        let used = desk.topics.withLevelName(row.id) { name in
            name.isEmpty
                ? canvas.put(emptyLevel, x: indent + 2, y: y, style: look.style(.textDim), limit: room)
                : canvas.put(utf8: name, x: indent + 2, y: y, style: nameStyle, limit: room)
        }
        let nameEnd = indent + 2 + used
        let x = columns.valueStart(after: nameEnd)
        let hasRate = desk.tree.sort == .count || info.rate >= Figures.smallestRate
        // The words of a level may begin left of the values, and give way to the rate: its columns are kept where there is
        // none, so that those end in one column.
        let figures =
            counts.isEmpty
            ? columns.figures(
                from: x, need: valueWidth, isNumber: Self.isNumber(value), hasMark: info.isRetained, hasRate: hasRate)
            : columns.figures(from: nameEnd + 1, need: counts.utf8.count, isNumber: true, hasMark: info.isRetained)
        drawValue(value, info, from: x, to: figures.valueEnd, nameEnd: nameEnd, y: y, look, canvas)
        drawFigures(info, y: y, figures, look, into: canvas)
        if row.id == desk.topic { drawSelection(y: y, look, into: canvas) }
    }

    /// The beginning of the topic's last value; empty when it has none.
    private func value(of info: TopicInfo, limit: Int) -> String {
        guard info.ownMessages > 0, let last = info.lastSequence, limit > 0 else { return "" }
        return desk.workspace.live.messages.withPayload(last) { excerpt($0, limit: limit + 1) } ?? ""
    }

    /// The last value, or how much is below; both when both are there.
    private func drawValue(
        _ value: String, _ info: TopicInfo, from left: Int, to right: Int, nameEnd: Int, y: Int, _ look: Look,
        _ canvas: Canvas
    ) {
        var x = left
        if !value.isEmpty {
            // The name has taken the place, or nearly: then the mark says that there is more.
            guard right - x >= min(3, displayWidth(of: value)) else {
                return drawMore(after: nameEnd, to: right, y: y, look, canvas)
            }
            // A number has given away its age for its digits; one that is still too long is not there.
            let shown = value.first?.isNumber == true ? Figures.cut(value, to: right - x, on: canvas) : value
            x += canvas.put(shown, x: x, y: y, style: look.style(.topicValue), limit: right - x) + 2
        }
        guard info.hasChildren else { return }
        let topics = Figures.count(info.topics, "topic")
        guard value.isEmpty else {
            for words in ["\(topics), \(Figures.count(info.messages, "msg"))", topics, Self.bracketed(info)]
            where x + words.utf8.count <= right {
                canvas.put(words, x: x, y: y, style: look.style(.textDim))
                return
            }
            return
        }
        let messages = "\(topics), \(Figures.count(info.messages, "msg"))"
        // In the column of the values, as much of it as has room: a digit more does not move what stands there.
        for words in [messages, topics] where x + words.utf8.count <= right {
            canvas.put(words, x: x, y: y, style: look.style(.textDim))
            return
        }
        // Left of the values where they have no room there, and then without the word: those end in one column.
        for words in [topics, Self.bracketed(info), Figures.count(info.topics)]
        where nameEnd + 1 + words.utf8.count <= right {
            canvas.put(words, endingAt: right, y: y, style: look.style(.textDim))
            return
        }
        drawMore(after: nameEnd, to: right, y: y, look, canvas)
    }

    /// How many topics are below, where the word has no room: a bare number would be read as a value.
    private static func bracketed(_ info: TopicInfo) -> String { "(\(Figures.count(info.topics)))" }

    /// Whether a value is a number, of which no part is one.
    private static func isNumber(_ value: String) -> Bool { Double(value) != nil }

    /// Says at the end of a row that it goes on.
    private func drawMore(after nameEnd: Int, to right: Int, y: Int, _ look: Look, _ canvas: Canvas) {
        // Over the end of a name that fills the row: that is cut then, too.
        let x = min(max(nameEnd + 1, right - 1), width - 1)
        canvas.put(canvas.marks.ellipsis, x: x, y: y, style: look.style(.textDim))
    }

    private func drawFigures(
        _ info: TopicInfo, y: Int, _ figures: TopicColumns.Figures, _ look: Look, into canvas: Canvas
    ) {
        if let right = figures.ageEnd, let last = info.lastTime {
            let role = Role.ofAge(seconds: Figures.second(of: look.now) - Figures.second(of: last))
            canvas.put(look.age(last), endingAt: right, y: y, style: look.style(role))
        }
        if let right = figures.rateEnd, desk.tree.sort == .count {
            // Six digits and a point fit; beyond them the first ones tell the order.
            let messages =
                info.messages < 1_000_000
                ? Figures.count(info.messages) : "\(Figures.count(info.messages / 1_000_000)) M"
            canvas.put(messages, endingAt: right, y: y, style: look.style(.topicRate))
        } else if let right = figures.rateEnd, info.rate >= Figures.smallestRate {
            canvas.put(Figures.rate(info.rate), endingAt: right, y: y, style: look.style(.topicRate))
            // A rate sinks with time alone, without a message.
            look.changesNextSecond()
        }
        if let mark = figures.mark, info.isRetained {
            canvas.put("R", x: mark, y: y, style: look.style(.mqttRetained))
        }
    }
}
