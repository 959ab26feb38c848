/// What a topic or a filter must not have (MQTT 5 4.7). Byte by byte, as a broker reads them: to Swift `+` with a mark over it
/// is another letter, to a broker it is a wildcard with something behind it.
public enum TopicFault: Hashable, Sendable {
    /// No character at all.
    case empty
    /// More bytes than there may be; how many there are.
    case tooLong(Int)
    /// U+0000 in it.
    case null
    /// A wildcard in a topic.
    case wildcardInName
    /// `#` that is not the last level, or not alone in it: `a/#/b`, `room1#`.
    case misplacedHash
    /// `+` that is not alone in its level: `sport+`.
    case misplacedPlus
    /// `$share` without a name, with a wildcard in the name, or without a filter after it (MQTT 5 4.8.2).
    case badShare

    /// The most bytes of a topic or a filter: the length that stands before it has two (MQTT 5 1.5.4).
    public static let maximumLength = 65_535

    private static let slash = UInt8(ascii: "/")

    /// What is wrong with a topic to publish to; nil when it is fine.
    public static func ofTopic(_ text: String) -> TopicFault? {
        ofText(text) ?? (hasWildcard(text.utf8) ? .wildcardInName : nil)
    }

    /// What is wrong with a filter; nil when it is fine.
    public static func ofFilter(_ text: String) -> TopicFault? {
        if let fault = ofText(text) { return fault }
        guard text.utf8.elementsEqual("$share".utf8) || text.utf8.starts(with: "$share/".utf8) else {
            return ofWildcards(text.utf8[...])
        }
        guard let group = group(of: text), !group.isEmpty, !hasWildcard(group.utf8) else { return .badShare }
        // The filter itself stands behind the group and its slash.
        let filter = text.utf8[group.endIndex...].dropFirst()
        return filter.isEmpty ? .badShare : ofWildcards(filter)
    }

    /// The group of a shared subscription as it is written, `$share/GROUP/FILTER`; nil where there is none.
    public static func group(of filter: String) -> Substring? {
        let prefix = "$share/".utf8
        guard filter.utf8.starts(with: prefix) else { return nil }
        return Substring(filter.utf8.dropFirst(prefix.count).prefix { $0 != slash })
    }

    /// Whether a `+` or `#` stands anywhere.
    @inlinable
    public static func hasWildcard(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") }
    }

    private static func ofText(_ text: String) -> TopicFault? {
        if text.isEmpty { return .empty }
        let count = text.utf8.count
        if count > maximumLength { return .tooLong(count) }
        return text.utf8.contains(0) ? .null : nil
    }

    private static func ofWildcards(_ filter: Substring.UTF8View) -> TopicFault? {
        var levels = filter.split(separator: slash, omittingEmptySubsequences: false)[...]
        while let level = levels.popFirst() {
            let isAlone = level.count == 1
            if level.contains(UInt8(ascii: "#")), !isAlone || !levels.isEmpty { return .misplacedHash }
            if level.contains(UInt8(ascii: "+")), !isAlone { return .misplacedPlus }
        }
        return nil
    }
}
