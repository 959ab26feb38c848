/// A date as the web writes it, in any of the forms that cookies and people use: what curl takes for one (curl_getdate(3)).
///
/// Names of days and months, a clock, numbers and a zone in any order: `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT`, `Nov 6 1994 +0200`, `19941106 08:49`. Without a zone it is UTC. `2022-01-01` is none:
/// its middle number could be a day.
public struct LenientDate {
    private var month: Int?
    private var day: Int?
    private var year: Int?
    /// Seconds since midnight.
    private var clock: Int?
    /// Seconds to add for UTC.
    private var offset: Int?
    private var hasWeekday = false
    private var expectsYear = false

    /// Seconds since 1970; nil when the text is no date.
    public static func seconds(_ text: some StringProtocol) -> Int? {
        var date = LenientDate()
        return date.read(Array(text.utf8)) ? date.seconds : nil
    }

    private init() {}

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private mutating func read(_ bytes: [UInt8]) -> Bool {
        var place = 0
        var parts = 0
        // Day of the week, day, month, year, clock, zone: what stands behind six parts is not looked at.
        while place < bytes.count, parts < 6 {
            let rest = bytes[place...]
            if Self.isLetter(bytes[place]) {
                let word = rest.prefix(while: Self.isLetter)
                guard take(word: String(decoding: word, as: UTF8.self).lowercased()) else { return false }
                place = word.endIndex
            } else if Self.isDigit(bytes[place]) {
                if clock == nil, let end = takeClock(rest) {
                    place = end
                } else {
                    let digits = rest.prefix(while: Self.isDigit)
                    let sign = place > 0 ? bytes[place - 1] : 0
                    guard let number = Int(String(decoding: digits, as: UTF8.self)),
                        take(number: number, digits.count, sign)
                    else { return false }
                    place = digits.endIndex
                }
            } else {
                place += 1
                continue
            }
            parts += 1
        }
        return true
    }

    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    /// Minutes that are added to local time for UTC.
    private static let zones = [
        "gmt": 0, "ut": 0, "utc": 0, "z": 0, "wet": 0, "bst": -60, "wat": 60, "ast": 240, "adt": 180, "est": 300,
        "edt": 240, "cst": 360, "cdt": 300, "mst": 420, "mdt": 360, "pst": 480, "pdt": 420, "yst": 540, "ydt": 480,
        "hst": 600, "hdt": 540, "cat": 600, "ahst": 600, "nt": 660, "cet": -60, "met": -60, "mewt": -60, "mest": -120,
        "cest": -120, "mesz": -120, "fwt": -60, "fst": -120, "eet": -120, "wast": -420, "wadt": -480, "cct": -480,
        "jst": -540, "east": -600, "eadt": -660, "gst": -600, "nzt": -720, "nzst": -720, "nzdt": -780,
    ]

    private mutating func take(word: String) -> Bool {
        // In three letters or whole; which day it is counts for nothing.
        if !hasWeekday, Self.weekdays.contains(where: { $0 == word || word.count == 3 && $0.hasPrefix(word) }) {
            hasWeekday = true
        } else if month == nil, let found = CivilDate.shortMonths.firstIndex(where: { $0.lowercased() == word }) {
            month = found + 1
        } else if offset == nil, let minutes = Self.zones[word] {
            offset = minutes * 60
        } else {
            return false
        }
        return true
    }

    /// `8:49`, `08:49:37`.
    private mutating func takeClock(_ bytes: ArraySlice<UInt8>) -> Int? {
        var numbers: [Int] = []
        var place = bytes.startIndex
        while numbers.count < 3 {
            let digits = bytes[place...].prefix(2).prefix(while: Self.isDigit)
            guard let number = Int(String(decoding: digits, as: UTF8.self)) else { break }
            numbers.append(number)
            place = digits.endIndex
            guard numbers.count < 3, place < bytes.endIndex, bytes[place] == UInt8(ascii: ":") else { break }
            place += 1
        }
        guard numbers.count > 1, numbers[0] < 24, numbers[1] < 60, numbers.count == 2 || numbers[2] <= 60 else {
            return nil
        }
        clock = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
        return place
    }

    private mutating func take(number: Int, _ digits: Int, _ sign: UInt8) -> Bool {
        let hasSign = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
        // No zone is farther than fourteen hours.
        if offset == nil, digits == 4, number <= 1400, hasSign {
            let seconds = (number / 100 * 60 + number % 100) * 60
            offset = sign == UInt8(ascii: "+") ? -seconds : seconds
            return true
        }
        if digits == 8, year == nil, month == nil, day == nil {
            (year, month, day) = (number / 10_000, number % 10_000 / 100, number % 100)
            return true
        }
        // The first number is the day, unless it cannot be one: then it is the year.
        if !expectsYear, day == nil {
            expectsYear = true
            if (1...31).contains(number) {
                day = number
                return true
            }
        }
        guard expectsYear, year == nil else { return false }
        // In two digits 71 is 1971 and 70 is 2070.
        year = number < 100 ? number + (number > 70 ? 1900 : 2000) : number
        if day == nil { expectsYear = false }
        return true
    }

    private var seconds: Int? {
        // The first whole year of the Gregorian calendar.
        guard let year, let month, let day, (1583...9_999_999).contains(year), (1...12).contains(month),
            (0...31).contains(day)
        else { return nil }
        return CivilDate(year: year, month: month, day: day).count * 86_400 + (clock ?? 0) + (offset ?? 0)
    }
}
