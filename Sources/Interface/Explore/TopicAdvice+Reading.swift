import Kit
import Model
import Profile
import Terminal
import Topics

/// Hints on topics where one looks at them.
extension TopicAdvice {
    /// The first of a topic that is looked at. That a topic is the broker's own matters to who publishes alone.
    static func first(ofRead topic: TopicID, _ desk: Desk) -> TopicHint? {
        // What is no text is said elsewhere.
        guard desk.topics.isText(topic) else { return nil }
        let hints = TopicHint.all(ofTopic: desk.topics.topic(topic)).filter { $0 != .dollar }
        return first(hints, desk.publisher.book)
    }

    /// It in a line of so many columns, with the key that takes it off: where both have no room the key comes first.
    static func line(ofRead topic: TopicID, _ desk: Desk, width: Int) -> String? {
        guard let words = first(ofRead: topic, desk)?.words else { return nil }
        let keymap = desk.stage.keymap
        let whole = words + howToHide(keymap, in: .message)
        if displayWidth(of: whole) <= width { return whole }
        return keymap.key(for: .hideHint, in: .message).map { "\($0) hides it: \(words)" } ?? words
    }

    /// Takes the hint of a topic that is looked at off.
    static func hide(ofRead topic: TopicID?, _ desk: Desk) {
        guard let hint = topic.flatMap({ first(ofRead: $0, desk) }) else {
            return desk.stage.say(.info, "No hint is given here")
        }
        hide(hint, desk.publisher.book, desk.stage)
    }
}
