import Text

/// A moment as date and time in UTC, without a locale.
struct CalendarTime {
    /// The day.
    var date: CivilDate
    /// The clock.
    var time: TimeOfDay
    /// The part of the second, 0 to 999.
    var millisecond: Int

    /// The parts of a moment, microseconds since 1970.
    init(_ moment: Moment) {
        // Downwards, also before 1970: a broker's clock may stand anywhere.
        let milliseconds = Int(moment).flooringQuotient(by: 1000)
        let seconds = milliseconds.flooringQuotient(by: 1000)
        date = CivilDate(seconds: seconds)
        time = TimeOfDay(seconds: seconds)
        millisecond = milliseconds.flooringRemainder(by: 1000)
    }

    /// `2026-11-24T12:31:05.104Z` (RFC 3339).
    var iso8601: String { "\(date)T\(time).\(padded(millisecond, 3))Z" }

    /// `12:31:05`.
    var clock: String { "\(time)" }
}
