/// Whether a cache may keep an answer (RFC 9111 3).
public struct Storability: Hashable, Sendable {
    /// Whether it may.
    public var isAllowed: Bool
    /// Why, the rule that decides first.
    public var line: CacheLine

    /// The statuses that may be kept without an explicit word, for a time that the cache guesses (RFC 9110 15.1).
    public static let heuristicStatuses: Set<Int> = [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501]
    /// The final statuses that a cache of the standard understands (RFC 9110 15 and those of the registry).
    static let understood: Set<Int> = Set(200...208).union([226]).union(300...308).union(400...417)
        .union([421, 422, 423, 424, 425, 426, 428, 429, 431, 451]).union(500...508).union([510, 511]).subtracting([306])

    /// Judges an answer for a cache: the first rule that forbids it, else the reason that allows it.
    public init(_ facts: CacheFacts, for kind: CacheKind) {
        if var line = Self.obstacle(facts, kind) {
            line.words = "no: \(line.words)"
            (isAllowed, self.line) = (false, line)
        } else if let line = Self.reason(facts, kind) {
            (isAllowed, self.line) = (true, line)
        } else {
            let words = "no: a \(facts.status) is kept only with a word such as max-age, Expires or public"
            (isAllowed, self.line) = (false, CacheLine(words, "", "9111 3"))
        }
    }

    /// The rule that forbids it; nil when none does.
    private static func obstacle(_ facts: CacheFacts, _ kind: CacheKind) -> CacheLine? {
        let control = CacheControl(facts.fields, for: kind)
        if let line = methodObstacle(facts, control) { return line }
        if facts.status < 200 { return CacheLine("\(facts.status) is no final answer", "", "9111 3") }
        if facts.status == 304 {
            return CacheLine("a 304 is not kept: it renews what is kept", "", "9111 4.3.4")
        }
        let mustUnderstand = control["must-understand"]
        if let mustUnderstand, !understood.contains(facts.status) {
            return CacheLine(
                "must-understand, and what \(facts.status) means is not known", control.told(mustUnderstand),
                "9111 5.2.2.3",
                .warning)
        }
        // A cache that knows must-understand passes over the no-store that is there for those that do not.
        if let noStore = control["no-store"], mustUnderstand == nil {
            return CacheLine("the answer forbids it", control.told(noStore), "9111 5.2.2.5", .warning)
        }
        let asked = CacheControl(facts.requestFields)
        if let noStore = asked["no-store"] {
            return CacheLine("the request forbids it", asked.told(noStore), "9111 5.2.1.5", .warning)
        }
        if facts.status == 206 {
            return CacheLine(
                "a part (206) is kept only by caches that can join parts", facts.fields.told("Content-Range"),
                "9111 3.3")
        }
        if !facts.isComplete { return CacheLine("the body did not come to its end", "", "9111 3.3", .warning) }
        guard kind.isShared else { return nil }
        if let directive = control.hasWhole("private") {
            return CacheLine("it is for one person", control.told(directive), "9111 5.2.2.7")
        }
        if facts.requestFields["Authorization"] != nil,
            !["public", "must-revalidate", "s-maxage"].contains(where: control.has)
        {
            return CacheLine(
                "the request has Authorization, and none of public, must-revalidate, s-maxage allows it",
                // The name alone: the value is a secret.
                "Authorization", "9111 3.5")
        }
        return nil
    }

    private static func methodObstacle(_ facts: CacheFacts, _ control: CacheControl) -> CacheLine? {
        switch facts.method {
        case "GET", "HEAD": return nil
        case "POST":
            let hasEnd = !control.isTargeted && facts.fields["Expires"] != nil
            let isExplicit = control.has("max-age") || control.has("s-maxage") || hasEnd
            let place = facts.fields["Content-Location"]
            if isExplicit, let place, CacheURL.isSame(place, as: facts.url) { return nil }
            return CacheLine(
                "an answer to POST is kept only with explicit freshness and a Content-Location of the same URL",
                facts.fields.told("Content-Location"), "9110 9.3.3")
        default: return CacheLine("answers to \(facts.method) are not kept", "", "9111 3")
        }
    }

    /// What allows it; nil when nothing does.
    private static func reason(_ facts: CacheFacts, _ kind: CacheKind) -> CacheLine? {
        let control = CacheControl(facts.fields, for: kind)
        if kind.isShared, let directive = control["s-maxage"] {
            return CacheLine("yes: shared caches are told how long", control.told(directive), "9111 5.2.2.10", .good)
        }
        if let directive = control["max-age"] {
            return CacheLine("yes: it says how long", control.told(directive), "9111 5.2.2.1", .good)
        }
        if !control.isTargeted, facts.fields["Expires"] != nil {
            return CacheLine("yes: it says until when", facts.fields.told("Expires"), "9111 5.3", .good)
        }
        if let directive = control["public"] {
            return CacheLine("yes: it is public", control.told(directive), "9111 5.2.2.9", .good)
        }
        if kind == .isPrivate, let directive = control.hasWhole("private") {
            return CacheLine("yes: it is for this one person", control.told(directive), "9111 5.2.2.7", .good)
        }
        guard heuristicStatuses.contains(facts.status) else { return nil }
        // `s-maxage` lets a POST past the obstacle, and tells a private cache nothing: no guess for it.
        if facts.method == "POST" { return nil }
        return CacheLine("yes: a \(facts.status) may be kept without a word", "", "9110 15.1", .good)
    }
}

extension [Field] {
    /// `Name: value` of the first field of that name; empty without one.
    func told(_ name: String) -> String { self[name].map { "\(name): \($0)" } ?? "" }
}
