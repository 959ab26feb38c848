public import Text

/// Messages and bytes per second, measured over whole seconds, and their totals. What a broker sends from its store is in
/// the totals alone.
public struct TrafficMeter: Equatable, Sendable {
    /// Messages received since the start.
    public private(set) var totalMessages = 0
    /// Bytes of topics and payloads received since the start.
    public private(set) var totalBytes = 0
    /// Bytes counted of a message whose end has not come.
    private var begun = 0
    private var second: Moment = .min
    private var secondEnd: Moment = .min
    private var currentMessages = 0
    private var currentBytes = 0
    private var previousMessages = 0
    private var previousBytes = 0

    /// A meter that has seen nothing.
    public init() {}

    /// Counts one message; of one that is not live the total alone.
    @inline(__always)
    mutating func count(bytes: Int, isLive: Bool, at time: Moment) {
        var bytes = bytes
        if begun > 0 {
            // Messages come in order: this is the one of which a part was counted.
            bytes = max(0, bytes &- begun)
            begun = 0
        }
        totalMessages &+= 1
        totalBytes &+= bytes
        guard isLive else { return }
        // Not a difference: `second` starts as the smallest moment there is.
        if time < second || time >= secondEnd { turn(to: time) }
        currentMessages &+= 1
        currentBytes &+= bytes
    }

    /// Counts what has come of a message whose end has not: so many bytes of it in all.
    mutating func countBegun(bytes: Int, isLive: Bool, at time: Moment) {
        let new = max(0, bytes - begun)
        begun = bytes
        totalBytes &+= new
        guard isLive else { return }
        if time < second || time >= secondEnd { turn(to: time) }
        currentBytes &+= new
    }

    /// The end of a message that had begun will not come.
    mutating func forgetBegun() { begun = 0 }

    /// Messages in the last whole second before `now`.
    public func messagesPerSecond(now: Moment) -> Double {
        Double(lastSecond(now: now).messages)
    }

    /// Bytes of topics and payloads in the last whole second before `now`.
    public func bytesPerSecond(now: Moment) -> Double {
        Double(lastSecond(now: now).bytes)
    }

    /// The next moment at which the figures may change without a message arriving; nil when they are zero.
    public func nextChange(now: Moment) -> Moment? {
        guard second != .min, now < second + 2_000_000 else { return nil }
        // The second under way is shown when it is over; the one before until then.
        return now < second + 1_000_000 ? second + 1_000_000 : second + 2_000_000
    }

    /// Messages and bytes of a second (since 1970) that is over or under way; nil for one long gone.
    func count(ofSecond wanted: Int64) -> (messages: Int, bytes: Int)? {
        guard second != .min else { return nil }
        switch wanted - second / 1_000_000 {
        case 0: return (currentMessages, currentBytes)
        case -1: return (previousMessages, previousBytes)
        default: return nil
        }
    }

    private func lastSecond(now: Moment) -> (messages: Int, bytes: Int) {
        guard second != .min, now >= second else { return (previousMessages, previousBytes) }
        switch now - second {
        case ..<1_000_000: return (previousMessages, previousBytes)
        case ..<2_000_000: return (currentMessages, currentBytes)
        default: return (0, 0)
        }
    }

    private mutating func turn(to time: Moment) {
        // Towards the past, before 1970 too: the remainder of a negative number is negative.
        let start = time - ((time % 1_000_000) + 1_000_000) % 1_000_000
        // After a silence the second before was an empty one.
        let isNext = second != .min && start - second == 1_000_000
        previousMessages = isNext ? currentMessages : 0
        previousBytes = isNext ? currentBytes : 0
        currentMessages = 0
        currentBytes = 0
        second = start
        secondEnd = start + 1_000_000
    }
}
