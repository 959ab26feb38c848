import Kit
import Model
import Profile
import Topics

/// The questions that panes ask.
enum Dialogs {
    static func open(_ action: Action, in state: ScreenState) {
        switch action {
        case .subscribe: subscribe(state)
        case .unsubscribe: unsubscribe(state)
        case .publish: publish(on: state.topic, in: state)
        case .forgetAll: forgetAll(state)
        case .clearRetained: clearRetained(state)
        case .retainedDesk: retainedDesk(state)
        default: break
        }
    }

    private static let qualities = ["0", "1", "2"]

    private static func subscribe(_ state: ScreenState) {
        guard TopicRules.canName(state.topic, in: state.topics, state) else { return }
        let filter = state.topic.map { state.topics.topic($0) + "/#" } ?? ""
        let fields: [FormField] = [.line("Filter", filter), .choice("QoS", qualities)]
        state.overlays.append(
            FormOverlay(state, "Subscribe", verb: "subscribe", fields) { values in
                if let problem = TopicRules.problem(ofFilter: values[0]) { return .problem(problem) }
                return .effects([.connection(.subscribe(filter: values[0], qos: Int(values[1]) ?? 0))])
            })
    }

    private static func unsubscribe(_ state: ScreenState) {
        let wanted = state.workspace.subscriptions.filter(\.isWanted)
        guard !wanted.isEmpty else { return state.say(.info, "Subscribed to nothing") }
        let topic = state.topic.map(state.topics.topic)
        let nearest = wanted.firstIndex { $0.filter == topic || $0.filter == topic.map { "\($0)/#" } } ?? 0
        let lines = wanted.map { (text: $0.filter, note: note($0.state)) }
        state.overlays.append(
            PickOverlay(state, "Unsubscribe", verb: "unsubscribe", lines, selected: nearest) {
                [.connection(.unsubscribe(filter: wanted[$0].filter))]
            })
    }

    private static func note(_ state: SubscriptionStatus.State) -> String {
        switch state {
        case .unusable(let words): "not asked for: \(words)"
        case .pending: "not answered yet"
        case .granted(let qos): "QoS \(qos)"
        case .refused(let reason): "refused: \(reason)"
        case .unanswered(let words): "not answered: \(words)"
        case .removed: ""
        }
    }

    /// Opens the composer on a topic and its last payload; on what was typed last when that was for the same topic.
    static func publish(on id: TopicID?, in state: ScreenState) {
        guard TopicRules.canName(id, in: state.topics, state) else { return }
        var draft = id.map { PublishDraft(lastOf: $0, in: state.workspace) } ?? PublishDraft()
        if let kept = state.desk.publisher.kept, id == nil || kept.topic == draft.topic { draft = kept }
        state.overlays.append(PublishComposer(draft, state.desk.publisher))
    }

    private static func forgetAll(_ state: ScreenState) {
        let count = Figures.count(state.topics.count)
        state.overlays.append(
            ConfirmOverlay(state, "Forget all", "Forget all \(count) topics and their messages here?") {
                state.select(nil)
                state.workspace.live.forgetAll()
                return []
            })
    }

    private static func retainedDesk(_ state: ScreenState) {
        var filter = ""
        if let id = state.topic {
            filter = state.topics.topic(id) + (state.topics.info(id, now: state.now).hasChildren ? "/#" : "")
        }
        state.overlays.append(
            RetainedOverlay(filter: filter, state.desk.publisher) { [desk = state.desk] topic in
                desk.selectExactly(topic)
                state.wantedFocus = .message
            })
    }

    private static func clearRetained(_ state: ScreenState) {
        guard let id = state.topic, TopicRules.canName(id, in: state.topics, state) else { return }
        let topic = state.topics.topic(id)
        if let problem = TopicRules.problem(ofTopic: topic) { return state.say(.warning, problem) }
        RetainedOverlay.ask(clearing: [topic], "Clear the broker's retained message of \(topic)?", state.desk.publisher)
    }
}
