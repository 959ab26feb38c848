/// The list of who sends most.
extension TopMeter {
    /// What makes a row.
    public enum Grouping: String, CaseIterable, Sendable {
        /// A topic.
        case topics
        /// A level with all topics below it.
        case subtrees
        /// Topics that differ in one level: `devices/+/state`.
        case patterns
    }

    /// What the list is sorted by, and what shares are of.
    public enum Order: String, CaseIterable, Sendable {
        /// Messages per second.
        case messages
        /// Bytes per second.
        case bytes
    }

    /// A line of the list.
    public struct Row: Equatable, Sendable {
        /// The topic or the level; of a pattern its busiest topic.
        public var topic: TopicID
        /// The pattern, with `+` for the level in which its topics differ; nil for a topic or a level.
        public var pattern: String?
        /// Messages per second.
        public var messages: Double
        /// Bytes of topics and payloads per second.
        public var bytes: Double
        /// The part of all that was received, 0 to 1, by what the list is sorted by.
        public var share: Double
        /// How many topics it stands for.
        public var topics: Int
    }

    /// Topics that are looked at for subtrees and patterns: the busiest.
    private static let grouped = 8_192
    private static let patterned = 2_048

    private struct Group {
        var tally = Tally()
        var topics = 0
        /// The busiest topic.
        var first: UInt32 = 0
    }

    /// Seconds that a window covers so far.
    public func covered(_ window: Window) -> Int64 { sum(window).covered }

    private func sum(_ window: Window) -> Sum { sums[Window.allCases.firstIndex(of: window) ?? 0] }

    /// The busiest first.
    /// - Parameters:
    ///   - filter: which topics count, in the syntax of `TopicTree.setFilter`; empty for all. Shares stay of all.
    ///   - limit: the most rows answered.
    public func rows(
        _ window: Window, _ grouping: Grouping, by order: Order, filter: String = "", in topics: TopicStore,
        limit: Int = 500
    ) -> [Row] {
        let sum = sum(window)
        // What was forgotten is not shown; its part stays in the total.
        var tallies = sum.tallies.filter { !topics.isGone(Int($0.key)) }
        if !filter.isEmpty, let predicate = try? TopicPredicate(filter) {
            tallies = tallies.filter { predicate.matches(topics.nodes[Int($0.key)].pointee.topicBytes) }
        }
        var groups: [(name: String?, group: Group)]
        switch grouping {
        case .topics:
            // By topics the limit can be applied first: nothing is put together.
            groups = Self.busiest(tallies, limit, order).map { (nil, Group(tally: $0.1, topics: 1, first: $0.0)) }
        case .subtrees: groups = subtrees(Self.busiest(tallies, Self.grouped, order), topics)
        case .patterns: groups = patterns(Self.busiest(tallies, Self.patterned, order), topics)
        }
        groups.sort {
            let (a, b) = (Self.size($0.group.tally, order), Self.size($1.group.tally, order))
            // Equal ones keep their places from frame to frame.
            return a != b ? a > b : $0.group.first < $1.group.first
        }
        let seconds = Double(max(sum.covered, 1))
        let all = Double(max(Self.size(sum.all, order), 1))
        return groups.prefix(limit).map { name, group in
            Row(
                topic: TopicID(rawValue: group.first), pattern: name, messages: Double(group.tally.messages) / seconds,
                bytes: Double(group.tally.bytes) / seconds, share: Double(Self.size(group.tally, order)) / all,
                topics: group.topics)
        }
    }

    private static func size(_ tally: Tally, _ order: Order) -> Int {
        order == .messages ? tally.messages : tally.bytes
    }

    /// The largest, largest first; equal ones by their age.
    private static func busiest(_ tallies: [UInt32: Tally], _ count: Int, _ order: Order) -> [(UInt32, Tally)] {
        let sorted = tallies.sorted {
            let (a, b) = (size($0.value, order), size($1.value, order))
            return a != b ? a > b : $0.key < $1.key
        }
        return sorted.prefix(count).map { ($0.key, $0.value) }
    }

    private func subtrees(_ tallies: [(UInt32, Tally)], _ topics: TopicStore) -> [(name: String?, group: Group)] {
        var groups: [UInt32: Group] = [:]
        for (topic, tally) in tallies {
            var at = Int(topic)
            while at != TopicStore.root {
                // A level without children is a topic, which grouping by topics shows.
                if topics.places[at].pointee.childCount > 0 {
                    groups[UInt32(at), default: Group(first: UInt32(at))].tally += tally
                    groups[UInt32(at)]?.topics += 1
                }
                at = Int(topics.places[at].pointee.parent)
            }
        }
        return groups.values.map { (nil, $0) }
    }

    /// Each topic goes to the pattern that most topics share; one that shares none stands alone.
    private func patterns(_ tallies: [(UInt32, Tally)], _ topics: TopicStore) -> [(name: String?, group: Group)] {
        var counts: [Pattern: Int] = [:]
        var candidates: [[Pattern]] = []
        for (topic, _) in tallies {
            let patterns = Pattern.all(of: topics.nodes[Int(topic)].pointee.topicBytes)
            for pattern in patterns { counts[pattern, default: 0] += 1 }
            candidates.append(patterns)
        }
        var groups: [Pattern: Group] = [:]
        var alone: [(name: String?, group: Group)] = []
        for (place, (topic, tally)) in tallies.enumerated() {
            // Most topics first; of equal ones the pattern whose open level stands first.
            let best = candidates[place].max { (counts[$0] ?? 0, $1.level) < (counts[$1] ?? 0, $0.level) }
            guard let best, counts[best] ?? 0 > 1 else {
                alone.append((nil, Group(tally: tally, topics: 1, first: topic)))
                continue
            }
            groups[best, default: Group(first: topic)].tally += tally
            groups[best]?.topics += 1
        }
        return alone + groups.map { ($0.key.text, $0.value) }
    }
}

/// A topic with one of its levels left open.
private struct Pattern: Hashable {
    let text: String
    let level: Int

    /// The levels that are looked at: deeper ones stay as they are.
    private static let maximumLevels = 12

    static func all(of topic: UnsafeRawBufferPointer) -> [Pattern] {
        // A topic of 65,535 bytes would make twelve strings of its length.
        guard topic.count <= 1_024 else { return [] }
        let levels = topic.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard levels.count > 1 else { return [] }
        return levels.indices.prefix(maximumLevels).map { open in
            var bytes: [UInt8] = []
            for (index, level) in levels.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: "/")) }
                if index == open { bytes.append(UInt8(ascii: "+")) } else { bytes += level }
            }
            return Pattern(text: String(decoding: bytes, as: UTF8.self), level: open)
        }
    }
}
