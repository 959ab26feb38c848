extension HTTPDate {
    /// Seconds since 1970 of a date in one of the three forms of RFC 9110 5.6.7; nil for any other text, which caches then
    /// take for none. ``LenientDate`` reads more.
    ///
    ///     Sun, 06 Nov 1994 08:49:37 GMT
    ///     Sunday, 06-Nov-94 08:49:37 GMT
    ///     Sun Nov  6 08:49:37 1994
    ///
    /// Capitals do not matter. A year of two digits is one from 1971 to 2070, as ``LenientDate`` has it.
    public static func seconds(_ text: String) -> Int? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map { $0.lowercased() }
        let date: (day: String, month: String, year: String, clock: String)
        switch parts.count {
        case 6
        where parts[5] == "gmt" && isDay(parts[0], days.map { $0.lowercased() + "," }) && parts[3].utf8.count == 4:
            date = (parts[1], parts[2], parts[3], parts[4])
        case 4 where parts[3] == "gmt" && isDay(parts[0], longDays.map { $0 + "," }):
            let words = parts[1].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            guard words.count == 3, words[2].utf8.count == 2, let short = Int(words[2]) else { return nil }
            date = (words[0], words[1], padded(short + (short > 70 ? 1900 : 2000), 4), parts[2])
        case 5 where isDay(parts[0], days.map { $0.lowercased() }):
            date = (parts[2], parts[1], parts[4], parts[3])
        case 6 where parts[2].isEmpty && parts[3].utf8.count == 1 && isDay(parts[0], days.map { $0.lowercased() }):
            // Its day is padded with a blank.
            date = ("0" + parts[3], parts[1], parts[5], parts[4])
        default: return nil
        }
        return seconds(date.day, date.month, date.year, date.clock)
    }

    private static let longDays = [
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    ]

    private static func isDay(_ word: String, _ days: [String]) -> Bool { days.contains(word) }

    private static func seconds(_ day: String, _ month: String, _ year: String, _ clock: String) -> Int? {
        let times = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard let day = digits(day, 2), (1...31).contains(day), let year = digits(year, 4),
            let month = CivilDate.shortMonths.firstIndex(where: { $0.lowercased() == month }), times.count == 3,
            let hour = digits(times[0], 2), hour < 24, let minute = digits(times[1], 2), minute < 60,
            // 60 is a leap second.
            let second = digits(times[2], 2), second <= 60
        else { return nil }
        return CivilDate(year: year, month: month + 1, day: day).count * 86_400 + hour * 3600 + minute * 60 + second
    }

    private static func digits(_ text: some StringProtocol, _ count: Int) -> Int? {
        text.utf8.count == count && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
}
