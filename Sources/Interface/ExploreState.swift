import Explorer
import Terminal

/// What the panes of view Explore share: the model, what is selected, and which popups stand.
final class ExploreState {
    let workspace: Workspace
    let theme: Theme
    let keymap: Keymap
    /// What the Messages pane shows.
    let log: MessageLog
    /// Whether a file of that path is there: asked before one is written.
    var fileExists: (String) -> Bool = { _ in false }

    /// The moment of this key or frame.
    var now: Moment = 0
    /// Whether the pane that is drawn or asked has the keys.
    var isFocused = false
    /// The selected topic; nil until there is one.
    private(set) var topic: TopicID?
    /// The selected message; nil while the newest is followed.
    var message: UInt64?
    /// Whether the log shows every topic rather than the selected subtree.
    private(set) var showsAllTopics = true
    /// Whether the log shows the selected topic without the levels below it.
    private(set) var showsExactTopic = false
    /// The topic filter that was typed for the log.
    private(set) var logTopicFilter = ""
    /// Popups, the front one last.
    var overlays: [any Overlay] = []
    /// A pane that asks for the keys.
    var wantedFocus: PaneID?
    /// When time alone changes what was drawn last; nil when it does not.
    private(set) var nextChange: Moment?

    init(workspace: Workspace, theme: Theme, keymap: Keymap) {
        self.workspace = workspace
        self.theme = theme
        self.keymap = keymap
        log = workspace.openLog()
    }

    var topics: TopicTree { workspace.topics }

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
        topics.reveal(id)
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
        message = nil
        log.scope = showsAllTopics ? nil : topic
        applyTopicFilter()
        if log.isHeld { log.follow() }
    }

    private func applyTopicFilter() {
        var filter = logTopicFilter
        if showsExactTopic, filter.isEmpty, let topic, topics.info(topic, now: now).hasChildren {
            // The scope is the subtree already: what remains is to leave out what is below.
            filter = "re:^\(Self.escaped(topics.topic(topic)))$"
        }
        if log.topicFilter != filter { log.setTopicFilter(filter) }
    }

    /// A text as a regular expression that finds just that text.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII, !scalar.properties.isAlphabetic, scalar.properties.numericType == nil { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }

    /// Whether the log shows one topic and nothing below it.
    var showsOneTopic: Bool {
        guard !showsAllTopics, let topic else { return false }
        return showsExactTopic || !topics.info(topic, now: now).hasChildren
    }

    /// The message that is open: the selected one, else the newest that the log shows, else the selected topic's last.
    var openMessage: UInt64? {
        if let message { return message }
        if log.count > 0 { return log.sequence(at: log.count - 1) }
        guard !log.isExact, showsOneTopic, let topic else { return nil }
        return topics.info(topic, now: now).lastSequence
    }

    // MARK: - Time

    /// Begins a frame: nothing that was drawn before counts.
    func beginFrame(at now: Moment) {
        self.now = now
        nextChange = nil
    }

    /// Something drawn in this frame looks different at that moment.
    func changes(at moment: Moment) {
        nextChange = min(nextChange ?? moment, max(moment, now + 1))
    }

    /// Something drawn in this frame looks different when the clock's second turns.
    func changesNextSecond() {
        changes(at: Figures.second(of: now) * 1_000_000 + 1_000_000)
    }

    /// How long ago that was, as `14s`, and a note of when it will be longer.
    func age(_ moment: Moment) -> String {
        let seconds = Figures.second(of: now) - Figures.second(of: moment)
        if seconds < 60 {
            changesNextSecond()
        } else {
            // Minutes, hours and days turn with the second of the message.
            changes(at: (Figures.second(of: now) + 60 - seconds % 60) * 1_000_000)
        }
        return Figures.age(seconds: seconds)
    }

    // MARK: - Words and looks

    /// A line for the person.
    func say(_ kind: Notice.Kind, _ text: String) {
        workspace.notify(Notice(at: now, kind: kind, text: text))
    }

    /// The look of a role on the ground of all others.
    func style(_ role: Role) -> Style { theme[role].over(theme[.text]) }
}
