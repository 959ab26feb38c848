/// A day of the proleptic Gregorian calendar, as ISO 8601 counts; no locale, and no call of the system's library, which is
/// slow and takes a lock.
public struct CivilDate: Hashable, Sendable {
    /// The year: 0 is the one before 1.
    public var year: Int
    /// The month, 1 to 12.
    public var month: Int
    /// The day of the month, from 1.
    public var day: Int

    /// The names of the months that the web writes, January first.
    public static let shortMonths = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// A date of its parts.
    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date of a day counted from 1970-01-01.
    public init(day count: Int) {
        // Counted from 0000-03-01, 719,468 days before 1970, in eras of 400 years: so the leap day is the last of its year.
        let shifted = count + 719_468
        let era = shifted.flooringQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        // Leap days taken out: one in 4 years, none in 100, one in 400.
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        // From March on each five months have 153 days.
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The date, in UTC, of a moment in seconds since 1970.
    public init(seconds: Int) { self.init(day: seconds.flooringQuotient(by: 86_400)) }

    /// The day counted from 1970-01-01.
    public var count: Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.flooringQuotient(by: 400)
        let yearOfEra = shifted - era * 400
        // March is month 0, as above.
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    // 1970-01-01 is a Thursday.
    /// The day of the week: 0 is Sunday.
    public var weekday: Int { (count + 4).flooringRemainder(by: 7) }

    /// `2026-11-24` (RFC 3339 5.6).
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
}

extension CivilDate: CustomStringConvertible {}

extension Int {
    /// The quotient rounded down, also of negative numbers. `divisor` is positive.
    @inlinable
    public func flooringQuotient(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
    }

    /// What ``flooringQuotient(by:)`` leaves: 0 up to `divisor`.
    @inlinable
    public func flooringRemainder(by divisor: Int) -> Int { self - flooringQuotient(by: divisor) * divisor }
}
