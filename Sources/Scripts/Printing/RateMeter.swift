/// Counts messages and tells the number every second (`--message-rate`).
struct RateMeter {
    /// Since it was told last.
    var count = 0
    /// When to tell it next.
    private(set) var next = ContinuousClock.now + .seconds(1)

    /// Appends the number if a second is over.
    mutating func tell(_ out: OutputBuffer) {
        guard ContinuousClock.now >= next else { return }
        out.append(decimal: UInt64(count))
        out.append(" msgs/s\n")
        count = 0
        // From the beat and not from now: seconds that are told late do not add up.
        next += .seconds(1)
    }
}
