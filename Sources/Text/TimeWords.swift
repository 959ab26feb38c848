/// Lengths of time as people read them, by one rule: three digits that count at most, and minutes from two of them on.
///
/// In a sentence (``words(_:)``, ``long(_:)``) what is zero behind the point is left out; in a column (``column(_:)``) it
/// stays, so that points stand below each other. Seconds and less are rounded, what is longer is cut as clocks do.
public enum TimeWords {
    private static let second: UInt64 = 1_000_000
    private static let minute = 60 * second
    private static let hour = 60 * minute
    private static let day = 24 * hour

    /// Nanoseconds in one unit: `850 µs`, `1.9 ms`, `184 ms`, `2.5 s`, `90 s`, `3 min`, `5 h`, `4 days`.
    public static func words(_ nanoseconds: Int64) -> String {
        let micros = micros(nanoseconds)
        let text =
            switch micros {
            case 0: "0 s"
            case ..<least: small(micros, keepsZeros: false)
            case ..<(2 * hour): "\(micros / minute) min"
            case ..<(2 * day): "\(micros / hour) h"
            default: days(micros)
            }
        return signed(nanoseconds, micros, text)
    }

    /// Nanoseconds in two units where they are long: `90 s`, `2 min 5 s`, `1 h`, `2 h 30 min`, `3 days 4 h`.
    public static func long(_ nanoseconds: Int64) -> String {
        let micros = micros(nanoseconds)
        func two(_ large: String, _ rest: UInt64, _ unit: String) -> String {
            rest == 0 ? large : "\(large) \(rest) \(unit)"
        }
        let text =
            switch micros {
            case ..<least: words(Int64(micros) * 1000)
            case ..<hour: two("\(micros / minute) min", micros % minute / second, "s")
            case ..<day: two("\(micros / hour) h", micros % hour / minute, "min")
            default: two(days(micros), micros % day / hour, "h")
            }
        return signed(nanoseconds, micros, text)
    }

    /// Nanoseconds in a column, seven wide: `850 µs`, `24.0 ms`, `184 ms`, `2.50 s`, `90.0 s`, `2m 5s`, `2h 30m`, `3d 4h`.
    public static func column(_ nanoseconds: Int64) -> String {
        let micros = micros(nanoseconds)
        let text =
            switch micros {
            case ..<least: small(micros, keepsZeros: true)
            case ..<hour: "\(micros / minute)m \(micros % minute / second)s"
            case ..<day: "\(micros / hour)h \(micros % hour / minute)m"
            default: "\(grouped(Int(micros / day)))d \(micros % day / hour)h"
            }
        return signed(nanoseconds, micros, text)
    }

    private static let least = 2 * minute

    private static func micros(_ nanoseconds: Int64) -> UInt64 { (nanoseconds.magnitude + 500) / 1000 }

    private static func signed(_ nanoseconds: Int64, _ micros: UInt64, _ text: String) -> String {
        nanoseconds < 0 && micros > 0 ? "-\(text)" : text
    }

    private static func days(_ micros: UInt64) -> String {
        let count = Int(micros / day)
        return count == 1 ? "1 day" : "\(grouped(count)) days"
    }

    /// Below two minutes. The bounds lie where rounding would show a digit more than the unit is to have.
    private static func small(_ micros: UInt64, keepsZeros: Bool) -> String {
        switch micros {
        case ..<1000: "\(micros) µs"
        case ..<99_950: "\(fixed(micros, 1000, 1, keepsZeros)) ms"
        case ..<999_500: "\((micros + 500) / 1000) ms"
        case ..<9_995_000: "\(fixed(micros, second, 2, keepsZeros)) s"
        case ..<99_950_000: "\(fixed(micros, second, 1, keepsZeros)) s"
        // What is not yet two minutes is not told as 120 s.
        default: "\(min(119, (micros + second / 2) / second)) s"
        }
    }

    private static func fixed(_ value: UInt64, _ unit: UInt64, _ decimals: Int, _ keepsZeros: Bool) -> String {
        let scale: UInt64 = decimals == 1 ? 10 : 100
        let number = (value * scale + unit / 2) / unit
        var text = "\(number / scale)."
        if decimals == 2, number % 100 < 10 { text += "0" }
        text += "\(number % scale)"
        guard !keepsZeros else { return text }
        while text.last == "0" { text.removeLast() }
        return text.last == "." ? String(text.dropLast()) : text
    }
}
