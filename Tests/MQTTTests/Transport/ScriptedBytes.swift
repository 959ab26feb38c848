import NIOCore
import NIOPosix
import Synchronization

/// A server that answers the first bytes of each connection with what it is told, and closes; it answers nothing and keeps
/// the connection open when told nil.
final class ScriptedBytes: Sendable {
    let port: Int
    private let channel: any Channel

    private init(port: Int, channel: any Channel) {
        self.port = port
        self.channel = channel
    }

    deinit { channel.close(promise: nil) }

    static func start(_ answer: @escaping @Sendable (String) -> [UInt8]?) async throws -> ScriptedBytes {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AnswerHandler(answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedBytes(port: channel.localAddress?.port ?? 0, channel: channel)
    }
}

private final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let answer: @Sendable (String) -> [UInt8]?

    init(answer: @escaping @Sendable (String) -> [UInt8]?) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let bytes = answer(String(buffer: unwrapInboundIn(data))) else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        context.close(promise: nil)
    }
}

/// A text that a server thread leaves for the test.
final class TextCell: Sendable {
    private let value = Mutex("")
    func set(_ text: String) { value.withLock { $0 = text } }
    var text: String { value.withLock { $0 } }
}
