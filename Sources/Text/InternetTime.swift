/// Date and time in UTC, as RFC 3339 writes them.
public enum InternetTime {
    /// `2026-11-24T12:31:05Z`, and `2026-11-24T12:31:05.104Z` with three digits.
    /// - Parameters:
    ///   - seconds: since 1970.
    ///   - fraction: of the second, in units of the last digit.
    public static func text(seconds: Int, _ fraction: Int = 0, digits: Int = 0) -> String {
        let part = digits > 0 ? ".\(padded(fraction, digits))" : ""
        return "\(CivilDate(seconds: seconds))T\(TimeOfDay(seconds: seconds))\(part)Z"
    }

    /// A moment to the microsecond.
    public static func text(_ moment: Moment) -> String {
        // Rounded down, before 1970 too: the fraction is never negative.
        text(
            seconds: Int(moment).flooringQuotient(by: 1_000_000), Int(moment).flooringRemainder(by: 1_000_000),
            digits: 6)
    }
}
