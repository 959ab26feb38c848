/// What a half-typed topic may become.
extension TopicStore {
    /// The most siblings looked at for one answer: a key is answered at once among a million of them too.
    private static let maximumExamined = 4096

    /// Topics and levels one level on that begin with a text, in the order of the tree.
    /// - Parameter limit: the most answers.
    public func completions(of prefix: String, limit: Int) -> [String] {
        let cut = prefix.lastIndex(of: "/")
        var parent = Self.root
        if let cut {
            guard let id = find(topic: String(prefix[..<cut])) else { return [] }
            parent = Int(id.rawValue)
        }
        let part = Array((cut.map { prefix[prefix.index(after: $0)...] } ?? prefix[...]).utf8)
        var found: [String] = []
        var examined = 0
        for index in 0..<nameRunCount(of: parent) {
            for child in nameRun(index, of: parent) {
                examined += 1
                if found.count == limit || examined > Self.maximumExamined { return found }
                let level = levelBytes(Int(child))
                guard level.count >= part.count, level.prefix(part.count).elementsEqual(part) else { continue }
                let topic = String(decoding: nodes[Int(child)].pointee.topicBytes, as: UTF8.self)
                if topic != prefix { found.append(topic) }
            }
        }
        return found
    }

    /// Topics with messages of their own that hold a text, in the order in which they were first seen.
    /// - Parameters:
    ///   - limit: the most answers.
    ///   - examined: the most topics looked at, so that it is answered at once among a million of them too.
    public func topics(containing text: String, limit: Int, examining examined: Int) -> [TopicID] {
        let search = TopicSearch(self, containing: text, limit: limit)
        search.look(at: examined)
        return search.found
    }

    /// Notes what this program knows of a retained message because it published it itself: a broker says so only
    /// when it sends from its store (MQTT 5 3.3.1.3).
    public func noteRetained(topic: String, _ isRetained: Bool) {
        guard let id = find(topic: topic), let number = valid(id) else { return }
        if nodes[number].pointee.isRetained != isRetained { retainedChanges &+= 1 }
        nodes[number].pointee.isRetained = isRetained
        revision &+= 1
    }
}
