import REST

/// Puts messages on their way over a WebSocket: whoever sends waits while the server does not take them, also while it has
/// not opened yet, so that none is lost and memory does not grow.
final class OutgoingMessages: Sendable {
    private let line: WebSocketLine
    /// As much as the line takes before it stands, counted as the line counts it.
    private let backlog = StreamBacklog(limit: WebSocketLine.mostWaiting)

    init(_ line: WebSocketLine) { self.line = line }

    /// Sends one, and returns when there is room for the next; false when it was not sent.
    func send(_ message: WebSocketMessage) -> Bool {
        guard line.send(message) else { return false }
        // Behind it: one that is longer than all the room would else wait for what nobody was given.
        backlog.add(message.size)
        return true
    }

    /// One of so many bytes was written.
    func took(_ count: Int) { backlog.took(WebSocketMessage.size(of: count)) }

    /// Nobody writes any more: who waits goes on.
    func open() { backlog.open() }
}
