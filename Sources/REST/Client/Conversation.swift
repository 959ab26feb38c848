/// A WebSocket that a request opens: where its events go, and where what is sent comes from.
struct Conversation: Sendable {
    let line: WebSocketLine
    let tell: @Sendable (StreamNews) throws -> Void
    /// Takes how it ended: code and reason.
    let ended: @Sendable (WebSocketEnd) -> Void
}
