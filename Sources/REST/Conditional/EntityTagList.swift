import Text

/// What `If-Match` and `If-None-Match` say (RFC 9110 13.1.1, 13.1.2): any state at all, or one of some tags.
public enum EntityTagList: Hashable, Sendable {
    /// `*`: whichever state, if there is one.
    case any
    /// One of these.
    case tags([EntityTag])

    /// The list that the field lines of a name make together. Commas within quotes part nothing; what has no quotes ends
    /// at the next comma. Nil when there is no line.
    public init?(_ lines: [String]) {
        guard !lines.isEmpty else { return nil }
        if lines.contains(where: { $0.trimming(\.isFieldBlank) == "*" }) {
            self = .any
            return
        }
        self = .tags(lines.flatMap(Self.tags))
    }

    private static func tags(in line: String) -> [EntityTag] {
        var tags: [EntityTag] = []
        var start = line.startIndex
        var isQuoted = false
        for place in line.indices {
            // No escapes: a backslash in a tag is one of its characters.
            if line[place] == "\"" { isQuoted.toggle() }
            guard line[place] == ",", !isQuoted else { continue }
            tags.append(EntityTag(line[start..<place]))
            start = line.index(after: place)
        }
        tags.append(EntityTag(line[start...]))
        return tags.filter { !$0.text.isEmpty }
    }

    /// Whether a state of this tag is meant. With `isStrong` as If-Match compares, else as If-None-Match does.
    public func names(_ tag: EntityTag, isStrong: Bool) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains { isStrong ? $0.matchesStrongly(tag) : $0.matchesWeakly(tag) }
        }
    }
}
