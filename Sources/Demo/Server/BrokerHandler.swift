import MQTT
import NIOCore

/// One client's socket: bytes to packets, packets to bytes.
final class BrokerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// A client that reads nothing and asks without end is closed when so many bytes of answers wait for it. Messages
    /// never get that far: they wait in the broker's bounded queue.
    private static let mostUnreadAnswers = 1 << 20
    /// Larger payloads are passed on as they are; smaller ones are copied behind their packet's head.
    private static let largePayload = 16_384
    /// Encoded bytes are written to the channel from here on, so that it can say when it is full.
    private static let enoughToWrite = 65_536
    /// How long a closed client may take to read what was said last.
    private static let farewell = TimeAmount.seconds(2)

    private let server: BrokerServer
    private var link: LinkID?
    private var context: ChannelHandlerContext?
    private var decoder: PacketDecoder
    private var encoder = PacketEncoder(version: .v311)
    private var buffer = ByteBuffer()
    /// Encoded and not yet written to the channel.
    private var outgoing = ByteBuffer()
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
        // As it came: nothing is copied while no packet is cut.
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
                    // What follows CONNECT is read and answered in its version.
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
            // Payloads are slices of it and may live on: a new one costs nothing.
            buffer = ByteBuffer()
        } else {
            buffer.discardReadBytes()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { server.flush() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        // All that waited has left.
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

    /// Takes a packet to be sent with the next ``flush()``; answers its bytes on the wire.
    func write(_ packet: Packet) -> Int {
        guard let context, !isClosing else { return 0 }
        let start = outgoing.writerIndex
        var large: ByteBuffer?
        do {
            if case .publish(let publish) = packet {
                try encoder.encodeHead(of: publish, into: &outgoing)
                if publish.payload.readableBytes > Self.largePayload {
                    large = publish.payload
                } else {
                    outgoing.writeImmutableBuffer(publish.payload)
                }
            } else {
                try encoder.encode(packet, into: &outgoing)
            }
        } catch {
            // A message that this version cannot carry is not sent; what the broker makes itself always can be.
            outgoing.moveWriterIndex(to: start)
            return 0
        }
        let count = outgoing.writerIndex - start + (large?.readableBytes ?? 0)
        // What is encoded already goes before a large payload.
        if large != nil || outgoing.readableBytes >= Self.enoughToWrite { writeOutgoing(context) }
        // The payload is shared by all subscribers, not copied.
        if let large { context.write(NIOAny(large), promise: nil) }
        if packet.type != .publish, !context.channel.isWritable {
            unreadAnswers += count
            if unreadAnswers > Self.mostUnreadAnswers { context.close(promise: nil) }
        }
        return count
    }

    private func writeOutgoing(_ context: ChannelHandlerContext) {
        if outgoing.readableBytes == 0 { return }
        let bytes = outgoing
        outgoing = ByteBuffer()
        context.write(NIOAny(bytes), promise: nil)
    }

    /// Sends what was written.
    func flush() {
        guard let context else { return }
        writeOutgoing(context)
        context.flush()
    }

    /// Sends what is written, closes our half, and waits a moment for the client to read it: closing with unread bytes
    /// would reset the connection and the client would never see why.
    func close() {
        guard !isClosing, let context else { return }
        isClosing = true
        flush()
        let channel = context.channel
        channel.close(mode: .output, promise: nil)
        let end = context.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in end.cancel() }
    }
}
