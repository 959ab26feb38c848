import Model
import Opener
import Profile
import Topics

/// Topics and requests that seem to tell the same thing: a level of the topic is called as the end of the request's path.
enum RacePairs {
    /// A topic and a request.
    struct Pair {
        var topic: String
        var draft: RequestDraft
        /// What its topic says of it: see ``weight(_:_:)``.
        var weight: Int
    }

    /// How likely a topic is the state of something: what is retained is a state, as a resource has one; then what speaks
    /// most is the better race.
    private static func weight(_ topic: TopicID, _ topics: TopicStore) -> Int {
        let info = topics.info(topic, now: 0)
        // Above any count of messages: every retained topic comes before every other.
        return info.ownMessages == 0 ? 0 : info.ownMessages + (info.isRetained ? 1 << 40 : 0)
    }

    /// Topics that are looked at for a request.
    private static let most = 20

    /// The requests that only read.
    static func requests(_ composer: RequestComposer) -> [RequestDraft] {
        composer.library.items.map(\.draft).filter { $0.method == "GET" && !$0.url.isEmpty }
    }

    /// What the path of a request ends with: `lamp` of `{{base}}/devices/lamp?x=1`.
    static func word(of draft: RequestDraft) -> String {
        let path = draft.url.prefix { $0 != "?" && $0 != "#" }
        let word = path.split(separator: "/").last.map(String.init) ?? ""
        // A variable, or a host with its port: neither is the name of a thing.
        return word.contains("{") || word.contains(":") ? "" : word
    }

    /// How well a request fits to a topic: the place of the level with its name, deeper being better; nil for not at all.
    private static func fit(_ draft: RequestDraft, _ topic: String) -> Int? {
        let word = word(of: draft)
        guard !word.isEmpty else { return nil }
        return topic.split(separator: "/").lastIndex { $0 == word }
    }

    /// The request that fits a topic best.
    static func request(for topic: String, _ composer: RequestComposer) -> RequestDraft? {
        requests(composer).compactMap { draft in fit(draft, topic).map { (draft, $0) } }.max { $0.1 < $1.1 }?.0
    }

    /// The topic that fits a request best: one that ends with its name.
    static func topic(for draft: RequestDraft, _ topics: TopicStore) -> (topic: String, weight: Int)? {
        let word = word(of: draft)
        guard !word.isEmpty else { return nil }
        return topics.topics(containing: word, limit: most, examining: 20_000)
            .map { (topic: topics.topic($0), weight: weight($0, topics)) }
            // The word as the last level: `lamp` inside of `lampshade` is another thing.
            .filter { $0.topic.split(separator: "/").last.map(String.init) == word && $0.weight > 0 }
            .max { $0.weight < $1.weight }
    }

    /// Every pair that is found, the likeliest first.
    static func all(_ composer: RequestComposer, _ topics: TopicStore) -> [Pair] {
        requests(composer).compactMap { draft in
            topic(for: draft, topics).map { Pair(topic: $0.topic, draft: draft, weight: $0.weight) }
        }.sorted { $0.weight > $1.weight }
    }
}
