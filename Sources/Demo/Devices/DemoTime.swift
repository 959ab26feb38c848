import Text

/// A moment of the simulation: the time of day for payloads, and a count for periods.
struct DemoTime: Hashable, Comparable {
    /// Milliseconds since 1970, UTC.
    var milliseconds: Int64
    /// Seconds to add to UTC for the clock on the wall.
    var utcOffset: Int = 0

    static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    static func + (time: Self, duration: Duration) -> Self {
        let (seconds, attoseconds) = duration.components
        return DemoTime(
            milliseconds: time.milliseconds + seconds * 1_000 + attoseconds / 1_000_000_000_000_000,
            utcOffset: time.utcOffset)
    }

    /// Whole seconds since 1970, UTC.
    var seconds: Int64 { Int64(Int(milliseconds).flooringQuotient(by: 1_000)) }

    /// Whole seconds of the wall's clock.
    private var local: Int { Int(seconds) + utcOffset }

    /// The wall's clock: "22:31:11".
    var clock: String { "\(TimeOfDay(seconds: local))" }

    /// RFC 3339 in UTC: "2026-11-24T22:31:11Z".
    var timestamp: String {
        InternetTime.text(seconds: Int(seconds))
    }

    /// How far the day is: 0 at midnight, 0.5 at noon.
    var partOfDay: Double {
        Double(local.flooringRemainder(by: 86_400)) / 86_400
    }
}
