import Explorer
import Payloads
import Terminal

/// The live topic tree.
final class TopicsPane: Pane {
    let id = PaneID.topics
    let keyContext = KeyContext.topics
    var field: TextField?
    private var top = 0
    private var height = 1
    /// The filter before the line was opened: Esc brings it back.
    private var earlierFilter = ""

    func fit(_ state: ExploreState, to size: Size) {
        height = max(1, size.height - (showsFilterLine(state) ? 1 : 0))
        if let topic = state.topic, !state.topics.contains(topic) { state.select(nil) }
        let row = selectedRow(state)
        if row < top { top = row }
        if row >= top + height { top = row - height + 1 }
        top = max(0, min(top, state.topics.rowCount - height))
    }

    private func showsFilterLine(_ state: ExploreState) -> Bool { field != nil || !state.topics.filterText.isEmpty }

    private func selectedRow(_ state: ExploreState) -> Int {
        state.topic.flatMap { state.topics.row(of: $0) } ?? 0
    }

    func subtitle(_ state: ExploreState) -> String {
        state.topics.sort == .name ? "" : "by \(state.topics.sort.words)"
    }

    func info(_ state: ExploreState) -> String {
        let count = "\(Figures.count(state.topics.count)) topics"
        guard !state.topics.filterText.isEmpty else {
            return "\(count), \(Figures.count(state.workspace.traffic.totalMessages)) msgs"
        }
        let progress = state.topics.isFiltering ? " \(Int(state.topics.filterProgress * 100)) %" : ""
        return "\(Figures.count(state.topics.matchCount)) of \(count)\(progress)"
    }

    // MARK: - Keys

    func perform(_ action: Action, in state: ExploreState) -> [Effect] {
        switch action {
        case .up: move(by: -1, state)
        case .down: move(by: 1, state)
        case .pageUp: move(by: -height, state)
        case .pageDown: move(by: height, state)
        case .first: move(to: 0, state)
        case .last: move(to: state.topics.rowCount - 1, state)
        case .toggle: state.topic.map(state.topics.toggle)
        case .open: state.topic.map(state.topics.open)
        case .close: closeOrParent(state)
        case .openAll: state.topics.openAll()
        case .closeAll:
            state.topics.closeAll()
            if let topic = state.topic { state.select(root(of: topic, state)) }
        case .sort: state.topics.sort = state.topics.sort.next
        case .filter:
            earlierFilter = state.topics.filterText
            field = TextField(earlierFilter)
        case .back where !state.topics.filterText.isEmpty: state.topics.setFilter("")
        case .nextMatch: findMatch(forward: true, state)
        case .previousMatch: findMatch(forward: false, state)
        case .forget:
            if let topic = state.topic {
                let row = selectedRow(state)
                state.topics.contains(topic) ? state.workspace.forget(topic) : ()
                move(to: min(row, state.topics.rowCount - 1), state)
            }
        case .forgetAll, .subscribe, .unsubscribe, .publish, .clearRetained:
            Dialogs.open(action, in: state)
        case .copy: return state.topic.map { [.copy(state.topics.topicBytes($0))] } ?? []
        default: break
        }
        return []
    }

    func typed(_ outcome: FieldOutcome, in state: ExploreState) {
        switch outcome {
        case .changed:
            state.topics.setFilter(field?.text ?? "")
        case .accepted:
            field = nil
            if !state.topics.filterText.isEmpty { findFirstMatch(state) }
        case .cancelled:
            field = nil
            state.topics.setFilter("")
        }
    }

    private func move(by rows: Int, _ state: ExploreState) {
        guard state.topic != nil else { return move(to: rows > 0 ? 0 : state.topics.rowCount - 1, state) }
        move(to: selectedRow(state) + rows, state)
    }

    private func move(to row: Int, _ state: ExploreState) {
        let count = state.topics.rowCount
        guard count > 0 else { return state.select(nil) }
        let row = max(0, min(row, count - 1))
        state.select(state.topics.rows(in: row..<(row + 1)).first?.id)
    }

    private func closeOrParent(_ state: ExploreState) {
        guard let topic = state.topic else { return }
        if state.topics.isOpen(topic), state.topics.info(topic, now: state.now).hasChildren {
            state.topics.close(topic)
        } else if let parent = state.topics.parent(topic), state.topics.row(of: parent) != nil {
            state.select(parent)
        }
    }

    private func root(of id: TopicID, _ state: ExploreState) -> TopicID {
        var id = id
        while let parent = state.topics.parent(id), state.topics.row(of: parent) != nil { id = parent }
        return id
    }

    /// The first row that the filter found, from the top.
    private func findFirstMatch(_ state: ExploreState) {
        var start = 0
        while start < min(state.topics.rowCount, 4096) {
            let end = min(start + 256, state.topics.rowCount)
            if let row = state.topics.rows(in: start..<end).first(where: \.isMatch) { return state.select(row.id) }
            start = end
        }
    }

    private func findMatch(forward: Bool, _ state: ExploreState) {
        guard !state.topics.filterText.isEmpty else { return }
        let count = state.topics.rowCount
        var row = selectedRow(state)
        // Every other row of a filtered tree is a match or leads to one: a few thousand are far enough.
        for _ in 0..<min(count, 4096) {
            row = (row + (forward ? 1 : count - 1)) % count
            if let found = state.topics.rows(in: row..<(row + 1)).first, found.isMatch { return state.select(found.id) }
        }
    }

    func click(_ point: Point, in state: ExploreState) {
        let row = top + point.y
        guard point.y < height, row < state.topics.rowCount,
            let found = state.topics.rows(in: row..<(row + 1)).first
        else { return }
        let isMarker = point.x >= found.depth * 2 && point.x < found.depth * 2 + 2
        if found.hasChildren, isMarker || state.topic == found.id { state.topics.toggle(found.id) }
        state.select(found.id)
    }

    // MARK: - Drawing

    func draw(_ state: ExploreState, into canvas: Canvas) -> Point? {
        if state.topics.rowCount == 0 { drawEmpty(state, into: canvas) }
        let end = min(top + height, state.topics.rowCount)
        for (index, row) in state.topics.rows(in: min(top, end)..<end).enumerated() {
            draw(row, y: index, state, into: canvas)
        }
        guard showsFilterLine(state) else { return nil }
        return drawFilterLine(state, into: canvas)
    }

    private func draw(_ row: TopicRow, y: Int, _ state: ExploreState, into canvas: Canvas) {
        let info = state.topics.info(row.id, now: state.now)
        let width = canvas.size.width
        let indent = min(row.depth * 2, width / 2)
        if row.hasChildren {
            canvas.put(row.isOpen ? "▾" : "▸", x: indent, y: y, style: state.style(.topicInner))
        }
        let right = drawFigures(info, y: y, state, into: canvas)
        let nameStyle = state.style(row.isMatch ? .match : row.hasChildren ? .topicInner : .topicName)
        var x = indent + 2
        let room = max(4, right - x - 1)
        x += state.topics.withLevelName(row.id) { name in
            name.isEmpty
                ? canvas.put("(empty)", x: x, y: y, style: state.style(.textDim), limit: room)
                : canvas.put(utf8: name, x: x, y: y, style: nameStyle, limit: room)
        }
        if info.ownMessages > 0, let last = info.lastSequence, !row.hasChildren, right - x > 4 {
            let text = state.workspace.messages.withPayload(last) { excerpt($0, limit: right - x) } ?? ""
            canvas.put(
                text, x: max(x + 2, min(indent + 16, right - 8)), y: y, style: state.style(.topicValue),
                limit: right - max(x + 2, min(indent + 16, right - 8)) - 1)
        } else if row.hasChildren, right - x > 20 {
            let text = "\(Figures.count(info.topics)) topics, \(Figures.count(info.messages)) msgs"
            canvas.put(
                text, x: max(x + 2, min(indent + 16, right - 24)), y: y, style: state.style(.textDim),
                limit: right - x - 3)
        }
        if row.id == state.topic {
            canvas.restyle(
                Rect(x: 0, y: y, width: width, height: 1),
                state.theme[state.isFocused ? .selection : .selectionInactive])
        }
    }

    /// Retained mark, rate and age in columns at the right; answers where they begin.
    private func drawFigures(_ info: TopicInfo, y: Int, _ state: ExploreState, into canvas: Canvas) -> Int {
        let width = canvas.size.width
        guard width >= 34 else { return width }
        if let last = info.lastTime {
            let age = Figures.age(state.now - last)
            canvas.put(age, x: width - age.count, y: y, style: state.style(.textDim))
        }
        let rate = Figures.rate(info.rate)
        canvas.put(rate, x: width - 5 - rate.count, y: y, style: state.style(.topicRate))
        if info.isRetained { canvas.put("R", x: width - 14, y: y, style: state.style(.mqttRetained)) }
        return width - 14
    }

    private func drawFilterLine(_ state: ExploreState, into canvas: Canvas) -> Point? {
        let y = canvas.size.height - 1
        canvas.put("/", x: 0, y: y, style: state.style(.hintKey))
        if let problem = state.topics.filterProblem {
            canvas.put(problem, x: canvas.size.width / 2, y: y, style: state.style(.error))
        }
        let width = state.topics.filterProblem == nil ? canvas.size.width - 1 : canvas.size.width / 2 - 2
        guard let field else {
            canvas.put(state.topics.filterText, x: 1, y: y, style: state.style(.match), limit: width)
            return nil
        }
        return Point(x: field.draw(into: canvas, x: 1, y: y, width: width, style: state.style(.field)), y: y)
    }

    private func drawEmpty(_ state: ExploreState, into canvas: Canvas) {
        for (y, line) in EmptyTree.words(state).enumerated() where y < canvas.size.height {
            canvas.put(line, x: 1, y: y, style: state.style(y == 0 ? .text : .textDim))
        }
    }
}

extension TopicSort {
    /// What the title says.
    var words: String {
        switch self {
        case .name: "name"
        case .rate: "rate"
        case .lastUpdate: "last update"
        case .count: "count"
        }
    }

    var next: TopicSort {
        let all = Self.allCases
        let index = all.firstIndex(of: self) ?? all.startIndex
        return all[(index + 1) % all.count]
    }
}
