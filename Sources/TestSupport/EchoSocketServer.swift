import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A WebSocket server on a free loopback port: it greets with the sub-protocol, the cookies and a field of the request,
/// sends each message back, and does what a few texts ask for: `ping`, `close`, `break`.
public final class EchoSocketServer: Sendable {
    /// `ws://127.0.0.1:PORT`
    public let url: String
    private let channel: any Channel

    private init(_ channel: any Channel) {
        self.channel = channel
        url = "ws://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    deinit { channel.close(promise: nil) }

    /// Starts it; what asks for `/no` gets no WebSocket, and what asks for `/quiet` one without a greeting.
    public static func start() async throws -> EchoSocketServer {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                let upgrader = NIOWebSocketServerUpgrader { channel, head in
                    var fields = HTTPHeaders()
                    let offered = head.headers[canonicalForm: "Sec-WebSocket-Protocol"].first
                    if let offered { fields.add(name: "Sec-WebSocket-Protocol", value: String(offered)) }
                    return channel.eventLoop.makeSucceededFuture(head.uri == "/no" ? nil : fields)
                } upgradePipelineHandler: { channel, head in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(EchoHandler(head))
                    }
                }
                return channel.pipeline.configureHTTPServerPipeline(
                    withServerUpgrade: (upgraders: [upgrader], completionHandler: { _ in }))
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return EchoSocketServer(channel)
    }
}

private final class EchoHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let head: HTTPRequestHead

    init(_ head: HTTPRequestHead) { self.head = head }

    func handlerAdded(context: ChannelHandlerContext) {
        if head.uri == "/quiet" { return }
        let words = ["Sec-WebSocket-Protocol", "Cookie", "X-Mine"].map { head.headers.first(name: $0) ?? "-" }
        send(.text, ByteBuffer(string: words.joined(separator: " ")), context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        let bytes = frame.unmaskedData
        switch (frame.opcode, String(buffer: bytes)) {
        case (.text, "ping"): send(.ping, ByteBuffer(string: "there?"), context)
        case (.text, "close"):
            var end = ByteBuffer(integer: UInt16(1011))
            end.writeString("enough")
            send(.connectionClose, end, context)
        case (.text, "break"): context.close(promise: nil)
        case (.text, _), (.binary, _): send(frame.opcode, bytes, context)
        case (.ping, _): send(.pong, bytes, context)
        case (.pong, _): send(.text, ByteBuffer(string: "ponged"), context)
        case (.connectionClose, _):
            send(.connectionClose, bytes, context)
            context.close(promise: nil)
        default: break
        }
    }

    private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
    }
}
