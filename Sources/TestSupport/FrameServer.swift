import NIOCore
import NIOPosix
import NIOSSL

/// A server of HTTP/2 on loopback that answers each request with frames as they are given, good or bad.
public final class FrameServer: Sendable {
    /// What follows on a request.
    public enum Step: Sendable {
        /// These bytes.
        case send([UInt8])
        /// The end of the connection, which TLS says.
        case close
        /// The end of the connection at once, as by a machine that is switched off.
        case reset
    }

    /// Where it listens.
    public let port: Int
    /// The URL that its certificate is for.
    public var url: String { "https://localhost:\(port)/" }
    private let channel: any Channel

    /// - Parameter steps: what follows on each request.
    public init(_ pair: Certificates.Pair, _ steps: [Step]) async throws {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(pair.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: pair.key, format: .pem)))
        configuration.applicationProtocols = ["h2"]
        let context = try NIOSSLContext(configuration: configuration)
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLServerHandler(context: context), Player(steps),
                    ])
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    /// A frame of its parts (RFC 9113 4.1).
    public static func frame(
        _ kind: UInt8, flags: UInt8 = 0, stream: UInt32 = 1, _ payload: [UInt8] = []
    ) -> Step {
        let count = payload.count
        let head = [UInt8(count >> 16 & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF), kind, flags]
        return .send(head + (0..<4).reversed().map { UInt8(stream >> ($0 * 8) & 0xFF) } + payload)
    }

    /// A header block that is whole, with the fields in full (RFC 7541 6.2.2).
    public static func head(
        _ fields: [(String, String)], ends: Bool = false, stream: UInt32 = 1
    ) -> Step {
        let block = fields.flatMap { name, value in
            // Each character one byte, so that a test can write those of ISO 8859-1.
            let value = value.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            return [0, UInt8(name.utf8.count)] + Array(name.utf8) + [UInt8(value.count)] + value
        }
        return frame(1, flags: ends ? 5 : 4, stream: stream, block)
    }

    /// Plays the steps for each request; on one event loop.
    private final class Player: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let steps: [Step]
        private var waiting = ByteBuffer()
        private var hasPreface = false

        init(_ steps: [Step]) { self.steps = steps }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var bytes = unwrapInboundIn(data)
            waiting.writeBuffer(&bytes)
            // What every client says first (RFC 9113 3.4).
            if !hasPreface {
                guard waiting.readSlice(length: 24) != nil else { return }
                hasPreface = true
                play(FrameServer.frame(4, stream: 0), context)
            }
            while let head = waiting.getBytes(at: waiting.readerIndex, length: 9) {
                let count = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
                guard waiting.readableBytes >= 9 + count else { return }
                waiting.moveReaderIndex(forwardBy: 9 + count)
                // The client's SETTINGS are acknowledged, and its HEADERS are the request.
                if head[3] == 4, head[4] == 0 { play(FrameServer.frame(4, flags: 1, stream: 0), context) }
                if head[3] == 1 { for step in steps { play(step, context) } }
            }
        }

        private func play(_ step: Step, _ context: ChannelHandlerContext) {
            switch step {
            case .send(let bytes): context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .close: context.close(promise: nil)
            case .reset:
                _ = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
                // Past TLS, which would say that it ends.
                let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
                tls?.close(promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
