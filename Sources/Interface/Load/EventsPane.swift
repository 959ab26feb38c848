import Kit
import Model
import Payloads
import Terminal
import Text
import Topics

/// What happened, newest last: the broker's log, or its clients' comings and goings.
final class EventsPane: FilteredPane {
    /// A line: when, a word for what kind of thing, its look, and the text.
    struct Line {
        var time: Moment
        var word: String
        var role: Role
        var text: String
    }

    /// Where the lines come from.
    struct Source {
        var count: (SystemLoad) -> (kept: Int, total: Int)
        var line: (SystemLoad, Int) -> Line
        /// Why there is none.
        var emptyWords: [String]
    }

    let id: PaneID
    let keyContext = KeyContext.events
    let stage: Stage
    private let workspace: Workspace
    var field: TextField?
    private let source: Source
    var history = FieldHistory()
    private(set) var filter = ""
    private var list = ListCursor<RowNumber>()
    /// Whether the newest line stays in view.
    private var isFollowing = true
    /// The lines that pass the filter, by their place; nil for all.
    private var passing: [Int]?
    private var seen = -1
    /// How many lines have gone from the beginning of the list.
    private var gone = 0

    init(_ id: PaneID, _ source: Source, _ workspace: Workspace, _ stage: Stage) {
        self.workspace = workspace
        self.stage = stage
        self.id = id
        self.source = source
    }

    func fit(_ look: Look, to size: Size) {
        let system = workspace.live.system
        let (kept, total) = source.count(system)
        if total != seen {
            // The list is full: every line has moved up by those that have gone, of which a filter may show fewer.
            let moved = total - kept - gone
            if !isFollowing, seen >= 0, moved > 0 {
                list.put(list.row - (passing?.count { $0 < moved } ?? moved), of: kept)
            }
            (seen, gone) = (total, total - kept)
            sift(system)
        }
        let count = passing?.count ?? kept
        if isFollowing { list.put(count - 1, of: count) }
        list.fit(count: count, height: size.height - (showsFilterLine ? 1 : 0))
    }

    private func sift(_ system: SystemLoad) {
        let words = WordSearch(filter)
        guard !words.isEmpty else { return passing = nil }
        passing = (0..<source.count(system).kept).filter { index in
            let line = source.line(system, index)
            return words.isFound(in: line.text, line.word)
        }
    }

    func info(_ look: Look) -> String {
        let (kept, total) = source.count(workspace.live.system)
        var words = Figures.count(passing?.count ?? kept)
        if passing != nil { words += " of \(Figures.count(kept))" }
        if total > kept { words += ", \(Figures.count(total - kept)) older gone" }
        return isFollowing ? "\(words), following" : words
    }

    func offers(_ action: Action) -> Bool {
        switch action {
        case .pause, .copy: !list.visible.isEmpty
        case .filter: !filter.isEmpty || !list.visible.isEmpty
        default: true
        }
    }

    var isHeld: Bool { !isFollowing }

    func perform(_ action: Action) -> [Effect] {
        let count = passing?.count ?? source.count(workspace.live.system).kept
        if list.perform(action, of: count) {
            // Moved to the newest it is followed again, as with a log of messages.
            isFollowing = action == .last || list.row == count - 1 && action != .up
            return []
        }
        switch action {
        case .pause: isFollowing.toggle()
        case .filter: typeFilter()
        case .copy:
            guard let line = line(list.row) else { return [] }
            return stage.copy("the line", Array("\(Figures.date(line.time)) \(line.word) \(line.text)".utf8))
        default: break
        }
        return []
    }

    private func line(_ row: Int) -> Line? {
        let system = workspace.live.system
        if let passing { return passing.indices.contains(row) ? source.line(system, passing[row]) : nil }
        return row >= 0 && row < source.count(system).kept ? source.line(system, row) : nil
    }

    func back() -> Bool {
        if takeFilterAway() { return true }
        // Esc goes back to the end first, and only from there out of the pane.
        defer { isFollowing = true }
        return !isFollowing
    }

    func use(_ filter: String) {
        self.filter = filter
        sift(workspace.live.system)
    }

    func click(_ point: Point) {
        // What is pointed at stays, whatever comes.
        isFollowing = false
        list.click(row: point.y)
    }

    func scroll(by rows: Int) {
        isFollowing = false
        list.turn(by: rows)
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        if list.visible.isEmpty {
            drawWords(filter.isEmpty ? emptyWords : ["No line matches."], look, into: canvas)
        }
        // What was is above while the newest is followed, and the title counts it.
        stage.hiddenRows = isFollowing ? HiddenRows() : list.hidden
        let lines = list.visible.map(line)
        // The text begins behind the longest word in sight.
        let words = min(12, lines.reduce(0) { max($0, $1.map { displayWidth(of: $0.word) } ?? 0) })
        for (y, row) in list.visible.enumerated() {
            guard let line = lines[y] else { continue }
            canvas.put(Figures.clock(line.time), x: 1, y: y, style: look.style(.textDim))
            canvas.put(line.word, x: 11, y: y, style: look.style(line.role), limit: words)
            let x = 11 + words + 2
            canvas.put(line.text, x: x, y: y, style: look.style(.text), limit: canvas.size.width - x - 1)
            // While the newest is followed no line is chosen.
            if row == list.row, !isFollowing { drawSelection(y: y, look, into: canvas) }
        }
        guard showsFilterLine else { return nil }
        let line = FilterLine(
            field: field, text: filter, problem: nil, result: passing.map { "\(Figures.count($0.count)) found" } ?? "",
            hint: "words of a line")
        return line.draw(look, y: canvas.size.height - 1, into: canvas)
    }
}

extension EventsPane {
    /// What a broker does not tell is known of one that is connected alone.
    private var emptyWords: [String] {
        guard case .connected = workspace.connection.state else { return ["Not connected: nothing is told."] }
        return source.emptyWords
    }

    /// The broker's log.
    static func log(_ workspace: Workspace, _ stage: Stage) -> EventsPane {
        EventsPane(
            .log,
            Source(
                count: { ($0.log.count, $0.log.total) },
                line: { system, index in
                    let line = system.log[index]
                    return Line(time: line.at, word: line.level.rawValue, role: role(line.level), text: line.text)
                },
                emptyWords: [
                    "The broker publishes no log.",
                    "mosquitto does with `log_dest topic` in its configuration, under $SYS/broker/log/#.",
                ]), workspace, stage)
    }

    private static func role(_ level: SysLogLine.Level) -> Role {
        switch level {
        case .error: .error
        case .warning: .warning
        case .notice, .info: .info
        default: .textDim
        }
    }

    /// What is told of a client beside what happened to it. mosquitto's letters are its own: `p5, c1, k60`.
    private static func words(ofDetails event: PresenceEvent) -> String {
        // The word of the row says it already.
        if event.details == event.kind.rawValue { return "" }
        let parts = event.details.split(separator: ", ").map { part in
            switch (part.first, part.dropFirst()) {
            case ("p", "1"): "v3.1"
            case ("p", "2"): "v3.1.1"
            case ("p", "5"): "v5"
            case ("c", "1"): "clean"
            case ("c", "0"): "session kept"
            case ("k", let seconds) where Int(seconds) != nil: "alive \(seconds) s"
            default: String(part)
            }
        }
        return parts.joined(separator: ", ")
    }

    /// The broker's clients.
    static func clients(_ workspace: Workspace, _ stage: Stage) -> EventsPane {
        EventsPane(
            .clients,
            Source(
                count: { ($0.clients.count, $0.clients.total) },
                line: { system, index in
                    let event = system.clients[index]
                    let role: Role =
                        event.kind == .connected ? .info : event.kind == .disconnected ? .warning : .textDim
                    let details = words(ofDetails: event)
                    return Line(
                        time: event.at, word: event.kind.rawValue, role: role,
                        text: details.isEmpty ? event.client : "\(event.client)  \(details)")
                },
                emptyWords: [
                    "The broker has not told of any client yet.",
                    "EMQX, RMQTT and NanoMQ publish who comes and goes; mosquitto does in its log, with `log_dest topic`.",
                ]), workspace, stage)
    }
}
