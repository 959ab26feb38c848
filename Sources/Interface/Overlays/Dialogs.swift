import Explorer

/// The questions that panes ask.
enum Dialogs {
    static func open(_ action: Action, in state: ScreenState) {
        switch action {
        case .subscribe: subscribe(state)
        case .unsubscribe: unsubscribe(state)
        case .publish: publish(on: state.topic, in: state)
        case .forgetAll: forgetAll(state)
        case .clearRetained: clearRetained(state)
        default: break
        }
    }

    private static let qualities = ["0", "1", "2"]

    private static func subscribe(_ state: ScreenState) {
        let filter = state.topic.map { state.topics.topic($0) + "/#" } ?? ""
        let fields: [FormOverlay.Field] = [.line("Filter", filter), .choice("QoS", qualities)]
        state.overlays.append(
            FormOverlay("Subscribe", verb: "subscribe", fields) { values in
                if let problem = TopicRules.problem(ofFilter: values[0]) { return .problem(problem) }
                return .effects([.subscribe(filter: values[0], qos: Int(values[1]) ?? 0)])
            })
    }

    private static func unsubscribe(_ state: ScreenState) {
        let wanted = state.workspace.subscriptions.filter { $0.state != .removed }
        guard !wanted.isEmpty else { return state.say(.info, "Subscribed to nothing") }
        let topic = state.topic.map(state.topics.topic)
        let nearest = wanted.firstIndex { $0.filter == topic || $0.filter == topic.map { "\($0)/#" } } ?? 0
        let lines = wanted.map { (text: $0.filter, note: note($0.state)) }
        state.overlays.append(
            PickOverlay("Unsubscribe", verb: "unsubscribe", lines, selected: nearest) {
                [.unsubscribe(filter: wanted[$0].filter)]
            })
    }

    private static func note(_ state: SubscriptionStatus.State) -> String {
        switch state {
        case .pending: "not answered yet"
        case .granted(let qos): "QoS \(qos)"
        case .refused(let reason): "refused: \(reason)"
        case .removed: ""
        }
    }

    static func publish(on id: TopicID?, in state: ScreenState) {
        let topic = id.map(state.topics.topic) ?? ""
        let fields: [FormOverlay.Field] = [
            .line("Topic", topic), .line("Payload", keepsLineBreaks: true), .choice("QoS", qualities),
            .choice("Retain", ["no", "yes"]),
        ]
        state.overlays.append(
            FormOverlay("Publish", verb: "publish", fields, focus: topic.isEmpty ? 0 : 1) { values in
                if let problem = TopicRules.problem(ofTopic: values[0]) { return .problem(problem) }
                return .effects([
                    .publish(
                        topic: values[0], payload: Array(values[1].utf8), qos: Int(values[2]) ?? 0,
                        retain: values[3] == "yes")
                ])
            })
    }

    static func write(_ sequence: UInt64, in state: ScreenState) {
        write("payload-\(sequence).bin", in: state) { .writeFile(path: $0, sequence: sequence) }
    }

    /// Asks where to write to, and again before something is replaced.
    static func write(_ name: String, in state: ScreenState, _ effect: @escaping (String) -> Effect) {
        state.overlays.append(
            FormOverlay("Write the payload to a file", verb: "write", [.line("Path", name)]) {
                [fileExists = state.fileExists] values in
                let path = values[0]
                if path.isEmpty { return .problem("A path is missing") }
                let wanted = effect(path)
                guard fileExists(path) else { return .effects([wanted]) }
                return .ask(ConfirmOverlay("Replace", "\(path) is there already. Replace it?") { [wanted] })
            })
    }

    private static func forgetAll(_ state: ScreenState) {
        let count = Figures.count(state.topics.count)
        state.overlays.append(
            ConfirmOverlay("Forget all", "Forget all \(count) topics and their messages here?") {
                state.select(nil)
                state.workspace.forgetAll()
                return []
            })
    }

    private static func clearRetained(_ state: ScreenState) {
        guard let id = state.topic else { return }
        let topic = state.topics.topic(id)
        if let problem = TopicRules.problem(ofTopic: topic) { return state.say(.warning, problem) }
        state.overlays.append(
            ConfirmOverlay("Clear retained", "Clear the broker's retained message of \(topic)?") {
                // An empty retained message takes the kept one away (MQTT 5 3.3.1.3).
                [.publish(topic: topic, payload: [], qos: 1, retain: true)]
            })
    }
}
