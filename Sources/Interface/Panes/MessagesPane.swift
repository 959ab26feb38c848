import Kit
import Model
import Terminal
import Topics

/// Every message of the selected subtree, newest last.
final class MessagesPane: Pane {
    /// What stands on a line of the screen.
    enum Line {
        /// A message and its row in the log.
        case message(StoredMessage, row: Int)
        /// The connection was lost here.
        case gap
    }

    let id = PaneID.messages
    let keyContext = KeyContext.messages
    var field: TextField?
    private var history = FieldHistory()
    /// The filter as typed.
    private(set) var filter = ""
    /// What the topic selection was before it was narrowed to one topic.
    private var earlierTopic: TopicID?
    private var height = 1
    /// The first row shown while the log is held.
    private var top = 0
    /// What is on the screen.
    private(set) var lines: [Line] = []

    var showsFilterLine: Bool { field != nil || !filter.isEmpty }

    // MARK: - Layout

    func fit(_ state: ScreenState, to size: Size) {
        height = max(1, size.height - (showsFilterLine ? 1 : 0))
        let count = state.log.count
        top = max(0, min(top, count - 1))
        let selected = selectedRow(state)
        if !state.log.isHeld {
            layUp(from: count - 1, state)
        } else if let selected, selected < top {
            layDown(from: selected, state)
        } else {
            layDown(from: top, state)
            if let selected, selected > lastRow { layUp(from: selected, state) }
        }
        // At the end of a held log no line stays empty.
        if state.log.isHeld, lines.count < height { layUp(from: count - 1, state) }
        if case .message(_, let row)? = lines.first(where: { if case .message = $0 { true } else { false } }) {
            top = row
        }
    }

    private var lastRow: Int {
        for case .message(_, let row) in lines.reversed() { return row }
        return -1
    }

    private func layUp(from row: Int, _ state: ScreenState) {
        lines.removeAll(keepingCapacity: true)
        var row = row
        while row >= 0, lines.count < height {
            if let message = message(at: row, state) {
                lines.append(.message(message, row: row))
                if message.gapBefore, lines.count < height { lines.append(.gap) }
            }
            row -= 1
        }
        lines.reverse()
    }

    private func layDown(from row: Int, _ state: ScreenState) {
        lines.removeAll(keepingCapacity: true)
        var row = row
        while row < state.log.count, lines.count < height {
            if let message = message(at: row, state) {
                if message.gapBefore, row > 0, lines.count < height - 1 { lines.append(.gap) }
                lines.append(.message(message, row: row))
            }
            row += 1
        }
    }

    private func message(at row: Int, _ state: ScreenState) -> StoredMessage? {
        state.log.sequence(at: row).flatMap(state.workspace.live.messages.message)
    }

    /// The row of the selected message: the newest while following; nil when it was evicted.
    func selectedRow(_ state: ScreenState) -> Int? {
        if let message = state.message { return state.log.index(of: message) }
        return state.log.count > 0 ? state.log.count - 1 : nil
    }

    func subtitle(_ state: ScreenState) -> String {
        guard !state.showsAllTopics, let topic = state.topic else { return "all topics" }
        return state.showsOneTopic ? state.topics.topic(topic) : "\(state.topics.topic(topic))/#"
    }

    func info(_ state: ScreenState) -> String {
        let count = "\(Figures.count(state.log.count))\(state.log.isExact ? "" : "+")"
        guard state.log.isHeld else { return "\(count), following" }
        let new = state.log.arrivedSinceHold
        return "\(count), paused\(new > 0 ? ", \(Figures.count(new)) new" : "")"
    }

    // MARK: - Keys

    func perform(_ action: Action, in state: ScreenState) -> [Effect] {
        switch action {
        case .up: move(by: -1, state)
        case .down: move(by: 1, state)
        case .pageUp: move(by: -max(1, height - 1), state)
        case .pageDown: move(by: max(1, height - 1), state)
        case .first: move(to: 0, state)
        case .last: follow(state)
        case .pause: if state.log.isHeld { follow(state) } else { hold(state) }
        case .openMessage:
            if selectedRow(state) != nil { hold(state) }
            state.wantedFocus = .message
        case .filterTopic: filterTopic(state)
        case .allTopics: state.toggleAllTopics()
        case .filter: field = TextField.query(filter, history: history)
        case .nextMatch: move(by: 1, state)
        case .previousMatch: move(by: -1, state)
        default: return MessageActions.perform(action, on: selectedMessage(state), in: state)
        }
        return []
    }

    private func selectedMessage(_ state: ScreenState) -> StoredMessage? {
        selectedRow(state).flatMap { message(at: $0, state) }
    }

    func back(_ state: ScreenState) -> Bool {
        if !filter.isEmpty {
            use("", state)
        } else if state.log.isHeld {
            follow(state)
        } else {
            return false
        }
        return true
    }

    /// To the selected message's topic alone, and back again.
    private func filterTopic(_ state: ScreenState) {
        if state.showsExactTopic {
            state.select(earlierTopic.flatMap { state.topics.contains($0) ? $0 : nil })
        } else if let message = selectedMessage(state) {
            earlierTopic = state.showsAllTopics ? nil : state.topic
            state.selectExactly(message.topic)
        }
    }

    private func hold(_ state: ScreenState) {
        if state.message == nil, state.log.count > 0 { state.message = state.log.sequence(at: state.log.count - 1) }
        if !state.log.isHeld { state.log.hold() }
    }

    private func follow(_ state: ScreenState) {
        if state.log.isHeld { state.log.follow() }
        state.message = nil
    }

    private func move(by rows: Int, _ state: ScreenState) {
        let row = selectedRow(state) ?? top
        // The newest is selected and followed already: there is nothing below it.
        if !state.log.isHeld, rows > 0 { return }
        move(to: row + rows, state)
    }

    private func move(to row: Int, _ state: ScreenState) {
        guard state.log.count > 0 else { return }
        hold(state)
        state.message = state.log.sequence(at: max(0, min(row, state.log.count - 1)))
    }

    func click(_ point: Point, in state: ScreenState) {
        guard lines.indices.contains(point.y), case .message(_, let row) = lines[point.y] else { return }
        move(to: row, state)
    }

    // MARK: - Filter

    func typed(_ outcome: FieldOutcome, in state: ScreenState) {
        switch outcome {
        case .changed: use(field?.text ?? "", state)
        case .accepted:
            history.add(filter)
            field = nil
        case .cancelled:
            field = nil
            use("", state)
        }
    }

    /// `topic:a/+/b text`: the first word may narrow the topics, the rest is looked for in payloads.
    private func use(_ text: String, _ state: ScreenState) {
        filter = text
        guard text.hasPrefix("topic:") else { return state.filterLog(topic: "", payload: text) }
        let words = text.dropFirst("topic:".count).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        state.filterLog(topic: String(words[0]), payload: words.count > 1 ? String(words[1]) : "")
    }
}
