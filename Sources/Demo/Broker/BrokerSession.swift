import MQTT
import NIOCore

/// What the broker knows of one client, connected or away.
final class BrokerSession {
    let clientID: String
    var version: ProtocolVersion
    /// Its connection; nil while it is away.
    var link: LinkID?
    /// False while its socket takes no more.
    var isWritable = true
    /// A `resume` was asked for.
    var isResuming = false

    /// Seconds the session outlives its connection (MQTT 5 3.1.2.11.2); `UInt32.max` is for ever.
    var expiry: UInt32 = 0
    /// When it ends; set while it is away.
    var expiresAt: NIODeadline?

    var will: Will?
    /// When the will of a lost connection is published (MQTT 5 3.1.3.2.2).
    var willAt: NIODeadline?

    var subscriptions: [BrokerSubscription] = []

    /// The messages under way to the client, in order (MQTT 5 4.6).
    var inFlight: [InFlight] = []
    /// How many may be: the client's Receive Maximum or ours.
    var window = 1
    /// The largest packet that the client takes.
    var maximumPacketSize: Int = .max
    /// What waits behind them.
    var queue = CircularBuffer<Delivery>()
    var queuedBytes = 0
    private var lastPacketID: UInt16 = 0

    /// The QoS 2 packet identifiers received and not yet released.
    var received: Set<UInt16> = []

    init(clientID: String, version: ProtocolVersion) {
        self.clientID = clientID
        self.version = version
    }

    /// One QoS 1 or 2 message that the client has not yet acknowledged to the end.
    struct InFlight {
        let packetID: UInt16
        let delivery: Delivery
        /// PUBREC has come: PUBREL is due, or sent.
        var isReceived = false
        /// It was sent on this connection.
        var isSent: Bool
        /// It was sent on some connection, so that it is a duplicate from now on.
        var wasSent: Bool
    }

    /// A packet identifier that is not under way. There are more of them than ``BrokerLimits/inFlight``.
    func nextPacketID() -> UInt16 {
        repeat {
            // 0 is no identifier (MQTT 5 2.2.1).
            lastPacketID = lastPacketID == .max ? 1 : lastPacketID + 1
        } while inFlight.contains { $0.packetID == lastPacketID }
        return lastPacketID
    }

    /// A new connection: what was under way is to be sent again.
    func startAgain() {
        for index in inFlight.indices { inFlight[index].isSent = false }
        isWritable = true
        isResuming = false
    }

    /// Puts a delivery at the end of the queue.
    func enqueue(_ delivery: Delivery) {
        queue.append(delivery)
        queuedBytes += delivery.message.payload.readableBytes
    }

    /// Takes the first delivery of the queue.
    func dequeue() -> Delivery {
        let delivery = queue.removeFirst()
        queuedBytes -= delivery.message.payload.readableBytes
        return delivery
    }
}

/// A granted subscription.
struct BrokerSubscription {
    var subscription: Subscription
    let filter: TopicFilter
    /// The subscription identifier, when the client gave one.
    let identifier: UInt32?
}
