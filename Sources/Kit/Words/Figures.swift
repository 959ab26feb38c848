import Glibc
package import Text

/// Numbers, sizes and times as people read them on a screen.
package enum Figures {
    /// `1,204`
    package static func count(_ number: Int) -> String {
        grouped(number)
    }

    /// `1 topic`, `1,204 topics`
    package static func count(_ number: Int, _ word: String) -> String {
        "\(count(number)) \(word)\(number == 1 ? "" : "s")"
    }

    /// `12.4`: one decimal below 100, none above.
    package static func decimal(_ value: Double) -> String {
        NumberWords.decimal(value)
    }

    /// `12.4 kB`; units of 1,000.
    package static func bytes(_ number: Double) -> String {
        NumberWords.bytes(number)
    }

    /// `3.1/256 MB`; units of 1,048,576, as the budget is given.
    package static func budget(_ kept: Int, of budget: Int) -> String {
        let unit = budget >= 1 << 20 ? (Double(1 << 20), "MB") : (1024, "kB")
        let whole = Double(budget) / unit.0
        return
            "\(decimal(Double(kept) / unit.0))/\(whole == whole.rounded() ? count(Int(whole)) : decimal(whole)) \(unit.1)"
    }

    /// `2s` `14s` `3m` `2h` `4d`
    package static func age(seconds: Int64) -> String {
        switch seconds {
        // Set back, a clock has moments that are still to come: nothing is younger than now.
        case ..<60: return "\(max(0, seconds))s"
        case ..<3600: return "\(seconds / 60)m"
        case ..<86_400: return "\(seconds / 3600)h"
        default: return seconds < 86_400 * 1000 ? "\(seconds / 86_400)d" : "old"
        }
    }

    /// `850 µs` `1.9 ms` `124 ms` `1.25 s` `12.8 s` `5m 10s`: how long something took, in microseconds.
    package static func duration(_ microseconds: Int64) -> String {
        // Set back, a clock has moments that are still to come; centuries are beyond it.
        TimeWords.column(min(max(0, microseconds), Int64.max / 1000) * 1000)
    }

    /// The second that a moment is in, since 1970.
    package static func second(of moment: Moment) -> Int64 {
        (moment - fraction(moment)) / 1_000_000
    }

    /// The smallest rate that is shown: a message in twenty seconds.
    package static let smallestRate = 0.05

    /// `4.1/s`
    package static func rate(_ perSecond: Double) -> String {
        perSecond < smallestRate ? "" : "\(decimal(perSecond))/s"
    }

    /// `12:31`
    package static func minute(_ moment: Moment) -> String {
        let time = local(moment)
        return "\(two(time.tm_hour)):\(two(time.tm_min))"
    }

    /// `12:31:05`
    package static func clock(_ moment: Moment) -> String {
        let time = local(moment)
        return "\(two(time.tm_hour)):\(two(time.tm_min)):\(two(time.tm_sec))"
    }

    /// `12:31:05.104`
    package static func time(_ moment: Moment) -> String {
        "\(clock(moment)).\(padded(Int(fraction(moment) / 1000), 3))"
    }

    /// `2026-11-24 12:31:05.104512`
    package static func date(_ moment: Moment) -> String {
        let time = local(moment)
        return "\(time.tm_year + 1900)-\(two(time.tm_mon + 1))-\(two(time.tm_mday)) \(clock(moment))."
            + padded(Int(fraction(moment)), 6)
    }

    /// `2026-11-24`, in UTC as certificates count.
    package static func day(_ moment: Moment) -> String {
        "\(CivilDate(seconds: Int(second(of: moment))))"
    }

    private static func fraction(_ moment: Moment) -> Moment {
        // Before 1970 the remainder is negative.
        (moment % 1_000_000 + 1_000_000) % 1_000_000
    }

    private static func local(_ moment: Moment) -> tm {
        var seconds = time_t(second(of: moment))
        var result = tm()
        localtime_r(&seconds, &result)
        return result
    }

    private static func two(_ number: Int32) -> String { padded(Int(number), 2) }
}

extension Figures {
    /// A text with its grouped numbers in short: `1,204` becomes `1.2k`, `1,234,567` becomes `1.2M`.
    package static func abbreviated(_ text: String) -> String {
        var short = ""
        var number = ""
        func flush() {
            let isGrouped = number.contains(",") && number.last != ","
            // A year has no comma, and is no count.
            short += isGrouped ? Int(number.filter { $0 != "," }).map(abbreviated) ?? number : number
            number = ""
        }
        for character in text {
            // A comma between digits belongs to the number; behind the last digit it ends a part of the text.
            if character.isASCII, character.isNumber || character == "," && !number.isEmpty {
                number.append(character)
            } else {
                let ends = number.last == ","
                if ends { number.removeLast() }
                flush()
                if ends { short.append(",") }
                short.append(character)
            }
        }
        flush()
        return short
    }

    private static func abbreviated(_ number: Int) -> String {
        for (unit, size) in [("G", 1_000_000_000), ("M", 1_000_000), ("k", 1000)] where number >= size {
            // A decimal below ten alone: `1.2k`, but `12k`.
            let tenths = number * 10 / size
            return tenths < 100 && tenths % 10 != 0 ? "\(tenths / 10).\(tenths % 10)\(unit)" : "\(tenths / 10)\(unit)"
        }
        return count(number)
    }
}

extension Figures {
    /// A number as it is typed: `2.5`, `10`.
    package static func plain(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
