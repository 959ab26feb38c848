import MQTT
import NIOCore

/// One connection, from accept to close.
struct BrokerLink {
    /// Whose it is, after CONNECT.
    var session: BrokerSession?
    /// Nothing heard until then: it is closed. Nil turns the check off.
    var deadline: NIODeadline?
    /// One and a half times the keep alive (MQTT 5 3.1.2.10); nil when it is 0.
    var silence: TimeAmount?
    /// It was told to close; what it still sends is not looked at.
    var isClosing = false
}
