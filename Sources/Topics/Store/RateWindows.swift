import Text

/// Messages per second over about the last eight seconds, from the counts of two windows: no division and no
/// exponential per message.
struct RateWindows: BitwiseCopyable {
    /// A window's length in ticks of 65,536 microseconds.
    private static let window: UInt32 = 122
    private static let secondsPerTick = 0.065536
    private static let none = UInt32.max

    private var start: UInt32 = 0
    private var current: UInt32 = 0
    /// The count of the window before, or `none` while the first window is open.
    private var previous: UInt32 = none

    /// The time in ticks; wraps after nine years, which only differences see.
    @inline(__always)
    static func ticks(_ time: Moment) -> UInt32 { UInt32(truncatingIfNeeded: time >> 16) }

    @inline(__always)
    mutating func count(_ messages: UInt32, at now: UInt32) {
        let age = now &- start
        // Unsigned: a clock that stepped back shows as a very large age.
        if age < Self.window {
            current &+= messages
        } else {
            turn(messages, now, age)
        }
    }

    private mutating func turn(_ messages: UInt32, _ now: UInt32, _ age: UInt32) {
        if Int32(bitPattern: age) < 0, Int32(bitPattern: age) > -Int32(Self.window) {
            // The clock stepped back a little: the message counts where we are.
            current &+= messages
            return
        }
        let isFirst = current == 0 && previous == Self.none
        // The next window follows this one; after a longer silence there is none before it.
        if !isFirst, age < 2 * Self.window {
            previous = current
            start = start &+ Self.window
        } else {
            previous = isFirst ? Self.none : 0
            start = now
        }
        current = messages
    }

    /// Messages per second at a moment.
    func perSecond(now time: Moment) -> Double {
        let window = Double(Self.window)
        let difference = Int32(bitPattern: Self.ticks(time) &- start)
        let age = Double(max(difference, 0))
        if age >= 2 * window || current == 0 { return 0 }
        // Nothing is known from before the first window: what came is told by the time it took.
        if previous == Self.none, age < window {
            // Not less than a second: the first message alone would be a rate of thousands.
            return Double(current) / max(age * Self.secondsPerTick, 1)
        }
        let full = window * Self.secondsPerTick
        if age < window {
            // The window before counts by the part of it that lies within the last window's length.
            let before = previous == Self.none ? 0 : Double(previous)
            return (before * (window - age) / window + Double(current)) / full
        }
        // Silent since: what the last window had fades out over another.
        return Double(current) * (2 * window - age) / window / full
    }
}
