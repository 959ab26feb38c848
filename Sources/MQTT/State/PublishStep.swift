/// How far a message of QoS 1 or 2 is on its way to the broker (MQTT 5 4.3), told to those who ask.
public enum PublishStep: Hashable, Sendable {
    /// It waits: for the connection, or for room in the broker's receive maximum.
    case queued
    /// PUBLISH was handed to the socket, for the first time or again.
    case written
    /// PUBACK came (QoS 1).
    case acknowledged
    /// PUBREC came (QoS 2): the broker has the message.
    case received
    /// PUBREL was handed to the socket (QoS 2).
    case released
    /// PUBCOMP came (QoS 2).
    case completed
    /// It is not sent any more until somebody decides what becomes of it; see ``MQTTClient/settle(_:_:)``.
    case held(HeldPublish)
}
