import Kit
import Model
import Terminal
import Topics

/// Every message of the selected subtree, newest last.
final class MessagesPane: FilteredPane {
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
    /// The rows.
    var cursor: LogCursor { desk.cursor }

    // MARK: - Layout

    func fit(_ look: Look, to size: Size) {
        cursor.fit(height: size.height - (showsFilterLine ? 1 : 0), isNarrowed: !filter.isEmpty)
    }

    var subtitle: String {
        guard !desk.showsAllTopics, let topic = desk.topic else { return "all topics" }
        let name = desk.topics.shownTopic(topic)
        return desk.showsOneTopic ? name : "\(name)/#"
    }

    func info(_ look: Look) -> String { cursor.words }

    func offers(_ action: Action) -> Bool {
        switch action {
        case .pause, .openMessage, .filterTopic, .copy, .copyCommand, .write: !cursor.lines.isEmpty
        default: true
        }
    }

    var isHeld: Bool { desk.log.isHeld }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        if cursor.perform(action) { return [] }
        switch action {
        case .openMessage:
            // What is opened stays open, whatever comes.
            if cursor.selectedRow != nil { cursor.hold() }
            stage.wantedFocus = .message
        case .filterTopic: filterTopic()
        case .allTopics: desk.toggleAllTopics()
        case .filter: typeFilter()
        case .hideHint: TopicAdvice.hide(ofRead: cursor.selectedMessage?.topic, desk)
        default: return MessageActions.perform(action, on: cursor.selectedMessage, desk)
        }
        return []
    }

    func back() -> Bool { takeFilterAway() || cursor.back() }

    /// To the selected message's topic alone, and back again.
    private func filterTopic() {
        if desk.showsExactTopic {
            // It may have been forgotten meanwhile: then it is all topics.
            desk.select(earlierTopic.flatMap { desk.topics.contains($0) ? $0 : nil })
        } else if let message = cursor.selectedMessage {
            earlierTopic = desk.showsAllTopics ? nil : desk.topic
            desk.selectExactly(message.topic)
        } else {
            stage.say(.info, "No message is selected")
        }
    }

    func click(_ point: Point) { _ = cursor.click(line: point.y) }

    func doubleClick(_ point: Point) -> [Effect] {
        cursor.hasMessage(onLine: point.y) ? perform(.openMessage) : []
    }

    func scroll(by rows: Int) { cursor.scroll(by: rows) }

    // MARK: - Filter

    /// `topic:a/+/b text`: the first word may narrow the topics, the rest is looked for in payloads.
    func use(_ text: String) {
        filter = text
        let (topic, payload) = LogFilter.parts(of: text)
        desk.filterLog(topic: topic, payload: payload)
    }
}

/// What is typed to narrow a log.
enum LogFilter {
    /// What it says of topics, and what payloads must contain.
    static func parts(of text: String) -> (topic: String, payload: String) {
        guard text.hasPrefix("topic:") else { return ("", text) }
        let words = text.dropFirst("topic:".count).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        // Empty pieces are kept: `topic:` alone has a first one, and in `topic: text` the text narrows no topic.
        return (String(words[0]), words.count > 1 ? String(words[1]) : "")
    }
}
