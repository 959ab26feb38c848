/// A moment as HTTP writes it (RFC 9110 5.6.7).
public enum HTTPDate {
    static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// `Tue, 24 Nov 2026 22:31:11 GMT`, of seconds since 1970.
    public static func text(_ seconds: Int) -> String {
        let date = CivilDate(seconds: seconds)
        let clock = TimeOfDay(seconds: seconds)
        let month = CivilDate.shortMonths[date.month - 1]
        return "\(days[date.weekday]), \(padded(date.day, 2)) \(month) \(padded(date.year, 4)) \(clock) GMT"
    }
}
