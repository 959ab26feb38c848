public import JSONPath

/// How a request is sent again and again: the same for the screen and for `martlet run --every`. Times are nanoseconds.
public struct RepeatPlan: Sendable {
    /// From the start of one to the start of the next.
    public var period: Int64
    /// After how many to end; nil for never.
    public var count: Int?
    /// After how long to end; nil for never.
    public var time: Int64?
    /// After how many failures running to end; nil for never.
    public var failures: Int?
    /// By how much a start may be later than its beat, at most, so that many who ask alike do not ask at once.
    public var jitter: Int64 = 0
    /// Whether a GET asks for the answer only if it is another one (RFC 9110 13.1.2).
    public var isConditional = true
    /// Whether answers like the one before are only counted.
    public var showsChanges = false
    /// Paths of JSON that do not count when answers are compared.
    public var ignored: [JSONPath] = []

    /// A request every so often, until it is stopped.
    public init(every period: Int64) { self.period = period }

    /// The times that something may be repeated with: 10 ms to a day.
    public static let periods: ClosedRange<Int64> = 10_000_000...86_400_000_000_000
}
