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
        /// Messages that came on the topic: what tells most is the better race.
        var messages: Int
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

    /// The topic that fits a request best: the one that ends with its name and speaks most.
    static func topic(for draft: RequestDraft, _ topics: TopicStore) -> (topic: String, messages: Int)? {
        let word = word(of: draft)
        guard !word.isEmpty else { return nil }
        return topics.topics(containing: word, limit: most, examining: 20_000)
            .map { (topic: topics.topic($0), messages: topics.info($0, now: 0).messages) }
            .filter { $0.topic.split(separator: "/").last.map(String.init) == word && $0.messages > 0 }
            .max { $0.messages < $1.messages }
    }

    /// Every pair that is found, the one that tells most first.
    static func all(_ composer: RequestComposer, _ topics: TopicStore) -> [Pair] {
        requests(composer).compactMap { draft in
            topic(for: draft, topics).map { Pair(topic: $0.topic, draft: draft, messages: $0.messages) }
        }.sorted { $0.messages > $1.messages }
    }
}
