public import Text

/// A line of a broker's log that it publishes under `$SYS/broker/log/`.
public struct SysLogLine: Equatable, Sendable {
    /// How serious a line is, by the last levels of its topic.
    public enum Level: String, CaseIterable, Sendable {
        /// D
        case debug
        /// I
        case info
        /// N
        case notice
        /// W
        case warning
        /// E
        case error
        /// M/subscribe
        case subscribe
        /// M/unsubscribe
        case unsubscribe
        /// WS
        case webSocket = "websocket"
        /// A level that martlet does not know.
        case other

        /// The level of a topic's levels without `$SYS`; nil when it is no topic of a log.
        init?(topic levels: [Substring]) {
            guard levels.count > 2, levels[0] == "broker", levels[1] == "log" else { return nil }
            switch levels.dropFirst(2).joined(separator: "/") {
            case "D": self = .debug
            case "I": self = .info
            case "N": self = .notice
            case "W": self = .warning
            case "E": self = .error
            case "M/subscribe": self = .subscribe
            case "M/unsubscribe": self = .unsubscribe
            case "WS": self = .webSocket
            default: self = .other
            }
        }
    }

    /// Bytes kept of a line.
    static let maximumLength = 500

    /// When it came.
    public var at: Moment
    /// How serious it is.
    public var level: Level
    /// The line without the broker's own time stamp, if it had one.
    public var text: String

    init(at: Moment, level: Level, text: String) {
        self.at = at
        self.level = level
        self.text = Self.withoutTime(text)
    }

    /// mosquitto puts the seconds since 1970 before a line: `1767323045: New connection ...`.
    private static func withoutTime(_ text: String) -> String {
        let digits = text.prefix { $0.isNumber }
        // Nine digits at least: a line that begins with a small number stays.
        guard digits.count >= 9, text.dropFirst(digits.count).hasPrefix(": ") else { return text }
        return String(text.dropFirst(digits.count + 2))
    }
}
