/// A message that is not sent any more until somebody decides what becomes of it: it ends the connection, or its
/// acknowledgement is of the wrong kind.
public struct HeldPublish: Hashable, Sendable {
    /// Which message.
    public let token: Token
    /// Why it is held, and what it may be about.
    public let words: String

    /// What is to become of it.
    public enum Decision: Hashable, Sendable {
        /// It is sent again, with this QoS.
        case send(QoS)
        /// It fails.
        case giveUp
    }
}
