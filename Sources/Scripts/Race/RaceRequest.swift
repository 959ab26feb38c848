/// What `race` is asked to do.
public struct RaceRequest: Sendable {
    /// How to connect, and what to subscribe to.
    public var subscribe: SubscribeRequest
    /// What is requested again and again.
    public var url: String
    /// How often.
    public var every: Duration
    /// For how long.
    public var time: Duration
    /// Whether the report is JSON.
    public var isJSON = false
    /// What `User-Agent` says.
    public var userAgent: String

    /// A race of a topic and a URL.
    public init(_ subscribe: SubscribeRequest, url: String, every: Duration, time: Duration, userAgent: String) {
        self.subscribe = subscribe
        self.url = url
        self.every = every
        self.time = time
        self.userAgent = userAgent
    }
}
