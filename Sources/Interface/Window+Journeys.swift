import Model
import Profile
import Text
import Topics
import Wire

/// The window knows the rooms, and goes from one to another.
extension Window: Journeys {
    func showTopic(_ topic: TopicID, filter: String?) {
        let desk = explore.desk
        if let filter { desk.tree.setFilter(filter) }
        // Forgotten or evicted since it was seen elsewhere.
        guard desk.topics.contains(topic) else { return }
        // After the filter: a branch that is filtered out cannot be opened.
        desk.tree.reveal(topic)
        desk.select(topic)
        stage.wantedFocus = .topics
    }

    func request(with body: RequestBody) {
        composer.take(body)
        (stage.wantedView, stage.wantedFocus) = (.rest, .request)
    }

    func showMessage(of topic: String, since time: Moment, payload size: Int) {
        let desk = explore.desk
        guard let id = desk.topics.find(topic: topic) else {
            return stage.say(.info, "No topic of that name is kept")
        }
        showTopic(id, filter: "")
        guard let message = desk.message(of: id, since: time, payload: size) else { return }
        desk.selectExactly(id)
        // The log follows what comes: held, it stays at the message that is shown.
        desk.log.hold()
        desk.message = message
        stage.wantedFocus = .messages
    }

    func showExchange(_ id: UInt64) -> Bool {
        guard composer.look(atExchange: id) else { return false }
        (stage.wantedView, stage.wantedFocus) = (.rest, .response)
        return true
    }

    func showPacket(of message: StoredMessage) {
        let topic = explore.desk.topics.topic(message.topic)
        // The beginning is enough to tell the packet from others of the topic and the size.
        let payload = explore.desk.workspace.live.messages.withPayload(message.sequence) { Array($0.prefix(2048)) }
        show(onWire: wire.packet(of: topic, upTo: message.time, payload: payload ?? [], size: message.payloadSize))
    }

    func showOnWire(exchange id: UInt64) { show(onWire: wire.exchange(id)) }

    private func show(onWire key: WireList.Key?) {
        guard let key else { return stage.say(.info, "The wire does not have it any more") }
        wire.select(key)
        (stage.wantedView, stage.wantedFocus) = (.wire, .packets)
    }

    func request(to url: String) {
        var draft = RequestDraft()
        draft.url = url
        composer.openNew(draft)
        (stage.wantedView, stage.wantedFocus) = (.rest, .request)
        followWantedFocus()
    }

    func publish(_ payload: DraftPayload, contentType: String) {
        TopicActions.publish(payload, contentType: contentType, explore.desk)
    }

    func publishAndCut() { TopicActions.publishAndCut(explore.desk) }
}
