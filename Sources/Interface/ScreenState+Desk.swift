import Kit
import Model
import Topics

/// The desk on screen, seen from its panes.
extension ScreenState {
    var workspace: Workspace { model.shown }
    var topics: TopicStore { desk.topics }
    var tree: TopicTree { desk.tree }
    var log: MessageLog { desk.log }
    var topic: TopicID? { desk.topic }
    var showsAllTopics: Bool { desk.showsAllTopics }
    var showsExactTopic: Bool { desk.showsExactTopic }
    var showsOneTopic: Bool { desk.showsOneTopic }
    var logTopicFilter: String { desk.logTopicFilter }
    var openMessage: UInt64? { desk.openMessage }

    var message: UInt64? {
        get { desk.message }
        set { desk.message = newValue }
    }

    func select(_ id: TopicID?) { desk.select(id) }
    func selectExactly(_ id: TopicID) { desk.selectExactly(id) }
    func toggleAllTopics() { desk.toggleAllTopics() }
    func filterLog(topic: String, payload: String) { desk.filterLog(topic: topic, payload: payload) }
}
