/// The clock within a day, in UTC unless its seconds were shifted before.
public struct TimeOfDay: Hashable, Sendable {
    /// The hour, 0 to 23.
    public var hour: Int
    /// The minute, 0 to 59.
    public var minute: Int
    /// The second, 0 to 59.
    public var second: Int

    /// The clock of a moment in seconds since 1970.
    public init(seconds: Int) {
        let rest = seconds.flooringRemainder(by: 86_400)
        hour = rest / 3600
        minute = rest / 60 % 60
        second = rest % 60
    }
}

extension TimeOfDay: CustomStringConvertible {
    /// `12:31:05`.
    public var description: String { "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" }
}
