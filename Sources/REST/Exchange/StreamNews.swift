/// What is told of an answer without an end while it comes.
public enum StreamNews: Sendable {
    /// Its head is here: events follow. Once for each connection.
    case opened(Response, StreamFormat)
    /// Events that came together.
    case events([StreamEvent])
    /// The connection has ended; it is asked again in so many milliseconds. Why it ended, in one line.
    case waiting(milliseconds: Int, String)
    /// Comments of an event stream that came so far over this connection.
    case comments(Int)

    /// Bytes that it holds on to, at least one.
    public var size: Int {
        guard case .events(let events) = self else { return 1 }
        // 64 for the event itself: a flood of empty ones must not cost nothing.
        return events.reduce(0) { $0 + $1.data.count + $1.name.utf8.count + 64 }
    }
}

/// How an answer that may have no end is followed.
public struct StreamPlan: Sendable {
    /// What it is taken for whatever it says; nil for what its Content-Type says.
    public var format: StreamFormat?
    /// Whether an event stream that ends is asked for again (HTML, 9.2.3): of GET only, which changes nothing.
    public var reconnects = true
    /// The first bytes of its body that are kept beside the events.
    public var keeping = 0

    /// What it says itself.
    public init() {}
}
