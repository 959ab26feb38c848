import Profile
import Topics

/// The window knows the rooms, and goes from one to another.
extension Window: Journeys {
    func showTopic(_ topic: TopicID, filter: String?) {
        let desk = explore.desk
        if let filter { desk.tree.setFilter(filter) }
        guard desk.topics.contains(topic) else { return }
        desk.tree.reveal(topic)
        desk.select(topic)
        stage.wantedFocus = .topics
    }

    func request(with body: RequestBody) {
        composer.take(body)
        (stage.wantedView, stage.wantedFocus) = (.rest, .request)
    }

    func publish(_ payload: DraftPayload, contentType: String) {
        TopicActions.publish(payload, contentType: contentType, explore.desk)
    }
}
