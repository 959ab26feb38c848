import Text

/// The date of `Expires`, read as RFC 6265bis 5.1.1 asks: four tokens in any order, and everything else passed over. It is
/// neither HTTP-date nor what ``Text/LenientDate`` takes: zones say nothing here, and a year has two digits or four.
enum CookieDate {
    /// Seconds since 1970; nil when a token is missing, or is out of its range.
    static func seconds(_ text: some StringProtocol) -> Int? {
        var clock: (hour: Int, minute: Int, second: Int)?
        var day: Int?
        var month: Int?
        var year: Int?
        for token in text.utf8.split(whereSeparator: isDelimiter) {
            let token = Array(token)
            // The first that fits is taken; the day comes before the year, as both are numbers.
            if clock == nil, let found = time(token) {
                clock = found
            } else if day == nil, let found = number(token, 1...2) {
                day = found
            } else if month == nil, let found = self.month(token) {
                month = found
            } else if year == nil, let found = number(token, 2...4) {
                year = found
            }
        }
        guard let clock, let day, let month, var year else { return nil }
        if (70...99).contains(year) { year += 1900 }
        if (0...69).contains(year) { year += 2000 }
        // The bounds of 5.1.1, where a leap second is no time.
        guard year >= 1601, clock.hour < 24, clock.minute < 60, clock.second < 60 else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        // The 30th of February is the 2nd of March when it is counted back: no such day.
        guard day >= 1, CivilDate(day: date.count) == date else { return nil }
        return (date.count * 24 + clock.hour) * 3600 + clock.minute * 60 + clock.second
    }

    /// Everything but digits, letters, `:` and bytes beyond ASCII.
    private static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x20...0x2F, 0x3B...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    /// A number of so many digits at the start, and no digit behind it.
    private static func number(_ token: [UInt8], _ count: ClosedRange<Int>) -> Int? {
        let digits = token.prefix(while: \.isDigit)
        guard count.contains(digits.count) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// `h:mm:ss`, each of one digit or two.
    private static func time(_ token: [UInt8]) -> (hour: Int, minute: Int, second: Int)? {
        // Behind the third number anything may stand (5.1.1), further colons as well.
        let parts = token.split(separator: 0x3A, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].allSatisfy(\.isDigit), parts[1].allSatisfy(\.isDigit),
            let hour = number(Array(parts[0]), 1...2), let minute = number(Array(parts[1]), 1...2),
            let second = number(Array(parts[2]), 1...2)
        else { return nil }
        return (hour, minute, second)
    }

    private static func month(_ token: [UInt8]) -> Int? {
        let name = String(decoding: token.prefix(3), as: UTF8.self).lowercased()
        return CivilDate.shortMonths.firstIndex { $0.lowercased() == name }.map { $0 + 1 }
    }
}
