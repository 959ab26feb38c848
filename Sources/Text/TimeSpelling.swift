/// Lengths of time as people write them, and exactly as they are written down; ``TimeWords`` has how they are shown.
public enum TimeSpelling {
    /// Nanoseconds of `500 ms`, `2s`, `0.5 s`, `1 min`; of a bare number so many of `unit`. Nil when it is no time, or one
    /// beyond 100 years.
    public static func nanoseconds(_ text: String, bare unit: Int64 = 1_000_000_000) -> Int64? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number >= 0 else { return nil }
        let scale: Int64
        switch text.dropFirst(digits.count).filter({ $0 != " " }) {
        case "": scale = unit
        case "ns": scale = 1
        case "us", "µs": scale = 1000
        case "ms": scale = 1_000_000
        case "s": scale = 1_000_000_000
        case "m", "min": scale = 60_000_000_000
        case "h": scale = 3_600_000_000_000
        default: return nil
        }
        let value = number * Double(scale)
        // 100 years; Int64 ends at 292.
        return value <= 3.2e18 ? Int64(value.rounded()) : nil
    }

    /// Nanoseconds as seconds with six places, and none below zero: `1.250000`.
    public static func seconds(_ nanoseconds: Int64) -> String {
        let micros = max(0, nanoseconds) / 1000
        return "\(micros / 1_000_000).\(padded(micros % 1_000_000, 6))"
    }

    /// Nanoseconds in the largest unit that they are a whole number of, as ``nanoseconds(_:bare:)`` reads them: `2s`, `90s`.
    public static func exact(_ nanoseconds: Int64) -> String {
        let units: [(String, Int64)] = [
            ("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000),
        ]
        let unit = units.first { nanoseconds != 0 && nanoseconds % $0.1 == 0 }
        return unit.map { "\(nanoseconds / $0.1)\($0.0)" } ?? "\(nanoseconds)ns"
    }
}
