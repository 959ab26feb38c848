/// When a request is sent next: a period after the start of the one before, and never before that one has its answer.
/// Times are nanoseconds of a clock that only goes forward.
struct RepeatSchedule: Sendable {
    private let period: Int64
    /// How many starts were left out because an answer was late.
    private(set) var late = 0

    init(period: Int64) { self.period = max(1, period) }

    /// The next start.
    /// - Parameters:
    ///   - start: when the last one was to start.
    ///   - end: when it had its answer.
    ///   - pause: nanoseconds that the server asked for (Retry-After, RFC 9110 10.2.3); nil for none.
    mutating func next(after start: Int64, answeredAt end: Int64, pause: Int64?) -> Int64 {
        var next = start + period
        // Equal is not late: it is due at once.
        if next < end {
            // Starts that were due meanwhile are gone; the beat stays.
            let missed = (end - start) / period
            late += Int(clamping: missed)
            // The first beat behind the answer: with an answer right on a beat that beat counts as missed.
            next = start + (missed + 1) * period
        }
        // Asked for by the server: nothing is late.
        return max(next, pause.map { end + $0 } ?? next)
    }
}
