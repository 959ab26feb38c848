import Kit
import Model
import Profile
import Terminal
import Topics

/// The live topic tree.
final class TopicsPane: FilteredPane {
    let id = PaneID.topics
    let keyContext = KeyContext.topics
    let desk: Desk
    init(_ desk: Desk) { self.desk = desk }

    var stage: Stage { desk.stage }
    var field: TextField?
    var history = FieldHistory()
    /// The first row shown, and how many fit.
    var top = 0
    var height = 1
    /// Rows that were turned away from the selected one.
    private var turned = RowTurn<TopicID?>()
    /// What is said below the rows of the filters that the broker was asked for; nil for no such row.
    private(set) var subscriptions: [SubscriptionLine.Part]?

    func fit(_ look: Look, to size: Size) {
        // A low pane has its rows for topics.
        subscriptions = size.height < SubscriptionLine.least ? nil : SubscriptionLine.parts(desk.workspace)
        height = max(1, size.height - (showsFilterLine ? 1 : 0) - (subscriptions == nil ? 0 : 1))
        // Forgotten, by the person or for want of memory: its number may soon be another topic's.
        if let topic = desk.topic, !desk.topics.contains(topic) { desk.select(nil) }
        if let rows = turned.take(desk.topic) {
            top += rows
        } else if let row = selectedRow {
            if row < top { top = row }
            if row >= top + height { top = row - height + 1 }
        }
        top = max(0, min(top, desk.tree.rowCount - height))
    }

    var filter: String { desk.tree.filterText }

    private var selectedRow: Int? {
        desk.topic.flatMap { desk.tree.row(of: $0) }
    }

    func info(_ look: Look) -> String {
        // The order comes first: what has no room beside the title is left out from the right.
        let order = desk.tree.sort == .name ? "" : "by \(desk.tree.sort.words), "
        let topics = order + Figures.count(desk.topics.count, "topic")
        guard !desk.tree.filterText.isEmpty, desk.tree.filterProblem == nil else {
            return "\(topics), \(Figures.count(desk.workspace.live.traffic.totalMessages, "msg"))"
        }
        return "\(order)\(Figures.count(desk.tree.matchCount)) of \(Figures.count(desk.topics.count, "topic"))"
    }

    func offers(_ action: Action) -> Bool {
        switch action {
        case .toggle, .openAll, .sort, .forget: desk.tree.rowCount > 0
        case .unsubscribe: desk.workspace.subscriptions.contains(where: \.isWanted)
        default: true
        }
    }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        turned.end()
        if let rows = action.rows(inPageOf: height) {
            move(by: rows)
            return []
        }
        switch action {
        case .first: move(to: 0)
        case .last: move(to: desk.tree.rowCount - 1)
        case .toggle: if let topic = selected() { desk.tree.toggle(topic) }
        case .open: openOrEnter()
        case .close: closeOrParent()
        case .openAll: desk.tree.openAll()
        case .closeAll: closeAll()
        case .sort: desk.tree.sort = desk.tree.sort.next
        case .filter: typeFilter()
        case .nextMatch: findMatch(forward: true)
        case .previousMatch: findMatch(forward: false)
        case .forget: forget()
        case .forgetAll, .subscribe, .unsubscribe, .publish, .retainedList: TopicActions.perform(action, desk)
        case .clearRetained: if selected() != nil { TopicActions.perform(action, desk) }
        case .undo: return TopicActions.subscribeAgain(desk)
        case .twin:
            guard let topic = selected() else { break }
            return stage.journeys?.showTwin(ofTopic: desk.topics.topic(topic)) ?? []
        case .hideHint: TopicAdvice.hide(ofRead: desk.openMessage.flatMap(topic(of:)), desk)
        case .copy: return copyTopic()
        case .copyCommand: return copySubscription()
        case .chart: if let topic = selected() { Charts.open(topic, of: desk.workspace.live, stage) }
        default: break
        }
        return []
    }

    func use(_ filter: String) {
        desk.tree.setFilter(filter)
        // What was found stays in sight when the filter goes.
        if filter.isEmpty, let topic = desk.topic { desk.tree.reveal(topic) }
    }

    func keepFilter() { if !filter.isEmpty { selectFirstMatch() } }

    private func move(by rows: Int) {
        // Nothing is selected, or it is in a closed branch: down begins at what is in sight.
        guard let row = selectedRow else { return move(to: rows > 0 ? top : desk.tree.rowCount - 1) }
        move(to: row + rows)
    }

    private func move(to row: Int) {
        let count = desk.tree.rowCount
        guard count > 0 else { return desk.select(nil) }
        let row = max(0, min(row, count - 1))
        // To select the same again would load its messages again.
        if let id = desk.tree.rows(in: row..<(row + 1)).first?.id, id != desk.topic { desk.select(id) }
    }

    /// Opens a closed level; on an open one goes to its first child.
    private func openOrEnter() {
        guard let topic = selected(), desk.topics.info(topic, now: stage.now).hasChildren else { return }
        if desk.tree.isOpen(topic) { move(by: 1) } else { desk.tree.open(topic) }
    }

    /// Closes an open level; on a closed one goes to its parent.
    private func closeOrParent() {
        guard let topic = selected() else { return }
        if desk.tree.isOpen(topic), desk.topics.info(topic, now: stage.now).hasChildren {
            desk.tree.close(topic)
        } else if let parent = desk.topics.parent(topic), desk.tree.row(of: parent) != nil {
            desk.select(parent)
        }
    }

    private func closeAll() {
        desk.tree.closeAll()
        guard let topic = desk.topic else { return }
        // To what can still be seen: the selection would else be hidden with its branch, and levels of that, too.
        var seen = topic
        var above = desk.topics.parent(topic)
        while let level = above {
            if desk.tree.row(of: level) != nil { seen = level }
            above = desk.topics.parent(level)
        }
        if seen != topic { desk.select(seen) }
    }

    /// The selected topic; where there is none says how there is one.
    private func selected() -> TopicID? {
        if desk.topic == nil {
            stage.say(
                .info, desk.tree.rowCount == 0 ? "There is no topic here" : "No topic is selected: an arrow selects one"
            )
        }
        return desk.topic
    }

    private func forget() {
        guard let topic = selected() else { return }
        guard let row = selectedRow else {
            return stage.say(.info, "The selected topic is not in sight: an arrow selects one")
        }
        let name = stage.told(desk.topics.shownTopic(topic))
        let messages = Figures.count(desk.topics.info(topic, now: stage.now).messages, "message")
        desk.workspace.live.forget(topic)
        stage.say(.info, "Forgot \(name) and \(messages) here; the broker's next one brings it back")
        // The row that has taken its place: the same key again and again goes down the list.
        move(to: row)
    }

    /// The command that subscribes to the selected topic and what is below it.
    private func copySubscription() -> [Effect] {
        guard let topic = selected() else { return [] }
        let name = desk.topics.topic(topic)
        let isBranch = desk.topics.info(topic, now: stage.now).hasChildren
        let own = isBranch ? "\(name)/#" : name
        let filter = SubscriptionDraft(desk.workspace.access?.marked(filter: own) ?? own)
        return CommandCopies.copy(.subscribe([filter]), desk.workspace, stage)
    }

    /// The topic that the pane beside this one speaks of.
    private func topic(of message: UInt64) -> TopicID? { desk.workspace.live.messages.message(message)?.topic }

    private func copyTopic() -> [Effect] {
        guard let topic = selected() else { return [] }
        return stage.copy(desk.topics.shownTopic(topic), desk.topics.topicBytes(topic))
    }

    // MARK: - Matches

    private func selectFirstMatch() {
        if let topic = desk.topic, let row = desk.tree.row(of: topic),
            desk.tree.rows(in: row..<(row + 1)).first?.isMatch == true
        {
            return
        }
        select(match: desk.tree.nextMatch(from: desk.tree.rowCount - 1, forward: true))
    }

    private func findMatch(forward: Bool) {
        // One before the first, round the end: the first step leads to it.
        let row = selectedRow ?? (forward ? desk.tree.rowCount - 1 : 0)
        select(match: desk.tree.nextMatch(from: row, forward: forward))
    }

    private func select(match row: Int?) {
        if let row, let found = desk.tree.rows(in: row..<(row + 1)).first { desk.select(found.id) }
    }

    // MARK: - Mouse

    func click(_ point: Point) {
        guard let found = row(at: point) else { return }
        if isOnMarker(point, found) { desk.tree.toggle(found.id) }
        if desk.topic != found.id { desk.select(found.id) }
    }

    func doubleClick(_ point: Point) -> [Effect] {
        guard let found = row(at: point), !isOnMarker(point, found) else { return [] }
        return perform(.toggle)
    }

    private func row(at point: Point) -> TopicRow? {
        let row = top + point.y
        guard point.y < height, row < desk.tree.rowCount else { return nil }
        return desk.tree.rows(in: row..<(row + 1)).first
    }

    /// Whether a cell is on what opens and closes a row.
    private func isOnMarker(_ point: Point, _ row: TopicRow) -> Bool {
        // The blank behind the mark counts too: one column is hard to hit.
        let marker = TopicColumns.indent(row.depth, width: width)
        return row.hasChildren && point.x >= marker && point.x < marker + 2
    }

    func scroll(by rows: Int) { turned.turn(by: rows, from: desk.topic) }

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
