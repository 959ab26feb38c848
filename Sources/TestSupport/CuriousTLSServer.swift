import NIOCore
import NIOPosix
public import NIOSSL
import Synchronization

/// A server on loopback that asks everybody for a certificate and remembers what it was shown.
public final class CuriousTLSServer: Sendable {
    /// What came of one handshake.
    public struct Visit: Sendable {
        /// How many certificates the client showed.
        public internal(set) var shown = 0
        /// Whether the handshake was completed.
        public internal(set) var isComplete = false
        /// How it failed, by an alert for example.
        public internal(set) var failure = ""
    }

    /// Where it listens.
    public let port: Int
    private let channel: any Channel
    private let visits: AsyncStream<Visit>

    /// A server with a certificate, for clients whose own an authority signed.
    ///
    /// - Parameter version: the one version of TLS that is spoken.
    public init(_ pair: Certificates.Pair, authority: String, version: TLSVersion) async throws {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(pair.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: pair.key, format: .pem)))
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .file(authority)
        configuration.minimumTLSVersion = version
        configuration.maximumTLSVersion = version
        let context = try NIOSSLContext(configuration: configuration)
        let (visits, found) = AsyncStream.makeStream(of: Visit.self)
        self.visits = visits
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let watcher = Watcher(found)
                    let handler = NIOSSLServerHandler(
                        context: context,
                        customVerificationCallback: { certificates, promise in
                            watcher.visit.shown = certificates.count
                            promise.succeed(.certificateVerified)
                        })
                    try channel.pipeline.syncOperations.addHandlers([handler, watcher])
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    /// The next handshake that has ended.
    public func nextVisit() async -> Visit? { await visits.first { _ in true } }

    /// On one event loop.
    private final class Watcher: ChannelInboundHandler, @unchecked Sendable {
        typealias InboundIn = ByteBuffer

        var visit = Visit()
        private var found: AsyncStream<Visit>.Continuation?

        init(_ found: AsyncStream<Visit>.Continuation) { self.found = found }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if "\(event)".contains("handshakeCompleted") { visit.isComplete = true }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            visit.failure += "\(error)"
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            found?.yield(visit)
            found = nil
        }
    }
}
