/// Times as the lines about caches write them.
enum CacheTime {
    /// `90 s`, `5 min`, `2 h 30 min`, `3 days 4 h`.
    static func words(_ seconds: Int) -> String {
        if seconds >= CacheControl.most { return "68 years or more" }
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60)
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<3600: return "\(minutes) min" + (seconds % 60 == 0 ? "" : " \(seconds % 60) s")
        case ..<86_400: return "\(hours) h" + (minutes == 0 ? "" : " \(minutes) min")
        default: return (days == 1 ? "1 day" : "\(days) days") + (hours == 0 ? "" : " \(hours) h")
        }
    }
}
