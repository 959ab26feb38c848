import MQTT
import NIOCore

/// One client's socket: bytes to packets, packets to bytes.
final class BrokerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// A client that reads nothing and asks without end is closed when so many bytes of answers wait for it. Messages
    /// never get that far: they wait in the broker's bounded queue.
    private static let mostUnreadAnswers = 1 << 20
    /// How long a closed client may take to read what was said last.
    private static let farewell = TimeAmount.seconds(2)

    private let server: BrokerServer
    private var link: LinkID?
    private var context: ChannelHandlerContext?
    private var decoder: PacketDecoder
    private var encoder = PacketEncoder(version: .v311)
    private var buffer = ByteBuffer()
    private var unreadAnswers = 0
    private var isClosing = false

    init(server: BrokerServer) {
        self.server = server
        decoder = PacketDecoder(
            version: .v311, receiver: .server, maximumPacketSize: server.limits.packetBytes,
            topicAliasMaximum: server.limits.topicAliases)
    }

    // MARK: From the socket

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        link = server.opened(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        server.received(bytes: bytes.readableBytes)
        // Half closed by us: the rest is read only so that the end is seen.
        if isClosing { return }
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            buffer.writeBuffer(&bytes)
        }
        decode()
    }

    private func decode() {
        guard let link else { return }
        while !isClosing {
            do {
                guard let packet = try decoder.decode(&buffer) else { break }
                if case .connect(let connect) = packet {
                    decoder.version = connect.version
                    encoder = PacketEncoder(version: connect.version)
                }
                server.receive(packet, from: link)
            } catch {
                server.violated(error, by: link)
                close()
            }
        }
        if isClosing || buffer.readableBytes == 0 {
            buffer = ByteBuffer()
        } else {
            buffer.discardReadBytes()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { unreadAnswers = 0 }
        if let link { server.writable(context.channel.isWritable, link) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset by the client: its end comes as channelInactive.
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        isClosing = true
        if let link { server.closed(link) }
        link = nil
    }

    // MARK: To the socket

    /// Writes a packet without flushing; answers its bytes on the wire.
    func write(_ packet: Packet) -> Int {
        guard let context, !isClosing else { return 0 }
        var bytes = context.channel.allocator.buffer(capacity: 64)
        do {
            if case .publish(let publish) = packet {
                try encoder.encodeHead(of: publish, into: &bytes)
                let count = bytes.readableBytes + publish.payload.readableBytes
                context.write(NIOAny(bytes), promise: nil)
                // The payload is shared by all subscribers, not copied.
                if publish.payload.readableBytes > 0 { context.write(NIOAny(publish.payload), promise: nil) }
                return count
            }
            try encoder.encode(packet, into: &bytes)
        } catch {
            // A message that this version cannot carry is not sent; what the broker makes itself always can be.
            return 0
        }
        let count = bytes.readableBytes
        context.write(NIOAny(bytes), promise: nil)
        if !context.channel.isWritable {
            unreadAnswers += count
            if unreadAnswers > Self.mostUnreadAnswers { context.close(promise: nil) }
        }
        return count
    }

    func flush() { context?.flush() }

    /// Sends what is written, closes our half, and waits a moment for the client to read it: closing with unread bytes
    /// would reset the connection and the client would never see why.
    func close() {
        guard !isClosing, let context else { return }
        isClosing = true
        context.flush()
        let channel = context.channel
        channel.close(mode: .output, promise: nil)
        let end = context.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in end.cancel() }
    }
}
