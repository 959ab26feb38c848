import NIOCore

/// Whether the broker is alive, as far as packets tell (MQTT 5 3.1.2.10). Only a connection that was accepted has one.
struct KeepAlive: Sendable {
    /// The longest time without a packet from either side; nil where keep alive is off.
    let interval: TimeAmount?
    var lastSent: NIODeadline
    var lastReceived: NIODeadline
    /// When the ping was sent that nothing has followed.
    var pingSent: NIODeadline?

    /// - Parameter seconds: what CONNECT says, or CONNACK instead; 0 for off.
    init(seconds: UInt16, sent: NIODeadline, received: NIODeadline) {
        // A tenth early: the server must not have to wait for the packet that keeps the connection.
        interval = seconds == 0 ? nil : .milliseconds(Int64(seconds) * 900)
        (lastSent, lastReceived) = (sent, received)
    }

    /// When a ping is due, or the answer to one that was sent; nil for never.
    func deadline(patience: TimeAmount) -> NIODeadline? {
        guard let interval else { return nil }
        if let pingSent { return pingSent + patience }
        // The older of both: the server wants to hear from us, and we from it.
        return min(lastSent, lastReceived) + interval
    }
}
