import NIOCore

/// Talks to a SOCKS5 proxy at the beginning of a connection, then leaves.
final class SOCKSHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let proxy: SOCKSProxy
    private let endpoint: Endpoint
    private let ready: EventLoopPromise<any Channel>
    private var talk: SOCKSTalk

    init(proxy: SOCKSProxy, endpoint: Endpoint, ready: EventLoopPromise<any Channel>) {
        self.proxy = proxy
        self.endpoint = endpoint
        self.ready = ready
        talk = SOCKSTalk(proxy: proxy, host: endpoint.host, port: endpoint.port)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        send(talk.greeting, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let read = unwrapInboundIn(data)
        switch talk.receive(read.readableBytesView) {
        case .wait: break
        case .send(let bytes): send(bytes, context)
        case .fail(let refusal): fail(.proxy(proxy, endpoint, refusal), context)
        case .open:
            let channel = context.channel
            // What lies behind the reply is the broker's, and goes up once somebody is there.
            let early = talk.received
            context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
            // Whoever waits adds the next handler in this turn; a broker says nothing before it was spoken to, but what it
            // says must not be lost.
            ready.succeed(channel)
            if !early.isEmpty { channel.pipeline.fireChannelRead(ByteBuffer(bytes: early)) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(
            (error as? ConnectionFailure) ?? ConnectionFailure.connecting(to: proxy.endpoint, error).through(proxy),
            context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        ready.fail(ConnectionFailure.proxy(proxy, endpoint, .notSOCKS))
        context.fireChannelInactive()
    }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    private func fail(_ failure: ConnectionFailure, _ context: ChannelHandlerContext) {
        ready.fail(failure)
        context.close(promise: nil)
    }
}
