import Text

/// Tells what a broker sends from its store, behind SUBSCRIBE, from what is published at the moment: ten thousand kept
/// messages are no rate.
///
/// RETAIN says which it is (MQTT 5 3.3.1.3), unless a subscription leaves the flag as it was published (Retain As Published,
/// MQTT 5 3.8.3.1). Then it is a guess: a topic's first message since the subscription, with no pause since then.
struct RetainedReplay {
    /// Whether a subscription leaves the flag of what is forwarded as it was published.
    var isForwarded = false
    private var start: Moment = .min
    private var end: Moment = .min

    /// A pause, in microseconds, behind which nothing more of the store is expected.
    private static let pause: Moment = 2_000_000

    /// The broker was asked for what it keeps.
    mutating func begin(at time: Moment) {
        start = time
        end = time + Self.pause
    }

    /// Whether a message comes from the broker's store.
    /// - Parameter last: when its topic's last message came.
    @inline(__always)
    mutating func includes(_ flags: MessageFlags, last: Moment, at time: Moment) -> Bool {
        guard flags.isRetained else { return false }
        return isForwarded ? isFirst(last, at: time) : true
    }

    private mutating func isFirst(_ last: Moment, at time: Moment) -> Bool {
        guard time < end, last < start else { return false }
        end = max(end, time + Self.pause)
        return true
    }
}
