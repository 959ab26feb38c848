import Model
import Profile
import Text
import Topics

/// One open connection as the panes of view Explore see it: its model, and what is selected in them.
final class Desk {
    let workspace: Workspace
    /// What the Topics pane shows.
    let tree: TopicTree
    /// What the Messages pane shows.
    let log: MessageLog
    /// The rows of it on the screen.
    let cursor: LogCursor

    /// The selected topic; nil until there is one.
    private(set) var topic: TopicID?
    /// The selected message; nil while the newest is followed.
    var message: UInt64? {
        get { cursor.selected }
        set { cursor.selected = newValue }
    }
    /// Whether the log shows every topic rather than the selected subtree.
    private(set) var showsAllTopics = true
    /// Whether the log shows the selected topic without the levels below it.
    private(set) var showsExactTopic = false
    /// The topic filter that was typed for the log.
    private(set) var logTopicFilter = ""

    /// The filters that were unsubscribed from here, the last one last.
    var givenUp: [SubscriptionStatus] = []

    /// What is published over it.
    let publisher: Publisher

    init(_ workspace: Workspace, _ book: ProfileBook, _ stage: Stage) {
        publisher = Publisher(workspace, book, stage)
        self.workspace = workspace
        tree = TopicTree(workspace.live.topics)
        log = workspace.live.openLog()
        cursor = LogCursor(log, of: workspace.live.messages)
    }

    var topics: TopicStore { workspace.live.topics }
    var stage: Stage { publisher.stage }
    /// Whether long lines wrap as long as nothing else was chosen.
    var wraps: Bool { publisher.book.profile.settings.wraps }

    // MARK: - Selection

    /// Selects a topic; the log follows to its subtree.
    func select(_ id: TopicID?) {
        topic = id
        showsAllTopics = id == nil
        showsExactTopic = false
        applyScope()
    }

    /// Shows every topic in the log, or the selected subtree again.
    func toggleAllTopics() {
        showsAllTopics = topic == nil || !showsAllTopics
        showsExactTopic = false
        applyScope()
    }

    /// Selects a topic and shows its own messages only, without those of the levels below it.
    func selectExactly(_ id: TopicID) {
        tree.reveal(id)
        topic = id
        showsAllTopics = false
        showsExactTopic = true
        applyScope()
    }

    /// Narrows the log to messages that contain a text, and to topics that pass a filter in the tree's syntax.
    func filterLog(topic: String, payload: String) {
        logTopicFilter = topic
        if log.payloadText != payload { log.payloadText = payload }
        applyTopicFilter()
    }

    private func applyScope() {
        // Of another scope: the log may not have the selected message.
        message = nil
        log.scope = showsAllTopics ? nil : topic
        log.showsOneTopic = showsExactTopic
        applyTopicFilter()
        // After scope and filter: what was held was a row of the log as it was.
        if log.isHeld { log.follow() }
    }

    private func applyTopicFilter() {
        if log.topicFilter != logTopicFilter { log.setTopicFilter(logTopicFilter) }
    }

    private func hasChildren(_ topic: TopicID) -> Bool {
        // Ages and rates are not asked for: any moment will do.
        topics.info(topic, now: 0).hasChildren
    }

    /// The message of a topic that came with a packet that was read at that moment; nil when it is not kept.
    func message(of topic: TopicID, since time: Moment, payload size: Int) -> UInt64? {
        let messages = workspace.live.messages
        var found: UInt64?
        var next = topics.info(topic, now: 0).lastSequence
        // To the end, for the oldest that fits: a packet is read before its messages are stamped, so it is the first
        // from that moment on.
        while let sequence = next, let message = messages.message(sequence), message.time >= time {
            if message.payloadSize == size { found = sequence }
            next = messages.previousOfTopic(sequence)
        }
        return found
    }

    /// Whether the log shows one topic and nothing below it.
    var showsOneTopic: Bool {
        guard !showsAllTopics, let topic else { return false }
        return showsExactTopic || !hasChildren(topic)
    }

    /// The message that is open: the selected one, else the newest that the log shows, else the selected topic's last.
    var openMessage: UInt64? {
        if let message { return message }
        if log.count > 0 { return log.sequence(at: log.count - 1) }
        // The log is still looking: the topic's last message is known without it.
        guard !log.isExact, showsOneTopic, let topic else { return nil }
        return topics.info(topic, now: 0).lastSequence
    }
}
