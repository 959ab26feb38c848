import MQTT

/// What the broker gives at most, so that no client can make it grow without end.
struct BrokerLimits {
    /// Connections at a time.
    var connections = 1_000
    /// Sessions kept for clients that are away.
    var awaySessions = 1_000
    /// Subscriptions of one client.
    var subscriptions = 1_000
    /// Messages waiting for one client, beyond those under way.
    var queuedMessages = 10_000
    /// Their payload bytes.
    var queuedBytes = 32 << 20
    /// QoS 1 and 2 messages under way to one client; its Receive Maximum counts too.
    var inFlight = 100
    /// QoS 2 messages under way from one client: our Receive Maximum (MQTT 5 3.2.2.3.3).
    var receiveMaximum: UInt16 = 100
    /// Topic aliases that a client may set (MQTT 5 3.2.2.3.8).
    var topicAliases: UInt16 = 20
    /// Retained messages.
    var retainedMessages = 100_000
    /// Their payload bytes.
    var retainedBytes = 256 << 20
    /// The largest packet taken (MQTT 5 3.2.2.3.6), in bytes.
    var packetBytes = PacketDecoder.largestPacket
    /// The longest session expiry granted, in seconds: a day.
    var sessionExpiry: UInt32 = 86_400
    /// Packets sent to one client in one go, before others have their turn.
    var burst = 256
}
