import Kit
import Model
import Profile
import Topics

/// What the standard asks of topics and filters that a person types, in the person's words.
enum TopicRules {
    /// The most bytes of a topic or a filter (MQTT 5 1.5.4).
    private static let maximumBytes = 65_535

    /// What is said of a topic that no client can name.
    static let unnamed = "This topic is not valid UTF-8: no client may publish to it or subscribe to it"

    /// Whether a topic can be named to a broker; says so when it cannot. A broker sent it that breaks the rules.
    static func canName(_ id: TopicID?, in topics: TopicStore, _ stage: Stage) -> Bool {
        guard let id, !topics.isText(id) else { return true }
        stage.say(.warning, unnamed)
        return false
    }

    /// What a topic to publish to must not have (MQTT 5 4.7); nil when it is fine.
    static func problem(ofTopic topic: String) -> String? {
        PublishCheck.problem(ofTopic: topic)
    }

    /// What a filter must not have (MQTT 5 4.7.1); nil when it is fine.
    static func problem(ofFilter filter: String) -> String? {
        if let problem = problem(of: filter) { return problem }
        let levels = filter.split(separator: "/", omittingEmptySubsequences: false)
        for (index, level) in levels.enumerated() {
            if level.contains("+"), level != "+" { return "+ stands for a whole level: put it between slashes" }
            guard level.contains("#") else { continue }
            if level != "#" || index != levels.count - 1 { return "# stands for the rest: put it alone at the end" }
        }
        // MQTT 5 4.8.2: the name of the group has no wildcard and is not empty, and a filter follows it.
        guard levels[0] == "$share" else { return nil }
        return levels.count < 3 || levels[2...].elementsEqual([""]) || levels[1].isEmpty || levels[1].contains("+")
            || levels[1].contains("#")
            ? "A shared subscription is $share/GROUP/FILTER" : nil
    }

    private static func problem(of text: String) -> String? {
        if text.isEmpty { return "A filter is missing" }
        // Two bytes of length stand before it.
        if text.utf8.count > maximumBytes { return "A filter has 65,535 bytes at most" }
        return text.unicodeScalars.contains("\0") ? "A filter has no NUL" : nil
    }
}
