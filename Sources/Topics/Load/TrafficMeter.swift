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
    /// The whole seconds before the one under way, the latest first.
    private var pastMessages = SIMD16<Int64>()
    private var pastBytes = SIMD16<Int64>()
    /// The first second of which anything is known.
    private var first: Moment = .min

    /// The whole seconds that are in the mean: who speaks every two is not silent in between.
    public static let meanSeconds = SIMD16<Int64>.scalarCount
    /// What each of them counts, the latest first: as much as in the rates of topics (``RateWindows``), on the mean of where their
    /// windows begin, so that no topic has a rate in a stream that has none. Two and two alike: who speaks every two seconds has
    /// one rate.
    private static let weights: [Double] = {
        let window = Double(meanSeconds) / 2
        return (0..<meanSeconds).map { place in
            let age = Double(place / 2 * 2 + 1)
            let rest = 2 * window - age
            return (age < window ? 2 * window * window - age * age : rest * rest) / (2 * window * window)
        }
    }()

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

    /// Messages per second on the mean of the last whole seconds before `now`, in which the latest count most; of fewer where
    /// fewer are known, and of what came so far while not one is over.
    public func meanMessages(now: Moment) -> Double { mean(currentMessages, pastMessages, now: now) }

    /// Bytes of topics and payloads per second, as ``meanMessages(now:)``.
    public func meanBytes(now: Moment) -> Double { mean(currentBytes, pastBytes, now: now) }

    /// The next moment at which the figures may change without a message arriving; nil when they are zero.
    public func nextChange(now: Moment) -> Moment? {
        guard second != .min else { return nil }
        let over = secondsOver(now)
        // The second under way is told when it is over, and until as many have passed as the mean is of.
        return over > Int64(Self.meanSeconds) ? nil : second + (over + 1) * 1_000_000
    }

    /// Seconds that are over since the one counted last began.
    private func secondsOver(_ now: Moment) -> Int64 { max(0, (now - second) / 1_000_000) }

    private func mean(_ current: Int, _ past: SIMD16<Int64>, now: Moment) -> Double {
        guard second != .min else { return 0 }
        let over = secondsOver(now)
        let most = Int64(Self.meanSeconds)
        let known = second / 1_000_000 - first / 1_000_000 + over
        if known <= 0 { return Double(current) }
        guard over <= most else { return 0 }
        var (sum, weight) = (0.0, 0.0)
        for place in 0..<Int(min(known, most)) {
            // Of the second counted last the count is no past one yet; the seconds since it had none.
            let past = place - Int(over) < 0 ? 0 : past[place - Int(over)]
            let count = place + 1 == Int(over) ? Int64(current) : past
            sum += Self.weights[place] * Double(count)
            weight += Self.weights[place]
        }
        return sum / weight
    }

    /// Messages and bytes of a second (since 1970) that is over or under way; nil for one long gone.
    func count(ofSecond wanted: Int64) -> (messages: Int, bytes: Int)? {
        guard second != .min else { return nil }
        switch wanted - second / 1_000_000 {
        case 0: return (currentMessages, currentBytes)
        case -1: return previous
        default: return nil
        }
    }

    private var previous: (messages: Int, bytes: Int) { (Int(pastMessages[0]), Int(pastBytes[0])) }

    private func lastSecond(now: Moment) -> (messages: Int, bytes: Int) {
        guard second != .min, now >= second else { return previous }
        switch now - second {
        case ..<1_000_000: return previous
        case ..<2_000_000: return (currentMessages, currentBytes)
        default: return (0, 0)
        }
    }

    private mutating func turn(to time: Moment) {
        // Towards the past, before 1970 too: the remainder of a negative number is negative.
        let start = time - ((time % 1_000_000) + 1_000_000) % 1_000_000
        let passed = second == .min ? 0 : (start - second) / 1_000_000
        if passed > 0 {
            push(currentMessages, currentBytes)
            // After a silence the seconds before were empty ones.
            for _ in 1..<max(1, min(passed, Int64(Self.meanSeconds) + 1)) { push(0, 0) }
        } else {
            // The first second, or a clock that was set back.
            (pastMessages, pastBytes, first) = (SIMD16(), SIMD16(), start)
        }
        currentMessages = 0
        currentBytes = 0
        second = start
        secondEnd = start + 1_000_000
    }

    private mutating func push(_ messages: Int, _ bytes: Int) {
        for place in (1..<Self.meanSeconds).reversed() {
            (pastMessages[place], pastBytes[place]) = (pastMessages[place - 1], pastBytes[place - 1])
        }
        (pastMessages[0], pastBytes[0]) = (Int64(messages), Int64(bytes))
    }
}
