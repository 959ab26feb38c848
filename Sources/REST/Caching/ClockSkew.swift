import Text

/// How far the clock of a server is from this machine's, as its answer tells: freshness is reckoned over the server's.
public struct ClockSkew: Hashable, Sendable {
    /// Seconds that the server is ahead; negative when it is behind.
    public var seconds: Int
    /// What is to be said of it; nil when the clocks agree, or caches on the way explain the difference.
    public var line: CacheLine?

    /// Differences of this many seconds and fewer are none: `Date` has no fractions.
    static let tolerance = 2

    /// The difference that an answer shows; nil without a `Date`.
    public init?(_ facts: CacheFacts) {
        guard let text = facts.fields["Date"], let date = HTTPDate.seconds(text) else { return nil }
        let (before, after) = (Int(facts.requestTime / 1_000_000), Int(facts.responseTime / 1_000_000))
        // It was written between the two.
        seconds = date > after ? date - after : date < before ? date - before : 0
        let field = "Date: \(text)"
        let year = CivilDate(seconds: date).year
        // One that starts at 1970, or at 1900 (NTP), and has run for less than ten years, or was never a time.
        if year < 1980 {
            line = CacheLine(
                "the server's clock was never set: it lives in \(year)", field, "9110 6.6.1",
                .bad)
        } else if seconds > Self.tolerance {
            line = CacheLine(
                "the server's clock is \(CacheTime.words(seconds)) ahead of this one: answers live longer than meant",
                field, "9111 4.2.3", .warning)
        } else if -seconds > Self.tolerance + (CacheAge(facts).told ?? 0) {
            line = CacheLine(
                "the server's clock is \(CacheTime.words(-seconds)) behind this one, or a cache kept it without an Age: "
                    + "answers are taken for older than they are",
                field, "9111 4.2.3", .warning)
        }
    }
}
