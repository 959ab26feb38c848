/// One event of an answer that has no end: of an event stream, a line of JSON, a part, a line of text, or a message of a
/// WebSocket.
public struct StreamEvent: Hashable, Sendable {
    /// What it is called: the field `event` of an event stream, the Content-Type of a part, the kind of a message of a
    /// WebSocket; empty when it has no name.
    public var name: String
    /// The last event ID that holds for it (HTML, 9.2.6); empty for none.
    public var id: String
    /// What it says, as it came.
    public var data: [UInt8]
    /// Bytes of it that were let go because it is longer than ``StreamReader/limit``.
    public var cut: Int
    /// Whether it was sent to the server, and not by it.
    public var isSent = false

    /// An event of its parts.
    public init(_ data: [UInt8], name: String = "", id: String = "", cut: Int = 0, isSent: Bool = false) {
        self.name = name
        self.id = id
        self.data = data
        self.cut = cut
        self.isSent = isSent
    }

    /// Whether it says something that a check can mean: it was not sent, and is no ping, pong or good-bye of a WebSocket.
    public func isMeant(in format: StreamFormat?) -> Bool {
        if isSent { return false }
        return format != .messages || [WebSocketEvent.text, WebSocketEvent.binary].contains(name)
    }
}
