import MQTT
import Wire

/// What went over a wire, for a verb that tells it.
enum WireNews: Sendable {
    /// Packets of MQTT.
    case traffic(Traffic)
    /// How far an HTTP exchange has come.
    case exchange(WireExchange)
    /// The answer to a poll.
    case poll(RaceTally.Poll)
}
