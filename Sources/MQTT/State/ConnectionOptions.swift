import NIOCore

/// How a connection is made and kept.
struct ConnectionOptions: Sendable {
    /// The CONNECT to send; its version, keep alive and properties rule the connection.
    var connect: Connect
    /// How long the broker may take to answer CONNECT.
    var connectTimeout: TimeAmount = .seconds(10)
    /// How long the broker may take to answer a ping.
    var pingTimeout: TimeAmount = .seconds(10)
    /// The most PUBLISH packets of QoS 1 and 2 on their way; a smaller Receive Maximum of the broker counts.
    var maximumInFlight = 1000
    /// Whether a violation closes the connection wherever the standard allows it, also one that leaves the stream readable.
    var isStrict = false
    /// Whether topics sent often are replaced by aliases where the broker allows them (MQTT 5 3.3.2.3.4).
    var usesTopicAliases = true

    /// The defaults around a CONNECT.
    init(connect: Connect) {
        self.connect = connect
    }
}
