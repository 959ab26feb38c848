import Text

/// Times as the lines about caches write them.
enum CacheTime {
    /// `90 s`, `5 min`, `2 h 30 min`, `3 days 4 h`.
    static func words(_ seconds: Int) -> String {
        if seconds >= CacheControl.most { return "68 years or more" }
        // Less than the most: nanoseconds of it fit.
        return TimeWords.long(Int64(seconds) * 1_000_000_000)
    }
}
