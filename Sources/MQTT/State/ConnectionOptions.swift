public import NIOCore

/// Names one request of the caller; every request ends in exactly one answer that carries its token.
public struct Token: Hashable, Sendable {
    /// The caller's number.
    public let rawValue: UInt64

    /// A token of a number that the caller uses once.
    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }
}

/// How a connection is made and kept.
public struct ConnectionOptions: Sendable {
    /// The CONNECT to send; its version, keep alive and properties rule the connection.
    public var connect: Connect
    /// How long the broker may take to answer CONNECT.
    public var connectTimeout: TimeAmount = .seconds(10)
    /// How long the broker may take to answer a ping.
    public var pingTimeout: TimeAmount = .seconds(10)
    /// The most PUBLISH packets of QoS 1 and 2 on their way; a smaller Receive Maximum of the broker counts.
    public var maximumInFlight = 1000
    /// Whether a violation closes the connection wherever the standard allows it, also one that leaves the stream readable.
    public var isStrict = false
    /// Whether topics sent often are replaced by aliases where the broker allows them (MQTT 5 3.3.2.3.4).
    public var usesTopicAliases = true

    /// The defaults around a CONNECT.
    public init(connect: Connect) {
        self.connect = connect
    }
}
