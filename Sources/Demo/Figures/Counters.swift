/// What has happened since the start.
struct Counters {
    /// Bytes on the wire.
    var bytesReceived = 0
    var bytesSent = 0
    /// MQTT packets of every kind.
    var packetsReceived = 0
    var packetsSent = 0
    /// PUBLISH packets.
    var publishesReceived = 0
    var publishesSent = 0
    /// Messages that a full queue or a small Maximum Packet Size kept from a client.
    var publishesDropped = 0
    /// Payload bytes of PUBLISH packets.
    var publishBytesReceived = 0
    var publishBytesSent = 0
    var socketsOpened = 0
    var connectsReceived = 0
    /// Sessions that ended by their expiry.
    var expiredClients = 0
    /// The most clients, connected and away, at one time.
    var maximumClients = 0
}

/// How things stand at one moment.
struct Gauges {
    /// Seconds since the start.
    var uptime: Int64 = 0
    var connected = 0
    var disconnected = 0
    var subscriptions = 0
    var sharedSubscriptions = 0
    var retained = 0
    /// Messages held: retained, queued, under way.
    var storedMessages = 0
    var storedBytes = 0
}
