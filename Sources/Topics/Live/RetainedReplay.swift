import Text

/// Tells what a broker sends from its store, behind SUBSCRIBE, from what is published at the moment: ten thousand kept
/// messages are no rate.
///
/// RETAIN says which it is (MQTT 5 3.3.1.3), unless a subscription leaves the flag as it was published (Retain As Published,
/// MQTT 5 3.8.3.1), or the broker does so unasked. So of each topic only the first such message since the subscription
/// counts as kept, and what comes until there is a pause; where the flag is known to be left, only what is both.
struct RetainedReplay {
    /// Whether a subscription leaves the flag of what is forwarded as it was published.
    var isForwarded = false
    /// Before anything was asked for every message with the flag is kept.
    private var start: Moment = .max
    private var end: Moment = .min
    /// When the message that is on its way began to come.
    private var begun: Moment = .max

    /// A pause, in microseconds, behind which nothing more of the store is expected.
    private static let pause: Moment = 2_000_000

    /// The broker was asked for what it keeps.
    mutating func begin(at time: Moment) {
        start = time
        end = time + Self.pause
    }

    /// Whether a message comes from the broker's store.
    /// - Parameter last: when its topic's last message came; a smaller moment for a topic that is not kept.
    @inline(__always)
    mutating func includes(_ flags: MessageFlags, last: @autoclosure () -> Moment, at time: Moment) -> Bool {
        // Not asked for without the flag: it costs a look at the last message.
        flags.isRetained ? includesFlagged(last(), at: time) : false
    }

    private mutating func includesFlagged(_ last: Moment, at time: Moment) -> Bool {
        // One that is long on its way is no pause.
        let isInTime = min(time, begun) < end
        begun = .max
        let isFirst = last < start
        // Where RETAIN is left as it was published, both signs are needed; else one is enough.
        guard isForwarded ? isFirst && isInTime : isFirst || isInTime else { return false }
        // A store of many thousand messages takes longer than a pause: each of them puts its end off.
        if isFirst, isInTime { end = max(end, time + Self.pause) }
        return true
    }

    /// Whether a message of which a part has come may be one of the store; its end tells.
    mutating func mayInclude(isRetained: Bool, at time: Moment) -> Bool {
        guard isRetained else { return false }
        // From the beginning of the first piece: a large message takes its time.
        begun = min(begun, time)
        return !isForwarded || begun < end
    }

    /// The end of a message that had begun will not come.
    mutating func forgetBegun() { begun = .max }
}
