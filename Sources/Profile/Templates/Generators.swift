public import Text

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The values that a template makes anew each time: `{{randomInt 1 100}}`, `{{sine 20 5 60}}`, `{{counter}}`.
///
/// One value of this type belongs to one stream of messages: counters and walks go on where they were. Time comes from
/// outside, so that a clock turned by hand gives the same values again with the same seed.
public struct Generators: Equatable, Sendable {
    /// A generator was written wrongly: what it takes.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// In the user's words.
        public let description: String
    }

    /// The name of the ETag of the last answer, which requests know.
    public static let tagName = "etag"

    /// The name of one of the words that stand behind it.
    static let pickName = "pick"

    /// What every generator takes and gives, for help and completion.
    public static let all: [(name: String, arguments: String, summary: String)] = [
        ("counter", "[START [STEP]]", "a number that grows with every message"),
        (Generators.tagName, "", "in requests: the ETag of the last answer from the same URL"),
        (
            TemplateFile.name, "PATH [joined|encoded]",
            "in requests: what a file holds, without line breaks or as in a form"
        ),
        ("isoTime", "", "the time as 2026-11-24T12:31:05.104Z"),
        (pickName, "WORD WORD ...", "one of the words"),
        ("random", "[LENGTH]", "letters and digits, 8 unless told"),
        ("randomFloat", "LOW HIGH [DIGITS]", "a number between two, with that many digits after the point"),
        ("randomInt", "LOW HIGH", "a whole number from LOW to HIGH"),
        (
            "response:NAME#PATH", "[WHEN]",
            "a value of the answer to a saved request; when that is sent: missing, never, 5min (older), always"
        ),
        ("sine", "MIDDLE SWING SECONDS", "a wave around MIDDLE with that period"),
        ("time", "", "the time as 12:31:05"),
        ("timestamp", "", "milliseconds since 1970"),
        ("topic:TOPIC[#PATH]", "[TIME]", "the last value of a topic, or of a path in it; 5min refuses an older one"),
        ("uuid", "", "a random UUID"),
        ("walk", "START STEP", "a number that wanders by up to STEP a message"),
    ]

    /// The values of answers that are at hand for this stream.
    public var answers: [ResponseCall: String] = [:]
    private var random: SplitMix64
    private var counters: [String: Int] = [:]
    private var walks: [String: Double] = [:]

    /// Generators whose randomness follows from a seed.
    public init(seed: UInt64 = .random(in: .min ... .max)) {
        random = SplitMix64(seed: seed)
    }

    /// Whether a word is a generator's name.
    public static func isGenerator(_ name: String) -> Bool {
        TopicCall.isCall(name) || ResponseCall.isCall(name) || all.contains { $0.name == name }
    }

    /// The next value of a generator.
    /// - Parameters:
    ///   - name: the first word between the braces.
    ///   - arguments: the further words.
    ///   - now: microseconds since 1970.
    ///   - lastValue: the last value of a topic; nil when there is none that is text.
    /// - Throws: ``Problem`` when no generator is called that or the arguments are not its own.
    public mutating func value(
        _ name: String, _ arguments: [String], now: Moment, lastValue: (String) -> TopicValue?
    ) throws(Problem) -> String {
        if TopicCall.isCall(name) {
            guard let call = TopicCall(name, arguments) else { throw Problem(description: TopicCall.usage) }
            return try call.value(of: lastValue(call.topic), now: now)
        }
        switch name {
        case "counter": return try counter(arguments)
        case "isoTime":
            try take(arguments, 0...0, name)
            return CalendarTime(now).iso8601
        case "time":
            try take(arguments, 0...0, name)
            return CalendarTime(now).clock
        case Generators.tagName:
            throw Problem(description: "\(name) is for requests: the ETag of the last answer from their URL")
        case let name where ResponseCall.isCall(name):
            if let call = ResponseCall(name, arguments), let value = answers[call] { return value }
            throw Problem(description: "\(name): the answers to saved requests are not at hand here")
        case TemplateFile.name: throw Problem(description: "\(name) is for requests: what a file holds")
        case "timestamp":
            try take(arguments, 0...0, name)
            return "\(now / 1000)"
        case Self.pickName:
            guard let word = arguments.randomElement(using: &random) else { throw Self.problem(name) }
            return word
        case "random": return try letters(arguments)
        case "randomInt": return try randomInt(arguments)
        case "randomFloat": return try randomFloat(arguments)
        case "sine": return try sine(arguments, now)
        case "uuid":
            try take(arguments, 0...0, name)
            return uuid()
        case "walk": return try walk(arguments)
        default:
            throw Problem(description: "nothing is called \(name), no variable and no generator")
        }
    }

    // MARK: - Each generator

    private mutating func counter(_ arguments: [String]) throws(Problem) -> String {
        try take(arguments, 0...2, "counter")
        let start = arguments.isEmpty ? 1 : try whole(arguments[0], "counter")
        let step = arguments.count < 2 ? 1 : try whole(arguments[1], "counter")
        // Those with the same arguments are one counter.
        let key = arguments.joined(separator: " ")
        let value = counters[key] ?? start
        // A counter that runs over goes on rather than stop the program.
        counters[key] = value &+ step
        return "\(value)"
    }

    private mutating func letters(_ arguments: [String]) throws(Problem) -> String {
        try take(arguments, 0...1, "random")
        let length = arguments.isEmpty ? 8 : try whole(arguments[0], "random")
        guard (1...1024).contains(length) else { throw Problem(description: "random: 1 to 1,024 letters") }
        // Without l, o, 0 and 1: people read such names to each other.
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        var text = ""
        for _ in 0..<length { text.append(letters[Int.random(in: letters.indices, using: &random)]) }
        return text
    }

    private mutating func randomInt(_ arguments: [String]) throws(Problem) -> String {
        try take(arguments, 2...2, "randomInt")
        let low = try whole(arguments[0], "randomInt")
        let high = try whole(arguments[1], "randomInt")
        guard low <= high else { throw Problem(description: "randomInt: \(low) is more than \(high)") }
        return "\(Int.random(in: low...high, using: &random))"
    }

    private mutating func randomFloat(_ arguments: [String]) throws(Problem) -> String {
        try take(arguments, 2...3, "randomFloat")
        let low = try number(arguments[0], "randomFloat")
        let high = try number(arguments[1], "randomFloat")
        guard low <= high else {
            throw Problem(description: "randomFloat: \(arguments[0]) is more than \(arguments[1])")
        }
        let range = try bounds(low, high, "randomFloat")
        let digits =
            arguments.count == 3
            ? try whole(arguments[2], "randomFloat")
            : max(1, FixedDecimal.digits(in: arguments[0]), FixedDecimal.digits(in: arguments[1]))
        guard (0...FixedDecimal.maximumDigits).contains(digits) else {
            throw Problem(description: "randomFloat: 0 to \(FixedDecimal.maximumDigits) digits")
        }
        return try text(Double.random(in: range, using: &random), digits, "randomFloat")
    }

    private func sine(_ arguments: [String], _ now: Moment) throws(Problem) -> String {
        try take(arguments, 3...3, "sine")
        let middle = try number(arguments[0], "sine")
        let swing = try number(arguments[1], "sine")
        let seconds = try number(arguments[2], "sine")
        guard seconds > 0 else { throw Problem(description: "sine: the period is more than 0 seconds") }
        // The remainder is exact; the sine of billions of seconds would not be.
        let phase = (Double(now) / 1_000_000).truncatingRemainder(dividingBy: seconds) / seconds
        let digits = max(2, FixedDecimal.digits(in: arguments[0]), FixedDecimal.digits(in: arguments[1]))
        return try text(middle + swing * sin(phase * 2 * .pi), digits, "sine")
    }

    private mutating func walk(_ arguments: [String]) throws(Problem) -> String {
        try take(arguments, 2...2, "walk")
        let start = try number(arguments[0], "walk")
        let step = abs(try number(arguments[1], "walk"))
        let range = try bounds(-step, step, "walk")
        let key = arguments.joined(separator: " ")
        let value = walks[key].map { $0 + Double.random(in: range, using: &random) } ?? start
        walks[key] = value
        let digits = max(1, FixedDecimal.digits(in: arguments[0]), FixedDecimal.digits(in: arguments[1]))
        return try text(value, digits, "walk")
    }

    /// A version 4 UUID (RFC 9562 5.4).
    private mutating func uuid() -> String {
        var high = random.next()
        var low = random.next()
        // Version and variant (RFC 9562 4.2, 4.1).
        high = high & ~0xF000 | 0x4000
        low = low & ~(3 << 62) | 1 << 63
        let digits = Self.hex(high) + Self.hex(low)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text += "-" }
            text.append(digit)
        }
        return text
    }

    // MARK: - Arguments

    private func take(_ arguments: [String], _ count: ClosedRange<Int>, _ name: String) throws(Problem) {
        if !count.contains(arguments.count) { throw Self.problem(name) }
    }

    private func whole(_ text: String, _ name: String) throws(Problem) -> Int {
        guard let value = Int(text) else { throw Self.problem(name) }
        return value
    }

    private func number(_ text: String, _ name: String) throws(Problem) -> Double {
        guard let value = Double(text), value.isFinite else { throw Self.problem(name) }
        return value
    }

    /// From one to the other: `Double.random` ends the program where the range is wider than a number can say.
    private func bounds(_ low: Double, _ high: Double, _ name: String) throws(Problem) -> ClosedRange<Double> {
        guard (high - low).isFinite else {
            throw Problem(description: "\(name): from \(low) to \(high) it is more than a number holds")
        }
        return low...high
    }

    private func text(_ value: Double, _ digits: Int, _ name: String) throws(Problem) -> String {
        guard let text = FixedDecimal.text(value, digits: digits) else {
            throw Problem(description: "\(name): the number is too large for \(digits) digits after the point")
        }
        return text
    }

    private static func problem(_ name: String) -> Problem {
        let arguments = all.first { $0.name == name }?.arguments ?? ""
        return Problem(description: "write {{\(name)\(arguments.isEmpty ? "" : " \(arguments)")}}")
    }

    private static func hex(_ value: UInt64) -> String { padded(value, 16, radix: 16) }
}
