import MQTT

/// The number of a connection, never used twice.
typealias LinkID = Int

/// What the broker wants done to a connection.
enum BrokerEffect {
    /// Send a packet.
    case send(LinkID, Packet)
    /// Close the connection once what was sent before has left.
    case close(LinkID)
    /// Call `Broker.resume` for it soon: more is waiting than one burst.
    case resume(LinkID)
}
