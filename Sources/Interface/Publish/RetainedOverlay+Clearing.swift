import Kit
import Model
import Topics

/// Clearing what is listed, and putting it back, each after a question.
extension RetainedOverlay {
    func clearSelected() {
        // A name that is no UTF-8 could be listed as it came, but not published to (MQTT 5 1.5.4).
        guard list.count > selected, TopicRules.canName(list[selected], in: publisher.live.topics, stage) else {
            return
        }
        let topic = publisher.live.topics.topic(list[selected])
        Self.ask(clearing: topic, publisher)
    }

    func clearListed() {
        // The question names a number: it must be the number that goes.
        guard list.isComplete else { return stage.say(.info, "Still looking: wait until the list is whole") }
        let own = list.ownOfBroker
        guard list.clearableCount > 0 else {
            if own == 0, list.unnamed > 0 { return stage.say(.warning, TopicRules.unnamed) }
            return stage.say(.info, own > 0 ? "Topics with a leading $ are the broker's own" : "Nothing is listed")
        }
        let size = Figures.bytes(Double(list.clearableBytes))
        var without = own > 0 ? " The broker's own \(Figures.count(own)) with a leading $ stay." : ""
        if list.unnamed > 0 { without += " \(Figures.count(list.unnamed, "topic")) that are no UTF-8 stay." }
        Self.ask(ClearingSurvey(of: list), publisher) { topics in
            guard !topics.isEmpty else { return "What was listed is cleared by now." }
            return "Clear the \(Figures.count(topics.count, "retained message")) listed, \(size) in all?\(without)"
        }
    }

    /// Clears one topic after a yes.
    /// - Parameter undo: how it is put back from where the person stands, for a notice at the end; nil for who sees the end.
    static func ask(clearing topic: String, undo: String? = nil, _ publisher: Publisher) {
        ask(ClearingSurvey(of: [topic]), undo: undo, publisher) { _ in
            "Clear the broker's retained message of \(topic)?"
        }
    }

    /// Clears after a yes; what is cleared is kept, to be put back.
    private static func ask(
        _ survey: ClearingSurvey, undo: String? = nil, _ publisher: Publisher,
        question: @escaping ([String]) -> String
    ) {
        let (workspace, keymap) = (publisher.workspace, publisher.stage.keymap)
        let isInList = undo == nil
        if workspace.publishing.sweep?.state == .running {
            return publisher.stage.say(.warning, "A sweep is running: \(cancels(keymap, isInList)) cancels it")
        }
        var survey = survey
        publisher.stage.overlays.append(
            ConfirmOverlay(
                publisher.stage, "Clear retained",
                finding: {
                    guard workspace.advance(&survey, until: $0) else { return nil }
                    return question(survey.topics) + doubt(survey) + losses(survey)
                }
            ) {
                guard let first = survey.topics.first else { return [] }
                workspace.clearRetained(survey.topics, undo: undo)
                // The list shows how far it is; elsewhere nothing would be seen of what waits.
                if case .connected = workspace.connection.state { return [] }
                if !isInList {
                    let topic = workspace.withoutSecrets(quoting: first)
                    let cancel = cancels(keymap, isInList)
                    publisher.stage.say(
                        .info, "Cleared once there is a connection; \(cancel) takes that back: \(topic)")
                }
                return []
            })
    }

    /// What is said of topics whose last message did not come as retained: another one may be cleared than the one that is shown.
    private static func doubt(_ survey: ClearingSurvey) -> String {
        guard let (count, first) = survey.unsure else { return "" }
        if survey.topics.count == 1 {
            return " What came last was not sent as retained: the broker may keep another one."
        }
        let others = count == 1 ? "" : " and \(Figures.count(count - 1, "other"))"
        return " What came last on \(first)\(others) was not sent as retained: the broker may keep another one there."
    }

    /// What is said before of what could not be put back afterwards.
    private static func losses(_ survey: ClearingSurvey) -> String {
        let losses = survey.losses
        guard losses.count > 0 else { return "" }
        if survey.topics.count == 1 { return " It could not be put back: \(losses.reason)." }
        return " \(Figures.count(losses.count)) of them could not be put back: \(losses.words)."
    }

    /// The keys that cancel a sweep: in the list, or from elsewhere.
    private static func cancels(_ keymap: Keymap, _ isInList: Bool) -> String {
        let cancel = keymap.name(of: .back, in: .retained)
        return isInList ? cancel : "\(keymap.name(of: .retainedList, in: .topics)), then \(cancel)"
    }

    func restore() {
        let (workspace, now) = (publisher.workspace, stage.now)
        guard !workspace.publishing.undo.isEmpty else {
            return stage.say(.info, Self.end(of: workspace.publishing.undo))
        }
        if workspace.publishing.sweep?.state == .running {
            return stage.say(.warning, "A sweep is running: \(Self.cancels(stage.keymap, true)) cancels it")
        }
        var survey = RestoringSurvey()
        // What is in doubt is asked about once nothing else is left.
        var items: [RetainedSweep.Item] { survey.sure.isEmpty ? survey.unsure : survey.sure }
        stage.overlays.append(
            ConfirmOverlay(
                stage, "Put back",
                finding: {
                    workspace.advance(&survey, now: now, until: $0) ? Self.question(items, in: survey) : nil
                }
            ) {
                if !items.isEmpty { workspace.publishing.begin(RetainedSweep(restoring: items)) }
                return []
            })
    }

    private static func question(_ items: [RetainedSweep.Item], in survey: RestoringSurvey) -> String {
        let unsure = survey.unsure
        guard let first = items.first else { return "Nothing is left to put back." }
        var question =
            items.count == 1
            ? "Put the retained message of \(first.topic) back?"
            : "Put \(Figures.count(items.count, "retained message")) back, \(first.topic) and others?"
        if survey.sure.isEmpty {
            question += Self.doubt(of: unsure)
        } else if !unsure.isEmpty {
            // Their newer value would be lost, and nobody would see it go.
            var others = "\(Figures.count(unsure.count, "topic")) that spoke since, or never as retained"
            if unsure.contains(where: { $0.doubts.contains(.expired) }) { others += ", or whose time is over" }
            if unsure.contains(where: { $0.doubts.contains(.elsewhere) }) { others += ", or of another broker" }
            question += " Not yet \(others)."
        }
        return question
    }

    /// What is said where nothing is left to put back.
    private static func end(of undo: RetainedUndo) -> String {
        let (restored, losses) = (undo.restored, undo.losses)
        guard losses.count > 0 else { return restored > 0 ? "All of it was put back" : "Nothing was cleared from here" }
        if restored == 0 { return "What was cleared cannot be put back: \(losses.words)" }
        let were = restored == 1 ? "was" : "were"
        let not = losses.count == 1 ? "was" : "were"
        return "\(Figures.count(restored)) \(were) put back, \(Figures.count(losses.count)) \(not) not: \(losses.words)"
    }

    /// Why it is not sure that what is put back belongs there.
    private static func doubt(of items: [RetainedSweep.Item]) -> String {
        if items.count == 1 { return items[0].doubts.sentences.map { " \($0)" }.joined() }
        func part(_ words: String, _ isMeant: (RetainedDoubts) -> Bool) -> String? {
            let count = items.count { isMeant($0.doubts) }
            return count > 0 ? "\(Figures.count(count)) \(words)" : nil
        }
        let parts = [
            part("never seen retained") { $0.contains(.unseen) },
            part("whose topics have spoken since") { !$0.isDisjoint(with: [.spoken, .published]) },
            part("whose time is over") { $0.contains(.expired) },
            part("cleared on another broker") { $0.contains(.elsewhere) },
        ]
        return " It is not sure that they belong there: \(parts.compactMap { $0 }.joined(separator: ", "))."
    }
}

extension RetainedDoubts {
    /// What is said of one message.
    fileprivate var sentences: [String] {
        var sentences: [String] = []
        if contains(.unseen) { sentences.append("It was never seen retained: it is the last that came.") }
        if contains(.published) {
            sentences.append("The topic was published to from here with RETAIN since: a newer one may be kept there.")
        } else if contains(.spoken) {
            sentences.append("The topic has spoken since: a newer one may be kept there.")
        }
        if contains(.expired) { sentences.append("Its time is over: the broker would have dropped it by now.") }
        if contains(.elsewhere) { sentences.append("It was cleared on another broker.") }
        return sentences
    }
}

extension RetainedLosses {
    /// How many for which reason: `1 kept only in part, 2 not kept here`.
    var words: String {
        let parts = [
            (keptInPart, "kept only in part"), (notKept, "not kept here"), (noRoom, "more than is kept for it"),
        ]
        return parts.filter { $0.0 > 0 }.map { "\(Figures.count($0.0)) \($0.1)" }.joined(separator: ", ")
    }

    /// Why a single one is lost.
    fileprivate var reason: String {
        if keptInPart > 0 { return "it is kept here only in part" }
        return notKept > 0 ? "it is not kept here" : "more is cleared than is kept for it"
    }
}
