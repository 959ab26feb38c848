import Explorer

/// The questions that panes ask.
enum Dialogs {
    static func open(_ action: Action, in state: ExploreState) {
        switch action {
        case .subscribe: subscribe(state)
        case .unsubscribe: unsubscribe(state)
        case .publish: publish(on: state.topic, in: state)
        case .forgetAll:
            state.overlays.append(
                ConfirmOverlay("Forget all", "Forget every topic and message kept here?") {
                    state.select(nil)
                    state.workspace.forgetAll()
                    return []
                })
        case .clearRetained: clearRetained(state)
        default: break
        }
    }

    static func subscribe(_ state: ExploreState) {
        let topic = state.topic.map { state.topics.topic($0) + "/#" } ?? ""
        state.overlays.append(
            FormOverlay("Subscribe", [.init("Filter", topic), .init("QoS", "0")]) { values in
                if let problem = filterProblem(values[0]) { return .problem(problem) }
                guard let qos = quality(values[1]) else { return .problem("QoS is 0, 1 or 2") }
                return .effects([.subscribe(filter: values[0], qos: qos)])
            })
    }

    static func unsubscribe(_ state: ExploreState) {
        let filters = state.workspace.subscriptions.filter { $0.state != .removed }.map(\.filter)
        guard let last = filters.last else { return state.say(.info, "Subscribed to nothing") }
        let title = "Unsubscribe from \(filters.joined(separator: "  "))"
        state.overlays.append(
            FormOverlay(title, [.init("Filter", last)]) { values in
                guard filters.contains(values[0]) else { return .problem("Not subscribed to \(values[0])") }
                return .effects([.unsubscribe(filter: values[0])])
            })
    }

    static func publish(on id: TopicID?, in state: ExploreState) {
        let topic = id.map(state.topics.topic) ?? ""
        let fields = [
            FormOverlay.Field("Topic", topic), .init("Payload"), .init("QoS", "0"), .init("Retain", "no"),
        ]
        state.overlays.append(
            FormOverlay("Publish", fields, focus: topic.isEmpty ? 0 : 1) { values in
                if let problem = topicProblem(values[0]) { return .problem(problem) }
                guard let qos = quality(values[2]) else { return .problem("QoS is 0, 1 or 2") }
                guard let retain = answer(values[3]) else { return .problem("Retain is yes or no") }
                return .effects([
                    .publish(topic: values[0], payload: Array(values[1].utf8), qos: qos, retain: retain)
                ])
            })
    }

    static func write(_ sequence: UInt64, in state: ExploreState) {
        state.overlays.append(
            FormOverlay("Write the payload to a file", [.init("Path", "payload-\(sequence).bin")]) { values in
                values[0].isEmpty
                    ? .problem("A path is missing") : .effects([.writeFile(path: values[0], sequence: sequence)])
            })
    }

    private static func clearRetained(_ state: ExploreState) {
        guard let id = state.topic else { return }
        let topic = state.topics.topic(id)
        if let problem = topicProblem(topic) { return state.say(.warning, problem) }
        state.overlays.append(
            ConfirmOverlay("Clear retained", "Clear the broker's retained message of \(topic)?") {
                [.publish(topic: topic, payload: [], qos: 1, retain: true)]
            })
    }

    private static func quality(_ text: String) -> Int? {
        Int(text.filter { $0 != " " }).flatMap { (0...2).contains($0) ? $0 : nil }
    }

    private static func answer(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "y", "yes", "1", "true": true
        case "n", "no", "0", "false", "": false
        default: nil
        }
    }

    /// MQTT 5 4.7: what a topic name must not have.
    private static func topicProblem(_ topic: String) -> String? {
        if topic.isEmpty { return "A topic is missing" }
        if topic.utf8.count > 65_535 { return "A topic has 65,535 bytes at most" }
        if topic.contains("\0") { return "A topic has no NUL" }
        return topic.contains { $0 == "+" || $0 == "#" } ? "A topic to publish to has no + or #" : nil
    }

    /// MQTT 5 4.7.1: wildcards stand for whole levels, `#` for the last.
    private static func filterProblem(_ filter: String) -> String? {
        if filter.isEmpty { return "A filter is missing" }
        if filter.utf8.count > 65_535 { return "A filter has 65,535 bytes at most" }
        if filter.contains("\0") { return "A filter has no NUL" }
        let levels = filter.split(separator: "/", omittingEmptySubsequences: false)
        for (index, level) in levels.enumerated() {
            if level.contains("+"), level != "+" { return "+ stands alone between slashes" }
            if level.contains("#"), level != "#" || index != levels.count - 1 { return "# stands alone at the end" }
        }
        return nil
    }
}
