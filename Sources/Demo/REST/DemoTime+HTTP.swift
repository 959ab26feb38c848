extension DemoTime {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// RFC 9110 5.6.7: "Tue, 24 Nov 2026 22:31:11 GMT".
    var httpDate: String {
        let count = seconds.flooringDivision(by: 86_400)
        let (year, month, day) = Self.date(day: count)
        let weekday = Self.days[Int(count - count.flooringDivision(by: 7) * 7)]
        let utc = DemoTime(milliseconds: milliseconds)
        return "\(weekday), \(Self.two(day)) \(Self.months[month - 1]) \(year) \(utc.clock) GMT"
    }

    /// Seconds since 1970 of an HTTP date in the one form that is still written; nil for any other text, which a server
    /// then ignores (RFC 9110 13.1.3).
    static func seconds(httpDate text: String) -> Int64? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int64(parts[1]), let year = Int64(parts[3]),
            let month = months.firstIndex(of: String(parts[2])), (1...31).contains(day), (1...9_999).contains(year)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        // The inverse of `date(day:)`: years begin in March.
        let shifted = month < 2 ? year - 1 : year
        let era = shifted.flooringDivision(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * Int64((month + 10) % 12) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
    }
}
