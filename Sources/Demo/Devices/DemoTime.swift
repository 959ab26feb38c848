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
    var seconds: Int64 { milliseconds.flooringDivision(by: 1_000) }

    /// The wall's clock: "22:31:11".
    var clock: String {
        let second = Int(
            (seconds + Int64(utcOffset)) - (seconds + Int64(utcOffset)).flooringDivision(by: 86_400) * 86_400)
        return "\(Self.two(second / 3_600)):\(Self.two(second / 60 % 60)):\(Self.two(second % 60))"
    }

    /// RFC 3339 in UTC: "2026-11-24T22:31:11Z".
    var timestamp: String {
        let (year, month, day) = Self.date(day: seconds.flooringDivision(by: 86_400))
        return "\(year)-\(Self.two(month))-\(Self.two(day))T\(DemoTime(milliseconds: milliseconds).clock)Z"
    }

    /// How far the day is: 0 at midnight, 0.5 at noon.
    var partOfDay: Double {
        let local = seconds + Int64(utcOffset)
        return Double(local - local.flooringDivision(by: 86_400) * 86_400) / 86_400
    }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The civil date of a day counted from 1970-01-01 (proleptic Gregorian; years begin in March while counting).
    static func date(day: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = shifted.flooringDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (
            Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), Int(month),
            Int(dayOfYear - (153 * marchMonth + 2) / 5 + 1)
        )
    }
}

extension Int64 {
    func flooringDivision(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}
