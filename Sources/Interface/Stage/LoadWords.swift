import Kit
import Text
import Topics

/// Figures with their units, as people read them.
enum LoadWords {
    /// What comes in a second, on the mean of the last ones: one second alone is nothing and much in turn where somebody
    /// speaks every two. What is no rate of a topic is none here.
    static func rates(_ traffic: TrafficMeter, _ look: Look) -> (messages: String, bytes: String) {
        if let change = traffic.nextChange(now: look.now) { look.changes(at: change) }
        let mean = traffic.meanMessages(now: look.now)
        let rate = mean < Figures.smallestRate ? 0 : mean
        let isWhole = rate >= 10 || rate == rate.rounded()
        let messages = isWhole ? Figures.count(Int(rate.rounded())) : Figures.decimal(rate)
        return ("\(messages) msg/s", "\(Figures.bytes(traffic.meanBytes(now: look.now)))/s")
    }

    /// A value with its unit: `12.3 msg/s`, `4.1 MB`, `3 clients`, `2d 4h`.
    static func value(_ value: Double, _ unit: LoadUnit) -> String {
        switch unit {
        case .text: number(value)
        case .seconds: duration(value)
        case .milliseconds: "\(number(value)) ms"
        case .count(let word):
            word.isEmpty ? number(value.rounded()) : "\(number(value.rounded())) \(word)\(value == 1 ? "" : "s")"
        case .perSecond(let word): "\(number(value)) \(word)/s"
        case .bytes: bytes(value)
        case .bytesPerSecond: "\(bytes(value))/s"
        case .percent: "\(number(value)) %"
        case .named(let name): name.isEmpty ? number(value) : "\(number(value)) \(name)"
        case .sent(let name): name.isEmpty ? exact(value) : "\(exact(value)) \(name)"
        }
    }

    /// A value without its unit, for a row that says it once.
    static func bare(_ value: Double, _ unit: LoadUnit) -> String {
        switch unit {
        case .bytes, .bytesPerSecond: bytes(value)
        case .seconds: duration(value)
        default: number(value)
        }
    }

    /// A value in as few columns as can be: `12.3`, `1.5kB`.
    static func short(_ value: Double, _ unit: LoadUnit) -> String {
        switch unit {
        case .bytes, .bytesPerSecond: bytes(value).filter { $0 != " " }
        // Something is not nothing.
        case _ where value.magnitude > 0 && value.magnitude < 0.05: "<0.1"
        default: value.magnitude < 99.95 && value != value.rounded() ? fixed(value, 1) : number(value)
        }
    }

    /// A mark of an axis, as exact as the step from mark to mark.
    static func mark(_ value: Double, _ unit: LoadUnit, step: Double) -> String {
        switch unit {
        case .bytes, .bytesPerSecond: return bytes(value)
        case .seconds: return duration(value)
        default: break
        }
        // Beyond it the digits after the point would not fit into `Int`.
        guard value.magnitude < 1e12 else { return number(value) }
        var decimals = 0
        var scaled = step
        // As many decimals as the step needs to be a whole number; 0.1 is none exactly.
        while decimals < 6, (scaled - scaled.rounded()).magnitude > 1e-6 * scaled {
            decimals += 1
            scaled *= 10
        }
        return fixed(value, decimals)
    }

    /// `1,204`, `12.3`, `0.05`, `-3.2`: three digits that count, all before the point.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "none" }
        let size = value.magnitude
        if size >= 1e15 { return value < 0 ? "-many" : "many" }
        // The bounds are where rounding would make a digit more: 99.95 would be 100.0.
        if value == value.rounded() || size >= 99.95 { return fixed(value, 0) }
        return fixed(value, size >= 9.995 ? 1 : size >= 0.0995 ? 2 : 3)
    }

    /// A number with all its digits, as a payload has it: `4218.42`.
    static func exact(_ value: Double) -> String {
        // Beyond that a number is not told from its neighbour, and has no digits to be shown.
        guard value == value.rounded(), value.magnitude < 1e15 else { return "\(value)" }
        return String(Int(value))
    }

    /// A number in a column of others: whole ones have decimals too, so that points stand below each other.
    static func column(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 99.95 else { return number(value) }
        return fixed(value, value.magnitude < 9.995 ? 2 : 1)
    }

    private static func fixed(_ value: Double, _ decimals: Int) -> String {
        value.fixed(decimals, isGrouped: true)
    }

    private static func bytes(_ value: Double) -> String {
        value < 0 ? "-\(bytes(-value))" : value < 1 && value > 0 ? "<1 B" : Figures.bytes(value.rounded())
    }

    /// `250 ms`, `42 s`, `5m 12s`, `2h 5m`, `3d 4h`
    static func duration(_ seconds: Double) -> String {
        // Some 290 years: nanoseconds of it fit.
        guard seconds.isFinite, seconds.magnitude < 9e9 else { return "many" }
        let nanoseconds = Int64(seconds * 1e9)
        return seconds.magnitude < 119.5 ? TimeWords.words(nanoseconds) : TimeWords.column(nanoseconds)
    }
}
