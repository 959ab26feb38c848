import Text

extension DemoTime {
    /// RFC 9110 5.6.7: "Tue, 24 Nov 2026 22:31:11 GMT".
    var httpDate: String { HTTPDate.text(Int(seconds)) }

    /// Seconds since 1970 of an HTTP date in the one form that is still written; nil for any other text, which a server
    /// then ignores (RFC 9110 13.1.3).
    static func seconds(httpDate text: String) -> Int64? {
        // The day of the week is not compared with the date.
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
            let month = CivilDate.shortMonths.firstIndex(of: String(parts[2])), (1...31).contains(day),
            (1...9_999).contains(year)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
        // 60 is a leap second (RFC 9110 5.6.7).
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        let days = Int64(CivilDate(year: year, month: month + 1, day: day).count)
        return days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
    }
}
