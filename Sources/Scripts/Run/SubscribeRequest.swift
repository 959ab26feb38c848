public import MQTT

/// What `sub` is asked to do.
public struct SubscribeRequest: Sendable {
    /// How to connect.
    public var connection: ConnectionSetup
    /// What to subscribe to (`-t`), in one SUBSCRIBE.
    public var subscriptions: [Subscription] = []
    /// Filters to give back (`-U`), each in an UNSUBSCRIBE of its own.
    public var unsubscriptions: [String] = []
    /// What is printed and when it ends.
    public var selection = MessageSelection()
    /// How it is printed.
    public var output = MessageOutput(.payload)
    /// Of 100 messages, how many are printed on average (`--random-filter`).
    public var percentage = 100.0
    /// Whether to end when the broker has answered (`-E`).
    public var endsWhenSubscribed = false
    /// Whether retained messages are removed from the broker as they come (`--remove-retained`).
    public var removesRetained = false
    /// After how long to end (`-W`).
    public var timeOut: Duration?
    /// Whether only the number of messages is printed, every second (`--message-rate`).
    public var showsRate = false
    /// Whether each topic has its line on the screen (`-w`).
    public var watches = false

    /// A request that says only how to connect.
    public init(_ connection: ConnectionSetup) {
        self.connection = connection
    }
}
