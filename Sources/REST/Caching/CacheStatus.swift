import Text

/// What the caches on the way say they did, from `Cache-Status` (RFC 9211): the first is nearest to the server, the last to
/// whoever asks.
public struct CacheStatus: Hashable, Sendable {
    /// What one cache says.
    public struct Hop: Hashable, Sendable {
        /// What the cache calls itself.
        public var name: String
        /// What it did, in words.
        public var words: String
        /// Whether it answered of its own.
        public var isHit: Bool
        /// As it was written.
        public var text: String
    }

    /// The caches, as they stand in the field.
    public let hops: [Hop]
    /// The most that are read.
    private static let most = 64

    /// What the fields of an answer say.
    public init(_ fields: [Field]) {
        hops = Array(
            fields.values(of: "Cache-Status").flatMap(FieldList.items).prefix(Self.most).map(Self.hop))
    }

    private static func hop(_ item: Substring) -> Hop {
        let parts = FieldList.parts(item, at: ";")
        var values: [String: String] = [:]
        for part in parts.dropFirst() {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // A parameter without a value is true (RFC 8941 3.1.2).
            values[sides[0].lowercased()] = sides.count > 1 ? FieldList.unquoted(sides[1]) : "?1"
        }
        let isHit = values["hit"] == "?1"
        var words: [String] = []
        if isHit { words.append("answered from what it kept") }
        if let reason = values["fwd"] { words.append("asked on: \(Self.reasons[reason] ?? reason)") }
        if let status = values["fwd-status"] { words.append("got \(status)") }
        if let seconds = values["ttl"].flatMap({ Int($0) }) {
            words.append(
                seconds >= 0
                    ? "holds \(CacheTime.words(seconds)) more"
                    // Clamped before the sign is turned: `-Int.min` would trap.
                    : "held until \(CacheTime.words(-max(seconds, -CacheControl.most))) ago")
        }
        if values["stored"] == "?1" { words.append("kept the answer") }
        if values["stored"] == "?0" { words.append("did not keep it") }
        if values["collapsed"] == "?1" { words.append("joined with another request") }
        if let key = values["key"] { words.append("key \(key)") }
        if let detail = values["detail"] { words.append("detail \(detail)") }
        return Hop(
            name: parts.first.map { FieldList.unquoted($0) } ?? "",
            words: words.isEmpty ? "says nothing of what it did" : words.joined(separator: ", "), isHit: isHit,
            text: String(item))
    }

    /// Why a cache asked on (RFC 9211 2.2).
    private static let reasons = [
        "bypass": "it is told not to answer", "method": "of the method", "uri-miss": "nothing kept for the URL",
        "vary-miss": "what it kept is for other fields (Vary)", "miss": "nothing kept that fits",
        "request": "the request wants it", "stale": "what it kept holds no more", "partial": "it kept a part only",
    ]
}
