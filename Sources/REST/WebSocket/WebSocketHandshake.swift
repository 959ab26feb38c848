import NIOCore
import NIOHTTP1
import NIOWebSocket
import Text

/// Sends the request that opens a WebSocket (RFC 6455 4.1) behind the handlers that take an exchange down, and looks at
/// its answer. On 101 they make room for frames; any other answer is read to its end, as it may say why.
final class WebSocketHandshake: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// What the answer was.
    enum Outcome: Sendable {
        /// Frames flow through it.
        case open(NIOLoopBound<WebSocketFrames>)
        /// The bytes of its body, whose head is in the attempt; `isCut` where more of it was not waited for.
        case refused([UInt8], isCut: Bool)
    }

    /// The fields that ask for the WebSocket, but for what the key says.
    static let names: Set<String> = ["connection", "upgrade", "sec-websocket-key", "sec-websocket-version"]

    private let attempt: Attempt
    private let record: ConnectionRecord
    private let key: NIOWebSocketClientUpgrader
    private let tell: ([StreamEvent]) -> Void
    private let done: EventLoopPromise<Outcome>
    private var status = 0
    private var body: [UInt8] = []
    /// Ends the wait for the body of an answer that is no WebSocket.
    private var impatience: Scheduled<Void>?

    /// The most bytes of an answer that is no WebSocket, and how long it may take from its head on: it may have no end, as an
    /// event stream, and only says why there is none.
    private static let longestBody = 1 << 20
    private static let patience = TimeAmount.seconds(5)

    init(
        _ attempt: Attempt, _ record: ConnectionRecord, key: String, done: EventLoopPromise<Outcome>,
        tell: @escaping ([StreamEvent]) -> Void
    ) {
        self.attempt = attempt
        self.record = record
        // A 101 ends HTTP only where it was asked for; else the reader takes it for an answer like others.
        record.asksToSwitch = true
        self.key = NIOWebSocketClientUpgrader(requestKey: key) { channel, _ in
            channel.eventLoop.makeSucceededVoidFuture()
        }
        self.done = done
        self.tell = tell
    }

    /// Sends the request: ``ExchangeHandler`` puts it in the place of the mark.
    func ask(_ context: ChannelHandlerContext) {
        let marked = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: "/", headers: [Attempt.mark: "\(attempt.number)"])
        context.write(wrapOutboundOut(.head(marked)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            status = Int(head.status.code)
            if status == 101 { return }
            let place = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            impatience = context.eventLoop.scheduleTask(in: Self.patience) { place.value.0.cut(place.value.1) }
        case .body(let bytes):
            body += bytes.readableBytesView.prefix(Self.longestBody - body.count)
            if body.count == Self.longestBody { cut(context) }
        case .end: end(context)
        }
    }

    /// Ends an answer that is no WebSocket before its end.
    private func cut(_ context: ChannelHandlerContext) {
        done.succeed(.refused(body, isCut: true))
        context.close(promise: nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) { impatience?.cancel() }

    private func end(_ context: ChannelHandlerContext) {
        impatience?.cancel()
        guard status == 101 else { return done.succeed(.refused(body, isCut: false)) }
        do {
            try check()
            done.succeed(.open(NIOLoopBound(try upgrade(context), eventLoop: context.eventLoop)))
        } catch {
            done.fail(error)
            context.close(promise: nil)
        }
    }

    /// Whether the 101 is an answer to what was asked (RFC 6455 4.1).
    private func check() throws(RequestFailure) {
        let fields = attempt.current.hop.response?.fields ?? []
        for (name, word) in [("Upgrade", "websocket"), ("Connection", "upgrade")]
        where !fields.values(of: name.lowercased()).contains(where: { Self.has(word, in: $0) }) {
            throw RequestFailure(
                .malformed,
                "the server's 101 opens no WebSocket: it has no \(name): \(word) (RFC 6455 4.1)",
                advice: "something in between may have answered in its place", phase: .lastByte)
        }
        let head = HTTPResponseHead(
            version: .http1_1, status: .switchingProtocols, headers: HTTPHeaders(fields.map { ($0.name, $0.value) }))
        guard key.shouldAllowUpgrade(upgradeResponse: head) else {
            throw RequestFailure(
                .malformed, "the server's 101 has no Sec-WebSocket-Accept that fits the request",
                advice: "something in between may have answered in its place", phase: .lastByte)
        }
        let offered = attempt.head.headers[canonicalForm: "sec-websocket-protocol"].map { $0.lowercased() }
        for chosen in fields.values(of: "sec-websocket-protocol") where !offered.contains(chosen.lowercased()) {
            throw RequestFailure(
                .malformed, "the server chose the sub-protocol '\(chosen.harmless)', which was not offered",
                advice: "offer it in Sec-WebSocket-Protocol", phase: .lastByte)
        }
        // Bits of the frames would mean something that nobody reads here (RFC 6455 4.1, 9.1).
        if let extra = fields.values(of: "sec-websocket-extensions").first(where: { !$0.isEmpty }) {
            throw RequestFailure(
                .malformed, "the server chose the extension '\(extra.harmless)', and none is spoken here",
                advice: "leave Sec-WebSocket-Extensions out of the request", phase: .lastByte)
        }
    }

    /// Whether a list of a field has a word, in any letters.
    private static func has(_ word: String, in list: String) -> Bool {
        list.split(separator: ",").contains { $0.trimming(\.isWhitespace).lowercased() == word }
    }

    /// Puts frames in the place of HTTP.
    private func upgrade(_ context: ChannelHandlerContext) throws -> WebSocketFrames {
        let pipeline = context.pipeline.syncOperations
        let frames = WebSocketFrames(tell)
        let reader = try pipeline.handler(type: ResponseHandler.self)
        let decoder = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: WebSocketFrames.longestMessage))
        // Behind the reader, which hands the rest of its bytes on, and before who knows HTTP only.
        try pipeline.addHandlers([WebSocketFrameEncoder(), decoder, frames], position: .after(reader))
        pipeline.removeHandler(context: try pipeline.context(handlerType: HTTPRequestEncoder.self), promise: nil)
        record.isSwitched = true
        return frames
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        done.fail(ChannelError.eof)
        context.fireChannelInactive()
    }
}
