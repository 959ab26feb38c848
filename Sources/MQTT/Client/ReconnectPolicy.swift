/// When to try again after a connection was lost or not made: exponential back-off with full jitter, so that a thousand
/// clients of a restarted broker do not come back in the same instant.
public struct ReconnectPolicy: Sendable {
    /// Whether to try again at all.
    public var isEnabled = true
    /// The shortest pause before a new attempt.
    public var minimum: Duration = .milliseconds(500)
    /// The longest pause; the pause after a permanent refusal of a broker that had accepted before.
    public var maximum: Duration = .seconds(60)
    /// How long a connection must have stood for the pauses to start small again. Without it two clients with the same
    /// client identifier would throw each other out at the shortest pause for ever.
    public var stableAfter: Duration = .seconds(10)
    /// A number in 0..<1 each time it is called.
    public var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

    /// The defaults: on, pauses between half a second and a minute.
    public init() {}

    /// No second attempt: a failure stops the client.
    public static var never: ReconnectPolicy {
        var policy = ReconnectPolicy()
        policy.isEnabled = false
        return policy
    }

    /// The pause before attempt number `attempt` of a row of failures, the first being 1: anything from ``minimum`` up to
    /// a bound that doubles each time and ends at ``maximum``.
    public func delay(beforeAttempt attempt: Int) -> Duration {
        // Bounded: 32 doublings of a millisecond are weeks.
        let doublings = min(max(attempt, 1), 32)
        var bound = minimum
        for _ in 0..<doublings where bound < maximum { bound = min(bound * 2, maximum) }
        guard bound > minimum else { return minimum }
        return minimum + (bound - minimum) * min(max(random(), 0), 1)
    }
}
