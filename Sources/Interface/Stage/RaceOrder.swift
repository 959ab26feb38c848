public import Profile

/// A race to run: a topic of the connection on the screen, and a request that tells the same thing.
public struct RaceOrder: Equatable, Sendable {
    /// The topic.
    public var topic: String
    /// The request, sent with GET.
    public var draft: RequestDraft
    /// The variables as they are now.
    public var variables: Variables
    /// The request's URL for people.
    public var shownURL: String
    /// From one request to the next.
    public var every: Duration
    /// How long it lasts.
    public var time: Duration
}
