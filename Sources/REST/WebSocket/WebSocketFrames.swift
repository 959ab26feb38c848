import NIOCore
import NIOWebSocket

/// Makes events of the frames of a WebSocket and frames of what is sent; answers pings and good-byes.
///
/// While whoever takes the events is busy nothing more is read, so that TCP holds the server back.
///
///     open ── it is cancelled, or what came breaks the rules ──▶ leaving ── theirs, their end, or a second ──▶ closed
///      └── they say good-bye, and get ours ──▶ leaving
final class WebSocketFrames: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = Never
    typealias OutboundIn = Never
    typealias OutboundOut = WebSocketFrame

    /// The most bytes of one message, its fragments together.
    static let longestMessage = StreamReader.limit
    /// How long the other side has to close the connection after the good-byes (RFC 6455 7.1.1).
    static let patience = TimeAmount.seconds(1)

    private let tell: ([StreamEvent]) -> Void
    /// How it ended: code and reason; nil while it stands, and when it broke off.
    private(set) var end: WebSocketEnd?
    private var reading = WebSocketReading(limit: WebSocketFrames.longestMessage)
    private var events: [StreamEvent] = []
    private var isHeld = false
    private var isReadHeld = false
    private var isCloseSent = false
    /// Good-byes are said: what still comes is of no interest to anybody.
    private var isLeaving = false
    /// The ping to answer when there is room for it: of several the last is enough (RFC 6455 5.5.3).
    private var unanswered: [UInt8]?
    private var context: ChannelHandlerContext?

    init(_ tell: @escaping ([StreamEvent]) -> Void) { self.tell = tell }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    // MARK: - In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        if isLeaving {
            // Their answer to our good-bye: nothing follows it.
            if frame.opcode == .connectionClose { context.close(promise: nil) }
            return
        }
        do throws(WebSocketFault) {
            switch try reading.take(frame) {
            case nil: break
            case .text(let bytes): events.append(StreamEvent(bytes, name: WebSocketEvent.text))
            case .binary(let bytes): events.append(StreamEvent(bytes, name: WebSocketEvent.binary))
            case .pong(let bytes): events.append(StreamEvent(bytes, name: WebSocketEvent.pong))
            case .ping(let bytes):
                events.append(StreamEvent(bytes, name: WebSocketEvent.ping))
                answer(bytes, context)
            case .close(let code, let reason):
                take(WebSocketEnd(code: code, reason: reason))
            }
        } catch {
            refuse(error)
        }
    }

    /// Answers a ping. A server that asks and asks and takes no answers must not fill the memory with them.
    private func answer(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return unanswered = bytes }
        write(.pong, ByteBuffer(bytes: bytes), context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, let bytes = unanswered.take(), !isCloseSent {
            write(.pong, ByteBuffer(bytes: bytes), context)
        }
        context.fireChannelWritabilityChanged()
    }

    /// They say good-bye: they get ours, and it is theirs to close the connection.
    private func take(_ end: WebSocketEnd) {
        self.end = end
        let words = end.reason.isEmpty ? "\(end.code)" : "\(end.code) \(end.reason)"
        events.append(StreamEvent(Array(words.utf8), name: WebSocketEvent.close))
        flushEvents()
        leave(code: end.code == 1005 ? nil : end.code, reason: "")
    }

    /// What came breaks the rules: the WebSocket fails (RFC 6455 7.1.7).
    private func refuse(_ fault: WebSocketFault) {
        end = WebSocketEnd(code: fault.code, reason: fault.words, isOurs: true)
        flushEvents()
        leave(code: fault.code, reason: fault.words)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flushEvents()
        context.fireChannelReadComplete()
    }

    private func flushEvents() {
        guard !events.isEmpty else { return }
        isHeld = !isLeaving
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
        if let error = error as? NIOWebSocketError, !isLeaving {
            return refuse(WebSocketReading.fault(error, limit: Self.longestMessage))
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
        // More no frame of control may hold (RFC 6455 5.5).
        case .ping(let bytes): write(.ping, Array(bytes.prefix(125)), as: WebSocketEvent.ping, context)
        case .close(let code, let reason):
            // Open still: what comes before their good-bye is told, and theirs ends it.
            sendClose(code, reason, context)
            events.append(
                StreamEvent(
                    Array((code.map { "\($0) \(reason)" } ?? "").utf8), name: WebSocketEvent.close, isSent: true))
            flushEvents()
        }
    }

    /// Says good-bye, if that is not done, and lets go what still comes until the other side has closed or a second is over
    /// (RFC 6455 7.1.1): who closed at once would take the good-bye from under the other side's eyes.
    func leave(code: UInt16?, reason: String) {
        guard let context, !isLeaving else { return }
        isLeaving = true
        sendClose(code, reason, context)
        let bound = context.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) {
            self.context?.close(promise: nil)
        }
        context.channel.closeFuture.whenComplete { _ in bound.cancel() }
        // Nobody takes events any more: what was held back for them is read now.
        goOn()
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
            // 125 bytes less the two of the code (RFC 6455 5.5).
            data.writeString(reason.clipped(toUTF8: 123))
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

extension String {
    /// As much of it as so many bytes hold, cut between characters.
    fileprivate func clipped(toUTF8 limit: Int) -> String {
        if utf8.count <= limit { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: limit)
        // In the middle of a character nobody can read it (RFC 6455 5.5.1 wants UTF-8).
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
