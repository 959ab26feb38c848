public import MQTT

/// How a verb connects, with everything that mosquitto's letters can say about it.
public struct ConnectionSetup: Sendable {
    /// For the client.
    public var configuration: ClientConfiguration
    /// Properties of SUBSCRIBE.
    public var subscribeProperties = Properties()
    /// Properties of UNSUBSCRIBE.
    public var unsubscribeProperties = Properties()
    /// Properties of PUBLISH.
    public var publishProperties = Properties()
    /// Properties of DISCONNECT.
    public var disconnectProperties = Properties()
    /// The topic that stood in the URL of `-L`.
    public var topic: String?
    /// Whether nothing is said on standard error (`--quiet`).
    public var isQuiet = false
    /// Whether every packet is told on standard error (`-d`).
    public var isTracing = false
    /// What is said on standard error before anything is sent; nil for nothing.
    public var warning: String?

    /// A setup around a client's configuration.
    public init(_ configuration: ClientConfiguration) {
        self.configuration = configuration
    }
}
