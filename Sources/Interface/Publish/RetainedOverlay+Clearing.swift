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
        Self.ask(clearing: [topic], "Clear the broker's retained message of \(topic)?", publisher)
    }

    func clearListed() {
        // The question names a number: it must be the number that goes.
        guard list.isComplete else { return stage.say(.info, "Still looking: wait until the list is whole") }
        let topics = list.topics()
        let own = list.ownOfBroker
        guard !topics.isEmpty else {
            if own == 0, list.unnamed > 0 { return stage.say(.warning, TopicRules.unnamed) }
            return stage.say(.info, own > 0 ? "Topics with a leading $ are the broker's own" : "Nothing is listed")
        }
        let size = Figures.bytes(Double(list.clearableBytes))
        var without = own > 0 ? " The broker's own \(Figures.count(own)) with a leading $ stay." : ""
        if list.unnamed > 0 { without += " \(Figures.count(list.unnamed, "topic")) that are no UTF-8 stay." }
        Self.ask(
            clearing: topics,
            "Clear the \(Figures.count(topics.count, "retained message")) listed, \(size) in all?\(without)", publisher)
    }

    /// Clears after a yes; what is cleared is kept, to be put back.
    static func ask(clearing topics: [String], _ question: String, _ publisher: Publisher) {
        if publisher.workspace.publishing.sweep?.state == .running {
            return publisher.stage.say(.warning, isRunning(publisher.stage.keymap))
        }
        let workspace = publisher.workspace
        publisher.stage.overlays.append(
            ConfirmOverlay(publisher.stage, "Clear retained", question + doubt(of: topics, workspace)) {
                workspace.clearRetained(topics)
                return []
            })
    }

    /// What is said of topics whose last message did not come as retained: another one may be cleared than the one that is shown.
    private static func doubt(of topics: [String], _ workspace: Workspace) -> String {
        let unsure = topics.filter { workspace.isUnsureRetained($0) }
        guard let first = unsure.first else { return "" }
        if topics.count == 1 { return " What came last was not sent as retained: the broker may keep another one." }
        let others = unsure.count == 1 ? "" : " and \(Figures.count(unsure.count - 1, "other"))"
        return " What came last on \(first)\(others) was not sent as retained: the broker may keep another one there."
    }

    private static func isRunning(_ keymap: Keymap) -> String {
        "A sweep is running: \(keymap.name(of: .back, in: .retained)) cancels it"
    }

    func restore() {
        let workspace = publisher.workspace
        let (sure, unsure) = workspace.restorable
        // What is in doubt is asked about once nothing else is left.
        let items = sure.isEmpty ? unsure : sure
        guard let first = items.first else {
            let undo = workspace.publishing.undo
            return stage.say(
                .info,
                undo.restored > 0
                    ? "All of it was put back"
                    : undo.lost > 0 ? "What was cleared was not kept here" : "Nothing was cleared from here")
        }
        if workspace.publishing.sweep?.state == .running {
            return stage.say(.warning, Self.isRunning(stage.keymap))
        }
        var question =
            items.count == 1
            ? "Put the retained message of \(first.topic) back?"
            : "Put \(Figures.count(items.count, "retained message")) back, \(first.topic) and others?"
        if sure.isEmpty {
            question += Self.doubt(of: unsure)
        } else if !unsure.isEmpty {
            // Their newer value would be lost, and nobody would see it go.
            question += " Not yet \(Figures.count(unsure.count, "topic")) that spoke since, or never as retained."
        }
        stage.overlays.append(
            ConfirmOverlay(stage, "Put back", question) {
                workspace.publishing.begin(RetainedSweep(restoring: items))
                return []
            })
    }

    /// Why it is not sure that what is put back belongs there.
    private static func doubt(of items: [RetainedSweep.Item]) -> String {
        let unseen = items.count { !$0.wasSeenRetained }
        if items.count == 1 {
            return unseen == 1
                ? " It was never seen retained: it is the last that came."
                : " The topic has spoken since: a newer one may be kept there."
        }
        let spoke = items.count - unseen
        let parts = [
            unseen > 0 ? "\(Figures.count(unseen)) never seen retained" : "",
            spoke > 0 ? "\(Figures.count(spoke)) whose topics have spoken since" : "",
        ].filter { !$0.isEmpty }
        return " It is not sure that they belong there: \(parts.joined(separator: ", "))."
    }
}
