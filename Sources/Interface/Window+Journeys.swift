import Topics

/// The window knows the rooms, and goes from one to another.
extension Window: Journeys {
    func showTopic(_ topic: TopicID, filter: String?) {
        if let filter { state.tree.setFilter(filter) }
        guard state.topics.contains(topic) else { return }
        state.tree.reveal(topic)
        state.select(topic)
        state.wantedFocus = .topics
    }
}
