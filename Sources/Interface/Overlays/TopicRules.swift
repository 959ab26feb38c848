import Kit
import Model
import Profile
import Text
import Topics

/// What the standard asks of topics and filters that a person types, in the person's words.
enum TopicRules {
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
        switch TopicFault.ofFilter(filter) {
        case nil: nil
        case .empty: "A filter is missing"
        case .tooLong: "A filter has 65,535 bytes at most"
        case .null: "A filter has no NUL"
        case .misplacedPlus: "+ stands for a whole level: put it between slashes"
        // The other is for topics.
        case .misplacedHash, .wildcardInName: "# stands for the rest: put it alone at the end"
        case .badShare: "A shared subscription is $share/GROUP/FILTER"
        }
    }
}
