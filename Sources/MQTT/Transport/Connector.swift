import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import TLSNames
import Text

/// Opens the way to a broker up to the point where MQTT bytes can flow: name, TCP or unix socket, TLS, WebSocket.
struct Connector: Sendable {
    /// One read of the socket; measured: smaller costs system calls, larger gains nothing.
    static let readSize = 128 * 1024
    /// Reads before the reader is asked whether it keeps up, and buffers that are used again and again: a fresh one for
    /// each read would be fresh pages each time.
    static let readsAtOnce: Int = 16

    var endpoint: Endpoint
    var tls: TLSOptions
    /// The proxy that opens the way to the endpoint.
    var proxy: SOCKSProxy?
    /// Where to connect from.
    var localAddress: String?
    /// What a WebSocket handshake says of who asks.
    var userAgent: String?
    /// The bound over everything here.
    var timeout: TimeAmount

    /// Opens it. The channel is reading by itself and has no handler yet that takes its bytes: add one in the same turn
    /// of the event loop.
    ///
    /// The future fails with ``ConnectionFailure`` and nothing else.
    func connect(on eventLoop: any EventLoop) -> EventLoopFuture<any Channel> {
        // Before anything is opened: a request that cannot be written needs no connection.
        if let problem = endpoint.requestProblem { return eventLoop.makeFailedFuture(problem) }
        let deadline = eventLoop.now + timeout
        let context: EventLoopFuture<NIOSSLContext?>
        if endpoint.transport.isSecure {
            // Reads files and the system's authorities: milliseconds that the event loop has better use for.
            let tls = tls
            context = NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) { try tls.makeContext() }
        } else {
            context = eventLoop.makeSucceededFuture(nil)
        }
        return context.flatMap { context in
            open(on: eventLoop).flatMap { channel in
                prepare(channel, context: context, deadline: deadline)
            }
        }.flatMapErrorThrowing { error in
            if let error = error as? TLSOptionsError {
                let files = [tls.caFile, tls.caDirectory, tls.certificateFile, tls.keyFile]
                throw ConnectionFailure(.badOptions, error.description, advice: "", quoting: files)
            }
            if let proxy, !(error is ConnectionFailure) {
                // The socket that failed is the one to the proxy.
                throw ConnectionFailure.connecting(to: proxy.endpoint, error).through(proxy)
            }
            throw ConnectionFailure.connecting(to: endpoint, error)
        }
    }

    private func open(on eventLoop: any EventLoop) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(timeout)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readSize))
            .channelOption(.maxMessagesPerRead, value: UInt(Self.readsAtOnce))
        if endpoint.transport == .unix {
            return bootstrap.connect(unixDomainSocketPath: endpoint.path)
        }
        // Acknowledgements are four bytes, and are not to wait for more (Nagle).
        var tcp = bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1)
        if let localAddress {
            do {
                tcp = tcp.bind(to: try SocketAddress(ipAddress: localAddress, port: 0))
            } catch {
                return eventLoop.makeFailedFuture(
                    ConnectionFailure(
                        .badOptions, "\(localAddress) is no IP address to connect from",
                        advice: "give one of this machine's, see `ip address`"))
            }
        }
        let (host, port) = (proxy?.host ?? endpoint.host, proxy?.port ?? endpoint.port)
        // An address needs no resolver, which starts a thread. Beside one to connect from, the resolver chooses its kind.
        if localAddress == nil, let address = try? SocketAddress(ipAddress: host, port: port) {
            return tcp.connect(to: address)
        }
        return tcp.connect(host: host, port: port)
    }

    private func prepare(
        _ channel: any Channel, context: NIOSSLContext?, deadline: NIODeadline
    ) -> EventLoopFuture<any Channel> {
        // What passes through proxy, TLS and upgrade is bounded together.
        let timer = channel.eventLoop.scheduleTask(deadline: deadline) {
            channel.pipeline.fireErrorCaught(ConnectionFailure.timedOut(endpoint))
            channel.close(promise: nil)
        }
        // In the order of the layers: the proxy opens the way, TLS goes through it, WebSocket inside.
        return pass(channel).flatMap { channel in secure(channel, context: context) }
            .flatMap { channel in upgrade(channel) }
            .always { _ in timer.cancel() }
            .flatMapError { error in
                channel.close(promise: nil)
                return channel.eventLoop.makeFailedFuture(error)
            }
    }

    /// Lets the proxy open the way, if there is one.
    private func pass(_ channel: any Channel) -> EventLoopFuture<any Channel> {
        guard let proxy, endpoint.transport != .unix else { return channel.eventLoop.makeSucceededFuture(channel) }
        let ready = channel.eventLoop.makePromise(of: (any Channel).self)
        do {
            try channel.pipeline.syncOperations.addHandler(
                SOCKSHandler(proxy: proxy, endpoint: endpoint, ready: ready))
        } catch {
            ready.fail(error)
        }
        return ready.futureResult
    }

    private func secure(_ channel: any Channel, context: NIOSSLContext?) -> EventLoopFuture<any Channel> {
        guard let context else { return channel.eventLoop.makeSucceededFuture(channel) }
        let ready = channel.eventLoop.makePromise(of: (any Channel).self)
        let name = tls.serverName ?? endpoint.host
        do {
            let handler = try NIOSSLClientHandler(context: context, serverHostname: Self.isAddress(name) ? nil : name)
            // NIOSSL compares the name after the handshake, when our certificate has been shown already.
            let check = NameCheck(of: handler)
            // A shared key proves the broker, so no name is there to be checked.
            if tls.verify, tls.preSharedKey == nil, check?.demand(name) != true, tls.certificateFile != nil {
                let words = "the name in the broker's certificate cannot be checked before this side shows its own"
                return channel.eventLoop.makeFailedFuture(ConnectionFailure(.badOptions, words, advice: ""))
            }
            let operations = channel.pipeline.syncOperations
            try operations.addHandler(HandshakeHandler(endpoint: endpoint, options: tls, check: check, ready: ready))
            // In front, so that the other one hears how it ends.
            try operations.addHandler(handler, position: .first)
        } catch {
            ready.fail(
                ConnectionFailure(.badOptions, TLSOptionsError.badName(name).description, advice: "", quoting: [name]))
        }
        return ready.futureResult
    }

    private func upgrade(_ channel: any Channel) -> EventLoopFuture<any Channel> {
        guard endpoint.transport.isWebSocket else { return channel.eventLoop.makeSucceededFuture(channel) }
        let ready = channel.eventLoop.makePromise(of: (any Channel).self)
        do {
            try WebSocketUpgrade.start(on: channel, endpoint: endpoint, userAgent: userAgent, ready: ready)
        } catch {
            ready.fail(error)
        }
        return ready.futureResult
    }

    /// Whether `host` is an IP address: those are not sent as server names (RFC 6066 3), the certificate is compared with
    /// the address connected to.
    static func isAddress(_ host: String) -> Bool {
        IPAddress.bytes(host) != nil
    }
}

/// Waits for the end of the TLS handshake, then leaves.
private final class HandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let endpoint: Endpoint
    private let options: TLSOptions
    private let check: NameCheck?
    private let ready: EventLoopPromise<any Channel>

    init(endpoint: Endpoint, options: TLSOptions, check: NameCheck?, ready: EventLoopPromise<any Channel>) {
        self.endpoint = endpoint
        self.options = options
        self.check = check
        self.ready = ready
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted = event else {
            return context.fireUserInboundEventTriggered(event)
        }
        let channel = context.channel
        // Left before the promise: the next handler must not find it in front.
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        ready.succeed(channel)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let failure: ConnectionFailure
        switch error {
        case let error as ConnectionFailure:
            failure = error
        case is IOError:
            // A broker in the clear resets on the first bytes of TLS.
            failure = .closedInHandshake(endpoint, String(describing: error))
        default:
            failure = .tls(
                endpoint, error, options: options, certificate: context.channel.shownCertificate,
                // The check ended the handshake, which looks like any other failed verification.
                isForAnotherName: check?.foundAnother == true)
        }
        ready.fail(failure)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        ready.fail(ConnectionFailure.closedInHandshake(endpoint, "closed"))
        context.fireChannelInactive()
    }
}

extension Channel {
    /// The certificate that the broker showed, also when it was not accepted. On the event loop only.
    var shownCertificate: NIOSSLCertificate? {
        (try? pipeline.syncOperations.nioSSL_peerCertificate()) ?? nil
    }
}
