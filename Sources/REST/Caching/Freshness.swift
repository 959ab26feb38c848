import Text

/// How long an answer holds (RFC 9111 4.2.1).
public struct Freshness: Hashable, Sendable {
    /// Where the time comes from.
    public enum Source: Hashable, Sendable {
        /// The server says so.
        case explicit
        /// The cache guesses.
        case heuristic
        /// Nobody says so, and nothing can be guessed.
        case none
    }

    /// Seconds.
    public var seconds: Int
    /// Where the time comes from.
    public var source: Source
    /// What decides.
    public var line: CacheLine

    /// Judges an answer for a cache: the first rule that fits.
    public init(_ facts: CacheFacts, for kind: CacheKind) {
        let control = CacheControl(facts.fields, for: kind)
        if kind.isShared, let found = control.seconds("s-maxage") {
            self = Self.explicit(found, control, "9111 5.2.2.10")
        } else if let found = control.seconds("max-age") {
            self = Self.explicit(found, control, "9111 5.2.2.1")
        } else if !control.isTargeted, !facts.fields.values(of: "Expires").isEmpty {
            self = Self.expires(facts)
        } else {
            self = Self.guess(facts, control)
        }
    }

    private init(_ seconds: Int, _ source: Source, _ line: CacheLine) {
        (self.seconds, self.source, self.line) = (seconds, source, line)
    }

    private static func explicit(
        _ found: CacheControl.Seconds, _ control: CacheControl, _ section: String
    ) -> Freshness {
        let words = "fresh for \(CacheTime.words(found.value))" + (found.remark.map { "; \($0)" } ?? "")
        return Freshness(
            found.value, .explicit,
            CacheLine(words, "\(control.field): \(found.text)", section, found.remark == nil ? .plain : .warning))
    }

    /// `Expires` less `Date`, both by the server's clock; less the time of receipt when there is no `Date`.
    private static func expires(_ facts: CacheFacts) -> Freshness {
        let all = facts.fields.values(of: "Expires")
        let text = facts.fields.told("Expires")
        // Of several the strictest reading is taken, stale (RFC 9111 4.2.1 leaves that open).
        guard all.count == 1, let end = HTTPDate.seconds(all[0]) else {
            let words = all.count > 1 ? "Expires stands there \(all.count) times" : "that is no date of HTTP"
            // Servers write these on purpose (RFC 9111 5.3 names the 0): no reason to warn.
            let isUsual = all == ["0"] || all == ["-1"]
            return Freshness(
                0, .explicit, CacheLine("stale at once: \(words)", text, "9111 5.3", isUsual ? .plain : .warning))
        }
        let date = facts.fields["Date"].flatMap(HTTPDate.seconds)
        let seconds = max(0, end - (date ?? Int(facts.responseTime / 1_000_000)))
        let from = date == nil ? "the moment it came, as it has no Date" : "its Date"
        return Freshness(
            min(seconds, CacheControl.most), .explicit,
            CacheLine("fresh for \(CacheTime.words(seconds)) from \(from)", text, "9111 5.3"))
    }

    /// A tenth of the time since the last change, as caches usually guess (RFC 9111 4.2.2).
    private static func guess(_ facts: CacheFacts, _ control: CacheControl) -> Freshness {
        guard Storability.heuristicStatuses.contains(facts.status) || control.has("public") else {
            return Freshness(
                0, .none,
                CacheLine("no time is given, and of a \(facts.status) none may be guessed", "", "9111 4.2.2"))
        }
        guard let changed = facts.fields["Last-Modified"].flatMap(HTTPDate.seconds) else {
            return Freshness(
                0, .none,
                CacheLine(
                    "no time is given, and without Last-Modified caches have nothing to guess by", "", "9111 4.2.2",
                    .warning))
        }
        let date = facts.fields["Date"].flatMap(HTTPDate.seconds) ?? Int(facts.responseTime / 1_000_000)
        let seconds = min(max(0, (date - changed) / 10), CacheControl.most)
        return Freshness(
            seconds, .heuristic,
            CacheLine(
                "no time is given: caches guess, usually a tenth of the time since the last change: "
                    + CacheTime.words(seconds),
                facts.fields.told("Last-Modified"), "9111 4.2.2", .warning))
    }
}
