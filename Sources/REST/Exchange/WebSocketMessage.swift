/// What is sent over a WebSocket (RFC 6455 5.6, 5.5).
public enum WebSocketMessage: Hashable, Sendable {
    /// UTF-8 text.
    case text(String)
    /// Bytes.
    case binary([UInt8])
    /// Whether the other side is there; up to 125 bytes that come back in its answer.
    case ping([UInt8])
    /// The end, with a code (RFC 6455 7.4) and why; nil for no code.
    case close(code: UInt16?, reason: String)
}

/// How a WebSocket was closed (RFC 6455 7.4).
public struct WebSocketEnd: Hashable, Sendable {
    /// The code; 1005 when none was given.
    public var code: UInt16
    /// Why; empty for no reason.
    public var reason: String
    /// Whether it was closed here, because of what came.
    public var isOurs = false

    /// An end that the other side told.
    init(code: UInt16, reason: String, isOurs: Bool = false) {
        (self.code, self.reason, self.isOurs) = (code, reason, isOurs)
    }

    /// Whether it is an end that was to come: all is done, the page is left, or no code was given.
    public var isGood: Bool { [1000, 1001, 1005].contains(code) }

    /// `closed with 1011: too many`
    public var words: String {
        (isOurs ? "closed from here with \(code)" : "closed with \(code)")
            + (reason.isEmpty ? "" : ": \(isOurs ? reason : reason.harmless)")
    }
}

/// The names of events of a WebSocket.
public enum WebSocketEvent {
    /// A message of UTF-8 text.
    public static let text = "text"
    /// A message of bytes.
    public static let binary = "binary"
    /// The other side asks whether we are there; it was answered.
    public static let ping = "ping"
    /// The other side is there.
    public static let pong = "pong"
    /// The other side says good-bye: code and reason.
    public static let close = "close"
}
