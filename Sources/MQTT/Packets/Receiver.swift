/// The side that reads a packet: some packets and reason codes go one way only.
public enum Receiver: Hashable, Sendable {
    /// The client reads what a server sent.
    case client
    /// The server reads what a client sent.
    case server
}
