import Kit
import Model
import Terminal
import Topics

/// Every message of the selected subtree, newest last.
final class MessagesPane: FilteredPane {
    /// What stands on a line of the screen.
    enum Line {
        /// A message and its row in the log.
        case message(StoredMessage, row: Int)
        /// The connection was lost here.
        case gap
    }

    let id = PaneID.messages
    let keyContext = KeyContext.messages
    let desk: Desk
    init(_ desk: Desk) { self.desk = desk }

    var stage: Stage { desk.stage }
    var field: TextField?
    var history = FieldHistory()
    /// The filter as typed.
    private(set) var filter = ""
    /// What the topic selection was before it was narrowed to one topic.
    private var earlierTopic: TopicID?
    private var height = 1
    /// The first row shown while the log is held.
    private var top = 0
    /// What is on the screen.
    private(set) var lines: [Line] = []
    /// Whether the rows were turned away from the selected one, and whether that has paused the log.
    private var isTurned = false
    private var isPausedByTurning = false

    // MARK: - Layout

    func fit(_ look: Look, to size: Size) {
        height = max(1, size.height - (showsFilterLine ? 1 : 0))
        let count = desk.log.count
        top = max(0, min(top, count - 1))
        if isTurned, desk.log.isHeld { return layDown(from: top) }
        isTurned = false
        let selected = selectedRow
        if !desk.log.isHeld {
            layUp(from: count - 1)
        } else if let selected, selected < top {
            layDown(from: selected)
        } else {
            layDown(from: top)
            if let selected, selected > lastRow { layUp(from: selected) }
        }
        // At the end of a held log no line stays empty.
        if desk.log.isHeld, lines.count < height { layUp(from: count - 1) }
        if case .message(_, let row)? = lines.first(where: { if case .message = $0 { true } else { false } }) {
            top = row
        }
    }

    private var lastRow: Int {
        for case .message(_, let row) in lines.reversed() { return row }
        return -1
    }

    private func layUp(from row: Int) {
        lines.removeAll(keepingCapacity: true)
        var row = row
        while row >= 0, lines.count < height {
            if let message = message(at: row) {
                lines.append(.message(message, row: row))
                if message.gapBefore, lines.count < height { lines.append(.gap) }
            }
            row -= 1
        }
        lines.reverse()
    }

    private func layDown(from row: Int) {
        lines.removeAll(keepingCapacity: true)
        var row = row
        while row < desk.log.count, lines.count < height {
            if let message = message(at: row) {
                if message.gapBefore, row > 0, lines.count < height - 1 { lines.append(.gap) }
                lines.append(.message(message, row: row))
            }
            row += 1
        }
    }

    private func message(at row: Int) -> StoredMessage? {
        desk.log.sequence(at: row).flatMap(desk.workspace.live.messages.message)
    }

    /// The row of the selected message: the newest while following; nil when it was evicted.
    var selectedRow: Int? {
        if let message = desk.message { return desk.log.index(of: message) }
        return desk.log.count > 0 ? desk.log.count - 1 : nil
    }

    var subtitle: String {
        guard !desk.showsAllTopics, let topic = desk.topic else { return "all topics" }
        return desk.showsOneTopic ? desk.topics.topic(topic) : "\(desk.topics.topic(topic))/#"
    }

    func info(_ look: Look) -> String {
        let count = "\(Figures.count(desk.log.count))\(desk.log.isExact ? "" : "+")"
        guard desk.log.isHeld else { return "\(count), following" }
        let new = desk.log.arrivedSinceHold
        return "\(count), paused\(new > 0 ? ", \(Figures.count(new)) new" : "")"
    }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        isTurned = false
        if let rows = action.rows(inPageOf: height) {
            move(by: rows)
            return []
        }
        switch action {
        case .first: move(to: 0)
        case .last: follow()
        case .pause:
            isPausedByTurning = false
            if desk.log.isHeld { follow() } else { hold() }
        case .openMessage:
            if selectedRow != nil { hold() }
            stage.wantedFocus = .message
        case .filterTopic: filterTopic()
        case .allTopics: desk.toggleAllTopics()
        case .filter: typeFilter()
        case .nextMatch: move(by: 1)
        case .previousMatch: move(by: -1)
        default: return MessageActions.perform(action, on: selectedMessage, desk)
        }
        return []
    }

    private var selectedMessage: StoredMessage? {
        selectedRow.flatMap { message(at: $0) }
    }

    func back() -> Bool {
        if takeFilterAway() { return true }
        guard desk.log.isHeld else { return false }
        follow()
        return true
    }

    /// To the selected message's topic alone, and back again.
    private func filterTopic() {
        if desk.showsExactTopic {
            desk.select(earlierTopic.flatMap { desk.topics.contains($0) ? $0 : nil })
        } else if let message = selectedMessage {
            earlierTopic = desk.showsAllTopics ? nil : desk.topic
            desk.selectExactly(message.topic)
        }
    }

    private func hold() {
        if desk.message == nil, desk.log.count > 0 { desk.message = desk.log.sequence(at: desk.log.count - 1) }
        if !desk.log.isHeld { desk.log.hold() }
    }

    private func follow() {
        isPausedByTurning = false
        if desk.log.isHeld { desk.log.follow() }
        desk.message = nil
    }

    private func move(by rows: Int) {
        let row = selectedRow ?? top
        // The newest is selected and followed already: there is nothing below it.
        if !desk.log.isHeld, rows > 0 { return }
        move(to: row + rows)
    }

    private func move(to row: Int) {
        guard desk.log.count > 0 else { return }
        hold()
        desk.message = desk.log.sequence(at: max(0, min(row, desk.log.count - 1)))
    }

    func click(_ point: Point) {
        guard lines.indices.contains(point.y), case .message(_, let row) = lines[point.y] else { return }
        isTurned = false
        move(to: row)
    }

    func doubleClick(_ point: Point) -> [Effect] {
        guard lines.indices.contains(point.y), case .message = lines[point.y] else { return [] }
        return perform(.openMessage)
    }

    /// Back pauses; forth to the end goes on, where nothing else has paused.
    func scroll(by rows: Int) {
        let last = max(0, desk.log.count - height)
        if !desk.log.isHeld {
            guard rows < 0, last > 0 else { return }
            hold()
            isPausedByTurning = true
        }
        top = max(0, min(top + rows, last))
        isTurned = true
        if rows > 0, top == last, isPausedByTurning { follow() }
    }

    // MARK: - Filter

    /// `topic:a/+/b text`: the first word may narrow the topics, the rest is looked for in payloads.
    func use(_ text: String) {
        filter = text
        guard text.hasPrefix("topic:") else { return desk.filterLog(topic: "", payload: text) }
        let words = text.dropFirst("topic:".count).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        desk.filterLog(topic: String(words[0]), payload: words.count > 1 ? String(words[1]) : "")
    }
}
