import Kit
import Model
import Profile
import Topics

/// What can be done with topics, each after a question.
enum TopicActions {
    static func perform(_ action: Action, _ desk: Desk) {
        switch action {
        case .subscribe: subscribe(desk)
        case .unsubscribe: unsubscribe(desk)
        case .publish: publish(on: desk.topic, desk)
        case .forgetAll: forgetAll(desk)
        case .clearRetained: clearRetained(desk)
        case .retainedList: retained(desk)
        default: break
        }
    }

    private static let qualities = ["0", "1", "2"]

    private static func subscribe(_ desk: Desk) {
        guard TopicRules.canName(desk.topic, in: desk.topics, desk.stage) else { return }
        // Of a topic without others below it too: `a/#` has `a` itself (MQTT 5 4.7.1.2).
        let filter = desk.topic.map { FilterList.text([desk.topics.topic($0) + "/#"]) } ?? ""
        let fields: [FormField] = [.line("Filters", filter, keepsLineBreaks: true), .choice("QoS", qualities)]
        desk.stage.overlays.append(
            FormOverlay(
                desk.stage, "Subscribe: filters, with blanks between them", verb: "subscribe", fields,
                advice: advice(desk)
            ) { values in
                let filters = FilterList.filters(in: values[0])
                let problems = filters.map { TopicRules.problem(ofFilter: $0) }
                if filters.isEmpty { return .problem("A filter is missing") }
                if let place = problems.firstIndex(where: { $0 != nil }), let problem = problems[place] {
                    return .problem(filters.count > 1 ? "\(filters[place]): \(problem)" : problem)
                }
                return .effects([.connection(.subscribe(filters: filters, qos: Int(values[1]) ?? 0))])
            })
    }

    /// What is seldom meant of a filter.
    private static func advice(_ desk: Desk) -> FormOverlay.Advice {
        func hint(_ values: [String]) -> TopicHint? {
            let live = desk.workspace.live
            // The broker's own word where it has one: what is here may be a part of it. Whoever may publish below $SYS says
            // any number.
            let retained = live.system.tile(.retained).value.map { Int(min(max($0, 0), 1e9)) } ?? 0
            let topics = max(live.topics.count, retained)
            return desk.publisher.advice(
                FilterList.filters(in: values[0]).flatMap { TopicHint.all(ofFilter: $0, topics: topics) })
        }
        return FormOverlay.Advice(
            words: { hint($0).map { $0.words + TopicAdvice.howToHide(desk.stage.keymap, in: .form) } },
            hide: { if let hint = hint($0) { TopicAdvice.hide(hint, desk.publisher.book, desk.stage) } })
    }

    private static func unsubscribe(_ desk: Desk) {
        let wanted = desk.workspace.subscriptions.filter(\.isWanted)
        guard !wanted.isEmpty else { return desk.stage.say(.info, "Subscribed to nothing") }
        let topic = desk.topic.map(desk.topics.topic)
        // Only where the cursor starts: what is meant is chosen from the list.
        let nearest = wanted.firstIndex { $0.filter == topic || $0.filter == topic.map { "\($0)/#" } } ?? 0
        let lines = wanted.map { (text: $0.told, note: $0.state.words) }
        desk.stage.overlays.append(
            PickOverlay(desk.stage, "Unsubscribe", verb: "unsubscribe", lines, selected: nearest) {
                desk.givenUp.append(wanted[$0])
                let undo = desk.stage.keymap.key(for: .undo, in: .topics).map { "\($0) asks for it again" } ?? ""
                return [.connection(.unsubscribe(filter: wanted[$0].filter, undo: undo))]
            })
    }

    /// Takes the last unsubscribing back.
    static func subscribeAgain(_ desk: Desk) -> [Effect] {
        while let last = desk.givenUp.popLast() {
            // Meanwhile it may have been asked for in another way.
            let isWanted = desk.workspace.subscriptions.contains { $0.filter == last.filter && $0.isWanted }
            if !isWanted { return [.connection(.subscribeAgain(last))] }
        }
        if !desk.workspace.publishing.undo.isEmpty {
            desk.stage.say(.info, "\(wayBack(desk, "puts back what was cleared")); no subscription was given up")
        } else {
            desk.stage.say(.info, "Nothing to take back: no subscription was given up from here")
        }
        return []
    }

    /// How what was cleared is put back from pane Topics, as `r, then U puts it back`.
    private static func wayBack(_ desk: Desk, _ words: String) -> String {
        let keymap = desk.stage.keymap
        guard let list = keymap.key(for: .retainedList, in: .topics), let undo = keymap.key(for: .undo, in: .retained)
        else { return "the list of retained messages \(words)" }
        return "\(list), then \(undo) \(words)"
    }

    /// Opens the composer on a topic and its last payload; on what was typed last when that was for the same topic.
    static func publish(on id: TopicID?, _ desk: Desk) {
        guard TopicRules.canName(id, in: desk.topics, desk.stage) else { return }
        var draft = id.map { PublishDraft(lastOf: $0, in: desk.workspace) } ?? PublishDraft()
        // Not for another topic: what was typed for one must not be sent to the other.
        var reply: PublishEffect.ReplyWish?
        var isOffered = true
        if let kept = desk.publisher.kept, id == nil || kept.draft.topic == draft.topic {
            (draft, reply) = kept
            // What the person has typed is gone on with.
            isOffered = false
        }
        desk.stage.overlays.append(PublishComposer(draft, desk.publisher, reply: reply, isOffered: isOffered))
    }

    /// Opens the composer on the selected topic, with a QoS that is acknowledged, and says which key cuts the line.
    static func publishAndCut(_ desk: Desk) {
        guard TopicRules.canName(desk.topic, in: desk.topics, desk.stage) else { return }
        var draft = desk.topic.map { PublishDraft(lastOf: $0, in: desk.workspace) } ?? PublishDraft()
        // QoS 0 has no acknowledgement that could be missed (MQTT 5 4.3.1).
        draft.qos = max(1, draft.qos)
        let composer = PublishComposer(draft, desk.publisher)
        composer.offerToCut()
        desk.stage.overlays.append(composer)
    }

    /// Opens the composer on something that came from elsewhere, on the selected topic.
    static func publish(_ payload: DraftPayload, contentType: String, _ desk: Desk) {
        var draft = PublishDraft()
        draft.topic = desk.topic.map(desk.topics.topic) ?? ""
        (draft.format, draft.payload) = (payload.format, payload.text)
        // Content Type is a property (MQTT 5 3.3.2.3.9): 3.1.1 has no place for it.
        if desk.workspace.publishLimits.hasProperties { draft.properties.contentType = contentType }
        desk.stage.overlays.append(PublishComposer(draft, desk.publisher))
    }

    private static func forgetAll(_ desk: Desk) {
        let count = Figures.count(desk.topics.count)
        desk.stage.overlays.append(
            ConfirmOverlay(desk.stage, "Forget all", "Forget all \(count) topics and their messages here?") {
                // Before the topics go: what is selected names one of them.
                desk.select(nil)
                desk.workspace.live.forgetAll()
                return []
            })
    }

    private static func retained(_ desk: Desk) {
        var filter = ""
        // One that is no text would be a filter that nothing passes.
        if let id = desk.topic, desk.topics.isText(id) {
            // `a/#` has `a` itself too (MQTT 5 4.7.1.2).
            filter = desk.topics.topic(id) + (desk.topics.info(id, now: desk.stage.now).hasChildren ? "/#" : "")
        }
        desk.stage.overlays.append(
            RetainedOverlay(filter: filter, desk.publisher) { topic in
                desk.selectExactly(topic)
                desk.stage.wantedFocus = .message
            })
    }

    private static func clearRetained(_ desk: Desk) {
        guard let id = desk.topic, TopicRules.canName(id, in: desk.topics, desk.stage) else { return }
        let topic = desk.topics.topic(id)
        if let problem = TopicRules.problem(ofTopic: topic) { return desk.stage.say(.warning, problem) }
        let info = desk.topics.info(id, now: desk.stage.now)
        guard info.ownMessages > 0 || info.isRetained else {
            // A level of other topics' names: no message of its own is known, let alone a retained one.
            let list = desk.stage.keymap.key(for: .retainedList, in: .topics).map { ": \($0) lists those below it" }
            return desk.stage.say(
                .info, "\(desk.stage.told(topic)) has no message of its own to clear\(list ?? "")")
        }
        RetainedOverlay.ask(clearing: topic, undo: wayBack(desk, "puts it back"), desk.publisher)
    }
}
