import Explorer
import Terminal

/// What the panes of view Explore share: the model, what is selected, and which popups stand.
final class ExploreState {
    let workspace: Workspace
    let theme: Theme
    let keymap: Keymap
    /// What the Messages pane shows.
    let log: MessageLog
    /// The moment of this key or frame.
    var now: Moment = 0
    /// Whether the pane that is drawn or asked has the keys.
    var isFocused = false
    /// The selected topic; nil until there is one.
    var topic: TopicID?
    /// The selected message; nil while the newest is followed.
    var message: UInt64?
    /// Whether the log shows every topic rather than the selected subtree.
    var showsAllTopics = true
    /// Popups, the front one last.
    var overlays: [any Overlay] = []
    /// A pane that asks for the keys.
    var wantedFocus: PaneID?

    init(workspace: Workspace, theme: Theme, keymap: Keymap) {
        self.workspace = workspace
        self.theme = theme
        self.keymap = keymap
        log = workspace.openLog()
    }

    var topics: TopicTree { workspace.topics }

    /// Selects a topic; the log follows to its subtree.
    func select(_ id: TopicID?) {
        topic = id
        message = nil
        showsAllTopics = id == nil
        log.scope = id
    }

    /// The message that is open: the selected one, or the newest that the log shows, or the topic's last.
    var openMessage: UInt64? {
        if let message, workspace.messages.message(message) != nil { return message }
        if let topic, !showsAllTopics, topics.contains(topic) {
            let info = topics.info(topic, now: now)
            if info.ownMessages > 0, let last = info.lastSequence, !info.hasChildren { return last }
        }
        return log.count > 0 ? log.sequence(at: log.count - 1) : nil
    }

    /// A line for the person.
    func say(_ kind: Notice.Kind, _ text: String) {
        workspace.notify(Notice(at: now, kind: kind, text: text))
    }

    func style(_ role: Role) -> Style { theme[role].over(theme[.text]) }
}
