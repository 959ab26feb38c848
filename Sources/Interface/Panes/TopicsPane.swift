import Kit
import Model
import Profile
import Terminal
import Topics

/// The live topic tree.
final class TopicsPane: Pane {
    let id = PaneID.topics
    let keyContext = KeyContext.topics
    unowned let state: ScreenState
    init(_ state: ScreenState) { self.state = state }

    var stage: Stage { state }
    var field: TextField?
    private var history = FieldHistory()
    /// The first row shown, and how many fit.
    var top = 0
    var height = 1

    func fit(_ look: Look, to size: Size) {
        height = max(1, size.height - (showsFilterLine ? 1 : 0))
        if let topic = state.topic, !state.topics.contains(topic) { state.select(nil) }
        if let row = selectedRow {
            if row < top { top = row }
            if row >= top + height { top = row - height + 1 }
        }
        top = max(0, min(top, state.tree.rowCount - height))
    }

    var showsFilterLine: Bool { field != nil || !state.tree.filterText.isEmpty }

    private var selectedRow: Int? {
        state.topic.flatMap { state.tree.row(of: $0) }
    }

    var subtitle: String {
        state.tree.sort == .name ? "" : "by \(state.tree.sort.words)"
    }

    func info(_ look: Look) -> String {
        let topics = Figures.count(state.topics.count, "topic")
        guard !state.tree.filterText.isEmpty, state.tree.filterProblem == nil else {
            return "\(topics), \(Figures.count(state.workspace.live.traffic.totalMessages, "msg"))"
        }
        return "\(Figures.count(state.tree.matchCount)) of \(topics)"
    }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        switch action {
        case .up: move(by: -1)
        case .down: move(by: 1)
        case .pageUp: move(by: -max(1, height - 1))
        case .pageDown: move(by: max(1, height - 1))
        case .first: move(to: 0)
        case .last: move(to: state.tree.rowCount - 1)
        case .toggle: if let topic = state.topic { state.tree.toggle(topic) }
        case .open: openOrEnter()
        case .close: closeOrParent()
        case .openAll: state.tree.openAll()
        case .closeAll: closeAll()
        case .sort: state.tree.sort = state.tree.sort.next
        case .filter: field = TextField.query(state.tree.filterText, history: history)
        case .nextMatch: findMatch(forward: true)
        case .previousMatch: findMatch(forward: false)
        case .forget: forget()
        case .forgetAll, .subscribe, .unsubscribe, .publish, .clearRetained, .retainedDesk:
            Dialogs.open(action, in: state)
        case .copy: return copyTopic()
        case .copyCommand: return copySubscription()
        case .chart: if let topic = state.topic { Charts.open(topic, of: state.workspace.live, state) }
        default: break
        }
        return []
    }

    func back() -> Bool {
        guard !state.tree.filterText.isEmpty else { return false }
        state.tree.setFilter("")
        return true
    }

    func typed(_ outcome: FieldOutcome) {
        switch outcome {
        case .changed:
            state.tree.setFilter(field?.text ?? "")
        case .accepted:
            history.add(field?.text ?? "")
            field = nil
            if !state.tree.filterText.isEmpty { selectFirstMatch() }
        case .cancelled:
            field = nil
            state.tree.setFilter("")
        }
    }

    private func move(by rows: Int) {
        guard let row = selectedRow else { return move(to: rows > 0 ? top : state.tree.rowCount - 1) }
        move(to: row + rows)
    }

    private func move(to row: Int) {
        let count = state.tree.rowCount
        guard count > 0 else { return state.select(nil) }
        let row = max(0, min(row, count - 1))
        if let id = state.tree.rows(in: row..<(row + 1)).first?.id, id != state.topic { state.select(id) }
    }

    /// Opens a closed level; on an open one goes to its first child.
    private func openOrEnter() {
        guard let topic = state.topic, state.topics.info(topic, now: state.now).hasChildren else { return }
        if state.tree.isOpen(topic) { move(by: 1) } else { state.tree.open(topic) }
    }

    /// Closes an open level; on a closed one goes to its parent.
    private func closeOrParent() {
        guard let topic = state.topic else { return }
        if state.tree.isOpen(topic), state.topics.info(topic, now: state.now).hasChildren {
            state.tree.close(topic)
        } else if let parent = state.topics.parent(topic), state.tree.row(of: parent) != nil {
            state.select(parent)
        }
    }

    private func closeAll() {
        state.tree.closeAll()
        guard var topic = state.topic else { return }
        while let parent = state.topics.parent(topic), state.tree.row(of: parent) != nil { topic = parent }
        if topic != state.topic { state.select(topic) }
    }

    private func forget() {
        guard let topic = state.topic, let row = selectedRow else { return }
        state.workspace.live.forget(topic)
        move(to: row)
    }

    /// The command that subscribes to the selected topic and what is below it.
    private func copySubscription() -> [Effect] {
        guard let topic = state.topic else {
            state.say(.info, "No topic is selected: an arrow selects one")
            return []
        }
        let name = state.topics.topic(topic)
        let isBranch = state.topics.info(topic, now: state.now).hasChildren
        let filter = SubscriptionDraft(isBranch ? "\(name)/#" : name)
        return CommandCopies.copy(.subscribe([filter]), state.workspace, state)
    }

    private func copyTopic() -> [Effect] {
        guard let topic = state.topic else { return [] }
        state.say(.info, "Copied the topic")
        return [.program(.copy(state.topics.topicBytes(topic)))]
    }

    // MARK: - Matches

    /// Rows looked at for one key: every other row of a filtered tree is a match or leads to one.
    private static let searchedRows = 4096

    private func selectFirstMatch() {
        if let topic = state.topic, let row = state.tree.row(of: topic),
            state.tree.rows(in: row..<(row + 1)).first?.isMatch == true
        {
            return
        }
        let rows = state.tree.rows(in: 0..<min(state.tree.rowCount, Self.searchedRows))
        if let match = rows.first(where: \.isMatch) { state.select(match.id) }
    }

    private func findMatch(forward: Bool) {
        let count = state.tree.rowCount
        guard !state.tree.filterText.isEmpty, count > 0 else { return }
        var row = selectedRow ?? (forward ? count - 1 : 0)
        for _ in 0..<min(count, Self.searchedRows) {
            row = (row + (forward ? 1 : count - 1)) % count
            if let found = state.tree.rows(in: row..<(row + 1)).first, found.isMatch { return state.select(found.id) }
        }
    }

    // MARK: - Mouse

    func click(_ point: Point) {
        let row = top + point.y
        guard point.y < height, row < state.tree.rowCount,
            let found = state.tree.rows(in: row..<(row + 1)).first
        else { return }
        let marker = TopicColumns.indent(found.depth, width: width)
        let isOnMarker = point.x >= marker && point.x < marker + 2
        if found.hasChildren, isOnMarker || state.topic == found.id { state.tree.toggle(found.id) }
        if state.topic != found.id { state.select(found.id) }
    }

    /// Columns at the last drawing, for clicks.
    var width = 1
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
