import TestSupport
import Text
import Topics

/// The flat table of topics told as simply as possible, to compare with.
struct NaiveTable {
    var counts: [String: Int] = [:]
    /// When the last message of a level or of one below it came.
    var times: [String: Moment] = [:]
    var sort = TopicSort.name
    var filter = ""

    private var keys: [String: [[[UInt8]]]] = [:]

    mutating func receive(_ topic: String, at time: Moment) {
        counts[topic, default: 0] += 1
        for path in NaiveTree.paths(topic) { times[path] = time }
        if keys[topic] == nil {
            let levels = topic.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            // What begins with $ comes last.
            keys[topic] = [topic.hasPrefix("$") ? [[1]] : [[0]]] + levels.map { NaiveTree.natural($0) }
        }
    }

    mutating func forget(_ topic: String) {
        for path in counts.keys where path == topic || path.hasPrefix(topic + "/") { counts[path] = nil }
        for path in times.keys where path == topic || path.hasPrefix(topic + "/") { times[path] = nil }
    }

    /// The topics in their order.
    func lines() -> [String] {
        counts.keys.filter { filter.isEmpty || $0.lowercased().contains(filter) }.sorted { precedes($0, $1) }
    }

    private func precedes(_ a: String, _ b: String) -> Bool {
        let (dollarA, dollarB) = (a.hasPrefix("$"), b.hasPrefix("$"))
        if dollarA != dollarB { return dollarB }
        switch sort {
        case .count: if counts[a] != counts[b] { return (counts[a] ?? 0) > (counts[b] ?? 0) }
        case .lastUpdate: if times[a] != times[b] { return (times[a] ?? 0) > (times[b] ?? 0) }
        default: break
        }
        return (keys[a] ?? []).lexicographicallyPrecedes(keys[b] ?? []) { x, y in
            x.lexicographicallyPrecedes(y) { $0.lexicographicallyPrecedes($1) }
        }
    }
}

extension TopicTable {
    /// All rows, by their topics.
    func lines() -> [String] { rows(in: 0..<rowCount).map { store.topic($0) } }
}
