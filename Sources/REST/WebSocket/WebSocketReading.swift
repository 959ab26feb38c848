import NIOCore
import NIOWebSocket

/// What breaks RFC 6455 in what comes over a WebSocket: the code that it is closed with, and one line of why.
struct WebSocketFault: Error, Hashable {
    let code: UInt16
    let words: String

    init(_ code: UInt16, _ words: String) {
        self.code = code
        self.words = words
    }
}

/// Makes messages of frames by the rules of RFC 6455 5: pure.
///
///     between messages ── text, binary ──▶ in a message ── the last continuation ──▶ between messages
///
/// Frames of control may stand in both.
struct WebSocketReading {
    /// What came.
    enum Item: Hashable {
        case text([UInt8]), binary([UInt8]), ping([UInt8]), pong([UInt8])
        case close(code: UInt16, reason: String)
    }

    /// The message whose first frame has come; nil between messages.
    private var open: (isText: Bool, bytes: [UInt8])?
    private let limit: Int

    /// - Parameter limit: the most bytes of one message, its frames together.
    init(limit: Int) { self.limit = limit }

    /// Takes a frame.
    /// - Returns: what is complete with it; nil while a message has frames to come.
    mutating func take(_ frame: WebSocketFrame) throws(WebSocketFault) -> Item? {
        if frame.maskKey != nil { throw WebSocketFault(1002, "the server masks its frames (RFC 6455 5.1)") }
        if frame.rsv1 || frame.rsv2 || frame.rsv3 {
            throw WebSocketFault(
                1002, "a frame has reserved bits, which stand for an extension that nobody agreed on (RFC 6455 5.2)")
        }
        let bytes = Array(frame.data.readableBytesView)
        if frame.opcode.isControlOpcode { return try control(frame, bytes) }
        switch frame.opcode {
        case .text, .binary:
            if open != nil {
                throw WebSocketFault(1002, "a message begins before the last frame of another (RFC 6455 5.4)")
            }
            open = (frame.opcode == .text, [])
        case .continuation:
            if open == nil { throw WebSocketFault(1002, "a frame goes on with no message (RFC 6455 5.4)") }
        default: throw Self.unknown(frame.opcode)
        }
        // Out of its place while it grows: with two owners it would be copied with each frame.
        guard var message = open.take() else { return nil }
        if message.bytes.count + bytes.count > limit {
            throw WebSocketFault(1009, "a message has more than \(limit) bytes (RFC 6455 7.4.1)")
        }
        message.bytes += bytes
        guard frame.fin else {
            open = message
            return nil
        }
        guard message.isText else { return .binary(message.bytes) }
        if String(validating: message.bytes, as: UTF8.self) == nil {
            throw WebSocketFault(1007, "a message of text is not UTF-8 (RFC 6455 8.1)")
        }
        return .text(message.bytes)
    }

    private func control(_ frame: WebSocketFrame, _ bytes: [UInt8]) throws(WebSocketFault) -> Item {
        // The decoder looks at these two itself; who changes it must not have to know.
        if !frame.fin || bytes.count > 125 { throw Self.longControl }
        switch frame.opcode {
        case .ping: return .ping(bytes)
        case .pong: return .pong(bytes)
        case .connectionClose: return try close(bytes)
        default: throw Self.unknown(frame.opcode)
        }
    }

    /// A good-bye: a code of two bytes and a reason, or nothing (5.5.1).
    private func close(_ bytes: [UInt8]) throws(WebSocketFault) -> Item {
        // 1005 stands for "none was given".
        if bytes.isEmpty { return .close(code: 1005, reason: "") }
        if bytes.count == 1 { throw WebSocketFault(1002, "a close frame has half a code (RFC 6455 5.5.1)") }
        let code = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        guard Self.mayBeSent(code) else {
            throw WebSocketFault(1002, "a close frame has the code \(code), which is never sent (RFC 6455 7.4)")
        }
        guard let reason = String(validating: bytes.dropFirst(2), as: UTF8.self) else {
            throw WebSocketFault(1007, "the reason of a close frame is not UTF-8 (RFC 6455 5.5.1)")
        }
        return .close(code: code, reason: reason)
    }

    /// Whether a code may stand in a close frame (7.4): those of the standard and of its registry, those of libraries and
    /// of programs; not those that stand for what was not sent.
    static func mayBeSent(_ code: UInt16) -> Bool {
        switch code {
        // 1004 to 1006 and 1015 never are (7.4.1); 1012 to 1014 are IANA's; 1016 to 2999 are kept for later (7.4.2).
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }

    private static let longControl = WebSocketFault(
        1002, "a frame of control is cut into pieces or has more than 125 bytes (RFC 6455 5.5)")

    private static func unknown(_ opcode: WebSocketOpcode) -> WebSocketFault {
        WebSocketFault(
            1002, "a frame has the opcode \(UInt8(webSocketOpcode: opcode)), which is reserved (RFC 6455 5.2)")
    }

    /// What the decoder found in the head of a frame.
    static func fault(_ error: NIOWebSocketError, limit: Int) -> WebSocketFault {
        switch error {
        case .invalidFrameLength:
            WebSocketFault(1009, "a frame has more than \(limit) bytes (RFC 6455 7.4.1)")
        case .fragmentedControlFrame, .multiByteControlFrameLength: longControl
        }
    }
}
