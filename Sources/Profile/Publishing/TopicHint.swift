/// What is allowed of topics and filters, and seldom meant. Who knows better takes a hint off for good, by its name in the
/// settings' `hiddenHints`.
public enum TopicHint: String, CaseIterable, Sendable {
    case leadingSlash, trailingSlash, spaces, nonASCII, long, dollar, everything

    /// From so many bytes on a topic is long: each message carries it, on lines that count bytes.
    public static let longTopic = 128
    /// From so many topics on a broker is large.
    public static let largeBroker = 10_000

    /// What to think of, in a line.
    public var words: String {
        switch self {
        case .leadingSlash: "A leading / makes an empty first level"
        case .trailingSlash: "A / at the end makes an empty last level"
        case .spaces: "Spaces in topics are hard to type and to see"
        case .nonASCII: "Not every client can type this topic: ASCII is safest"
        case .long: "Each message carries its topic: more than \(Self.longTopic) bytes here"
        case .dollar: "Topics with a leading $ are the broker's own"
        case .everything: "# asks a large broker for everything: better narrow it"
        }
    }

    /// Those of a topic to publish to.
    public static func all(ofTopic topic: String) -> [TopicHint] {
        (topic.hasPrefix("$") ? [.dollar] : []) + shape(of: topic)
    }

    /// Those of a filter to subscribe to.
    /// - Parameter topics: how many topics the broker has, as far as is known.
    public static func all(ofFilter filter: String, topics: Int) -> [TopicHint] {
        // Not `$share/g/#`, of which each member has its part.
        let asksForAll = filter == "#" || filter == "+/#"
        return (asksForAll && topics >= largeBroker ? [.everything] : []) + shape(of: filter)
    }

    private static func shape(of topic: String) -> [TopicHint] {
        var hints: [TopicHint] = []
        if topic.hasPrefix("/") { hints.append(.leadingSlash) }
        if topic.utf8.count > 1, topic.hasSuffix("/") { hints.append(.trailingSlash) }
        if topic.utf8.contains(0x20) { hints.append(.spaces) }
        if topic.utf8.contains(where: { $0 >= 0x80 }) { hints.append(.nonASCII) }
        if topic.utf8.count > longTopic { hints.append(.long) }
        return hints
    }
}
