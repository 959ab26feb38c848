import Kit
import Model
import Payloads
import Terminal
import Text
import Topics

/// Topics out of their rhythm, and devices that are gone.
final class HealthPane: FilteredPane {
    private enum Row: Equatable {
        case offline(AnnouncedStates.Offline)
        case finding(TopicRhythms.Finding)

        var topic: TopicID {
            switch self {
            case .offline(let state): state.topic
            case .finding(let finding): finding.topic
            }
        }
    }

    let id = PaneID.health
    let keyContext = KeyContext.health
    let stage: Stage
    private let workspace: Workspace
    var field: TextField?
    private var rows: [Row] = []
    private var list = ListCursor<RowNumber>()
    private var madeAt: Int64 = .min
    private(set) var filter = ""
    var history = FieldHistory()

    init(_ workspace: Workspace, _ stage: Stage) {
        self.workspace = workspace
        self.stage = stage
    }

    func fit(_ look: Look, to size: Size) {
        workspace.live.catchUp(now: look.now)
        look.changesNextSecond()
        let second = Figures.second(of: look.now)
        // Once a second: all topics with a rhythm are looked at.
        if second != madeAt {
            madeAt = second
            make()
        }
        list.fit(count: rows.count, height: size.height - (showsFilterLine ? 1 : 0))
    }

    private func make() {
        let selected = rows.indices.contains(list.row) ? rows[list.row].topic : nil
        let received = workspace.live.received
        var findings: [TopicRhythms.Finding] = []
        // Without a connection everybody would be late.
        if case .connected = workspace.connection.state {
            findings = received.rhythms.findings(now: stage.now, top: received.top)
        }
        // Said by the device itself, and so before what is only concluded.
        rows =
            workspace.live.states.offline(in: workspace.live.messages).map { .offline($0) }
            + findings.map { .finding($0) }
        let wanted = WordSearch(filter)
        if !wanted.isEmpty {
            rows.removeAll { !wanted.isFound(in: workspace.live.topics.shownTopic($0.topic)) }
        }
        // The first row stays the first: whoever looks at the top wants the worst.
        if let selected, list.row > 0, let place = rows.firstIndex(where: { $0.topic == selected }) {
            list.put(place, of: rows.count)
        }
    }

    func info(_ look: Look) -> String {
        guard case .connected = workspace.connection.state else { return "" }
        var counts: [(word: String, count: Int)] = [("offline", 0), ("bursting", 0), ("silent", 0), ("late", 0)]
        for row in rows {
            switch row {
            case .offline: counts[0].count += 1
            // The raw values are in the order of the words above.
            case .finding(let finding): counts[finding.kind.rawValue + 1].count += 1
            }
        }
        let words = counts.filter { $0.count > 0 }.map { "\(Figures.count($0.count)) \($0.word)" }
        return words.isEmpty ? "all in rhythm" : words.joined(separator: ", ")
    }

    func offers(_ action: Action) -> Bool {
        switch action {
        case .jump, .copy: !rows.isEmpty
        case .filter: !rows.isEmpty || !filter.isEmpty
        default: true
        }
    }

    func perform(_ action: Action) -> [Effect] {
        if list.perform(action, of: rows.count) { return [] }
        if action == .filter { typeFilter() }
        guard rows.indices.contains(list.row) else { return [] }
        let topic = rows[list.row].topic
        switch action {
        case .jump: stage.journeys?.showTopic(topic, filter: nil)
        case .copy:
            return stage.copy(workspace.live.topics.shownTopic(topic), workspace.live.topics.topicBytes(topic))
        default: break
        }
        return []
    }

    func use(_ filter: String) {
        self.filter = filter
        // With this letter and not with the next second.
        make()
    }

    func click(_ point: Point) { list.click(row: point.y) }

    func doubleClick(_ point: Point) -> [Effect] { list.place(ofRow: point.y) == nil ? [] : perform(.jump) }

    func scroll(by rows: Int) { list.turn(by: rows) }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        if rows.isEmpty { drawWords(emptyWords, look, into: canvas) }
        stage.hiddenRows = list.hidden
        for (y, index) in list.visible.enumerated() where rows.indices.contains(index) {
            draw(rows[index], y: y, look, into: canvas)
            if index == list.row { drawSelection(y: y, look, into: canvas) }
        }
        guard showsFilterLine else { return nil }
        let result = filter.isEmpty ? "" : "\(Figures.count(rows.count)) found"
        let line = FilterLine(field: field, text: filter, result: result, hint: "words of the topic")
        return line.draw(look, y: canvas.size.height - 1, into: canvas)
    }

    private var emptyWords: [String] {
        if !filter.isEmpty { return ["Nothing here has that.", stage.keymap.takesFilterAway] }
        guard case .connected = workspace.connection.state else {
            return ["Not connected: nobody can be late."]
        }
        return [
            "No topic is late, silent or bursting, and no device says that it is gone.",
            "A topic's rhythm is learned from six of its messages; device states are topics named status, state, "
                + "availability, online, LWT and the like.",
        ]
    }

    private func draw(_ row: Row, y: Int, _ look: Look, into canvas: Canvas) {
        let (word, role, words) = words(of: row, look)
        canvas.put(word, x: 1, y: y, style: look.style(role))
        let right = canvas.size.width - 1
        // Half of the row at most: the rest is the topic's.
        let width = min(displayWidth(of: words), canvas.size.width / 2)
        canvas.put(words, x: right - width, y: y, style: look.style(.textDim), limit: width)
        workspace.live.topics.withTopic(row.topic) {
            canvas.put(tailOf: $0, x: 11, y: y, style: look.style(.topicName), limit: right - width - 13)
        }
    }

    private func words(of row: Row, _ look: Look) -> (word: String, role: Role, words: String) {
        switch row {
        case .offline(let offline):
            let age = "\(look.age(offline.since)) ago"
            // What the device says, unless it is the word of the row.
            return ("offline", .error, offline.value == "offline" ? age : "\(offline.value), \(age)")
        case .finding(let finding):
            let rhythm = "every \(LoadWords.duration(finding.interval))"
            let factor = LoadWords.number(finding.factor < 10 ? finding.factor : finding.factor.rounded())
            switch finding.kind {
            case .bursting: return ("bursting", .warning, "\(factor) times its usual, \(rhythm)")
            case .silent: return ("silent", .error, "last \(look.age(finding.last)) ago, used to speak \(rhythm)")
            case .late: return ("late", .warning, "last \(look.age(finding.last)) ago, speaks \(rhythm)")
            }
        }
    }
}
