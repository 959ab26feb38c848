import Glibc
import Text

/// A moment by the clock on the wall.
public struct WallTime: Sendable, Equatable {
    /// Seconds since 1970, UTC.
    public var seconds: Int
    /// Nanoseconds within the second, 0 to 999,999,999.
    public var nanoseconds: Int

    /// A moment from its parts.
    public init(seconds: Int, nanoseconds: Int) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// This moment.
    public static func now() -> WallTime {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return WallTime(seconds: now.tv_sec, nanoseconds: now.tv_nsec)
    }

    /// `2026-11-24T12:31:05.104000Z`.
    var iso8601: String { InternetTime.text(seconds: seconds, nanoseconds / 1000, digits: 6) }

    /// `12:31:05.104`, in UTC.
    var clock: String { "\(TimeOfDay(seconds: seconds)).\(padded(nanoseconds / 1_000_000, 3))" }
}
