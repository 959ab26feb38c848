import Glibc
import NIOCore

/// An exponentially weighted moving average of events per minute, over 1, 5 and 15 minutes, as mosquitto's `$SYS` has
/// it.
struct LoadAverage {
    private static let minutes: [Double] = [1, 5, 15]
    /// The averages over 1, 5 and 15 minutes.
    private(set) var values: [Double] = [0, 0, 0]
    private var total = 0

    /// Takes the events that a counter has counted since the last call, `elapsed` ago.
    mutating func update(total newTotal: Int, elapsed: TimeAmount) {
        let seconds = Double(elapsed.nanoseconds) / 1e9
        let events = Double(newTotal - total)
        total = newTotal
        // The first call has no time before it.
        guard seconds > 0 else { return }
        let perMinute = events * 60 / seconds
        for (index, minutes) in Self.minutes.enumerated() {
            // The old value fades with the time that has passed, whatever the interval.
            values[index] = perMinute + exp(-seconds / (minutes * 60)) * (values[index] - perMinute)
        }
    }
}
