import Glibc

/// Where the loop reads time from: a value, so that tests turn it by hand.
public struct AppClock: Sendable {
    /// Microseconds since 1970: what people see.
    public let now: @Sendable () -> Int64
    /// Microseconds since some start, never going back: what durations are measured with.
    public let uptime: @Sendable () -> Int64

    /// A clock made of two readings.
    public init(now: @escaping @Sendable () -> Int64, uptime: @escaping @Sendable () -> Int64) {
        self.now = now
        self.uptime = uptime
    }

    /// The machine's clocks.
    public static let system = AppClock(now: { read(CLOCK_REALTIME) }, uptime: { read(CLOCK_MONOTONIC) })

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
