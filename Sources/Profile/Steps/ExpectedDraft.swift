/// What is expected of messages, as a person writes it, `{{variables}}` unresolved.
public struct ExpectedDraft: Hashable, Sendable {
    /// How many, or what else of them.
    public enum Kind: Hashable, Sendable {
        /// So many or more: it is met with the last of them.
        case atLeast(Int)
        /// So many and no more, within the whole time.
        case exactly(Int)
        /// None within the whole time.
        case never
        /// The same value all the time: of a path of it, or of the whole payload.
        case unchanged(path: String?)
        /// So many a second, counted over the whole time.
        case rate(least: Double, most: Double)
    }

    /// The topic filter (MQTT 5 4.7).
    public var filter = ""
    /// The QoS that is subscribed with.
    public var qos = 0
    /// What must be so of a message, as ``Expectations/Condition`` reads it; empty for nothing.
    public var condition = ""
    /// How many, or what else.
    public var kind = Kind.atLeast(1)
    /// Nanoseconds from the end of what triggers it.
    public var time: Int64 = 2_000_000_000
    /// Whether the broker's retained copies count, too.
    public var countsRetained = false
    /// Values that are taken out of the message that met it: a variable's name, and what is taken.
    public var bindings: [DraftField] = []

    /// One message within two seconds.
    public init() {}
}
