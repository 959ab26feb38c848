public import MQTT

/// What `rr` is asked to do: publish a request, wait for the response.
public struct ResponseRequest: Sendable {
    /// The request, how to connect and where the payload comes from.
    public var request: PublishRequest
    /// Where the response is expected (`-e`).
    public var responseTopic: Subscription
    /// Whether messages that the broker had kept are no response (`-R`).
    public var leavesOutRetained = false
    /// How the response is printed.
    public var output = MessageOutput(.payload)
    /// How long to wait (`-W`).
    public var timeOut: Duration?
    /// Whether the time between request and response is printed (`--latency`).
    public var showsLatency = false

    /// A request and where its response is expected.
    public init(_ request: PublishRequest, responseTopic: Subscription) {
        self.request = request
        self.responseTopic = responseTopic
    }
}
