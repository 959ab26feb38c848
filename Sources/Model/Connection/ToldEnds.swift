import MQTT
import Text

/// What the person has been told of the ends of a connection.
struct ToldEnds {
    /// Why there is no connection, as it was said last.
    var failure: ConnectionFailure?
    /// The place to say that it is connected to, once an answer shows that the connection stands: a broker that closes
    /// at each SUBSCRIBE accepts first.
    var unsaid: String?
    var connectedAt: Moment = 0
    /// Whether a connection has stood since its end was told.
    var hasStood = false
    /// Why MQTT 3.1.1 was tried, as it was said last.
    var fallback: ConnectionFailure?
    /// Whether the last connection ended as soon as it stood: then an answer is no proof that the next one stays.
    var isShort = false
    /// How long a connection must have stood for its end to be a new one, in microseconds.
    static let moment: Moment = 2_000_000
}
