/// The views of the screen, by their keys.
public enum View: Int, CaseIterable, Sendable {
    /// Topics, Messages, Message.
    case explore = 1
    /// Requests, Request, Response.
    case rest
    /// What the broker carries.
    case load
    /// The saved connections.
    case connections
    /// What goes over the wire.
    case wire
}
