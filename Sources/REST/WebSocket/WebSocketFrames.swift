import NIOCore
import NIOWebSocket

/// Makes events of the frames of a WebSocket and frames of what is sent; answers pings and good-byes.
///
/// While whoever takes the events is busy nothing more is read, so that TCP holds the server back.
final class WebSocketFrames: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = Never
    typealias OutboundIn = Never
    typealias OutboundOut = WebSocketFrame

    /// The most bytes of one message, its fragments together.
    static let longestMessage = StreamReader.limit

    private let tell: ([StreamEvent]) -> Void
    /// How it ended: code and reason; nil while it stands, and when it broke off.
    private(set) var end: WebSocketEnd?
    private var events: [StreamEvent] = []
    private var isHeld = false
    private var isReadHeld = false
    private var isCloseSent = false
    private var context: ChannelHandlerContext?

    init(_ tell: @escaping ([StreamEvent]) -> Void) { self.tell = tell }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    // MARK: - In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        let bytes = Array(frame.unmaskedData.readableBytesView)
        switch frame.opcode {
        case .text: events.append(StreamEvent(bytes, name: WebSocketEvent.text))
        case .binary: events.append(StreamEvent(bytes, name: WebSocketEvent.binary))
        case .ping:
            events.append(StreamEvent(bytes, name: WebSocketEvent.ping))
            write(.pong, ByteBuffer(bytes: bytes), context)
        case .pong: events.append(StreamEvent(bytes, name: WebSocketEvent.pong))
        case .connectionClose: take(close: bytes, context)
        // Pieces have been joined on the way here; other kinds are kept for later (RFC 6455 5.2).
        default: break
        }
    }

    /// A good-bye: a code of two bytes and a reason, or nothing (RFC 6455 5.5.1).
    private func take(close bytes: [UInt8], _ context: ChannelHandlerContext) {
        // 1005 stands for "none was given" and is never sent.
        let code = bytes.count >= 2 ? UInt16(bytes[0]) << 8 | UInt16(bytes[1]) : 1005
        let reason = String(decoding: bytes.dropFirst(2), as: UTF8.self)
        end = WebSocketEnd(code: code, reason: reason)
        let words = reason.isEmpty ? "\(code)" : "\(code) \(reason)"
        events.append(StreamEvent(Array(words.utf8), name: WebSocketEvent.close))
        flushEvents()
        // The other side's code goes back to it (RFC 6455 5.5.1).
        sendClose(code == 1005 ? nil : code, "", context)
        context.close(promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flushEvents()
        context.fireChannelReadComplete()
    }

    private func flushEvents() {
        guard !events.isEmpty else { return }
        isHeld = true
        tell(events)
        events = []
    }

    /// The events that were told are dealt with.
    func goOn() {
        isHeld = false
        guard isReadHeld, let context else { return }
        isReadHeld = false
        context.read()
    }

    func read(context: ChannelHandlerContext) {
        if isHeld { isReadHeld = true } else { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? NIOWebSocketError {
            // Too big, and a breach of the protocol (RFC 6455 7.4.1).
            let code: UInt16 = error == .invalidFrameLength ? 1009 : 1002
            end = WebSocketEnd(
                code: code,
                reason: code == 1009 ? "a message is longer than allowed here" : "a frame breaks the protocol")
            sendClose(code, "", context)
        }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        flushEvents()
        context.fireChannelInactive()
    }

    // MARK: - Out

    /// Sends a message, and tells of it as of those that come.
    func send(_ message: WebSocketMessage) {
        guard let context, !isCloseSent else { return }
        switch message {
        case .text(let text): write(.text, Array(text.utf8), as: WebSocketEvent.text, context)
        case .binary(let bytes): write(.binary, bytes, as: WebSocketEvent.binary, context)
        case .ping(let bytes): write(.ping, Array(bytes.prefix(125)), as: WebSocketEvent.ping, context)
        case .close(let code, let reason):
            sendClose(code, reason, context)
            events.append(
                StreamEvent(
                    Array((code.map { "\($0) \(reason)" } ?? "").utf8), name: WebSocketEvent.close, isSent: true))
            flushEvents()
        }
    }

    /// Sends a message, which is told of when the system has taken it.
    private func write(_ opcode: WebSocketOpcode, _ bytes: [UInt8], as name: String, _ context: ChannelHandlerContext) {
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenSuccess { [self] in
            events.append(StreamEvent(bytes, name: name, isSent: true))
            flushEvents()
        }
        write(opcode, ByteBuffer(bytes: bytes), context, written)
    }

    private func sendClose(_ code: UInt16?, _ reason: String, _ context: ChannelHandlerContext) {
        guard !isCloseSent else { return }
        isCloseSent = true
        var data = ByteBuffer()
        if let code {
            data.writeInteger(code)
            // A control frame has 125 bytes at most (RFC 6455 5.5); the code takes two.
            data.writeBytes(reason.utf8.prefix(123))
        }
        write(.connectionClose, data, context)
    }

    private func write(
        _ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext,
        _ promise: EventLoopPromise<Void>? = nil
    ) {
        // A client masks what it sends (RFC 6455 5.3).
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        context.writeAndFlush(wrapOutboundOut(frame), promise: promise)
    }
}
