import Glibc
public import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// The way to a broker one step at a time, for a test that says how far it gets.
public enum BrokerProbe {
    /// What a certificate says of itself.
    public struct CertificateFacts: Hashable, Sendable {
        /// The subject's common name; empty when there is none.
        public var name: String
        /// Seconds since 1970 from which it is valid.
        public var notBefore: Int
        /// Seconds since 1970 until which it is valid.
        public var notAfter: Int
    }

    /// What a TLS handshake shows.
    public struct TLSFacts: Hashable, Sendable {
        /// `TLS 1.3`; empty when it is not known.
        public var version: String
        /// The certificates that the server sent, its own first.
        public var chain: [CertificateFacts]
    }

    /// The addresses of an endpoint's host, in the order in which they are tried. Waits for the network: not for an event
    /// loop.
    /// - Throws: ``ConnectionFailure`` with what the resolver says.
    public static func addresses(of endpoint: Endpoint) throws(ConnectionFailure) -> [SocketAddress] {
        if endpoint.transport == .unix {
            guard let address = try? SocketAddress(unixDomainSocketPath: endpoint.path) else {
                throw ConnectionFailure(
                    .badOptions, "\(endpoint.spokenPath) is too long for a socket's path", advice: "")
            }
            return [address]
        }
        var hints = addrinfo()
        // One entry an address, not one for each kind of socket.
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(endpoint.host, "\(endpoint.port)", &hints, &list)
        guard code == 0 else {
            throw ConnectionFailure(
                .nameNotFound, "\(endpoint.spokenHost) has no address: \(String(cString: gai_strerror(code)))",
                advice: "check the spelling and the name server")
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        // A name may have any number of addresses.
        while let info = next?.pointee, addresses.count < 64 {
            if let address = info.ai_addr {
                if info.ai_family == AF_INET {
                    addresses.append(
                        address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee) })
                } else if info.ai_family == AF_INET6 {
                    addresses.append(
                        address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee) })
                }
            }
            next = info.ai_next
        }
        return addresses
    }

    /// Opens a connection to an address and closes it again.
    /// - Throws: ``ConnectionFailure``.
    public static func connect(
        to address: SocketAddress, of endpoint: Endpoint, timeout: Duration, on group: any EventLoopGroup
    ) async throws(ConnectionFailure) {
        do {
            let channel = try await ClientBootstrap(group: group).connectTimeout(TimeAmount(timeout)).connect(
                to: address
            )
            .get()
            channel.close(promise: nil)
        } catch {
            throw ConnectionFailure.connecting(to: endpoint, error)
        }
    }

    /// Shakes hands with whoever answers and tells what was shown, also when it would not be trusted: whether it is, the
    /// connection itself says. Nothing is sent after the handshake.
    /// - Throws: ``ConnectionFailure``.
    public static func handshake(
        with endpoint: Endpoint, at address: SocketAddress, tls: TLSOptions, timeout: Duration,
        on group: any EventLoopGroup
    ) async throws(ConnectionFailure) -> TLSFacts {
        do {
            // A context that verifies, so that the callback below is asked.
            var options = tls
            options.verify = true
            // Whoever answers is not known yet, and gets no certificate.
            (options.certificateFile, options.keyFile, options.keyPassword) = (nil, nil, nil)
            let context = try options.makeContext()
            let name = tls.serverName ?? endpoint.host
            // An address is not sent as a server name (RFC 6066 3).
            let sent = Connector.isAddress(name) ? nil : name
            let bootstrap = ClientBootstrap(group: group).connectTimeout(TimeAmount(timeout)).channelInitializer {
                channel in
                channel.eventLoop.makeCompletedFuture {
                    let chain = channel.eventLoop.makePromise(of: TLSFacts.self)
                    let watcher = HandshakeWatcher(done: chain)
                    let handler = try NIOSSLClientHandler(context: context, serverHostname: sent) {
                        certificates, promise in
                        // Set before the promise is answered: the handshake may end with it.
                        watcher.chain = certificates.map(CertificateFacts.init)
                        promise.succeed(.certificateVerified)
                    }
                    try channel.pipeline.syncOperations.addHandlers([handler, watcher])
                }
            }
            let channel = try await bootstrap.connect(to: address).get()
            let done = try await channel.pipeline.handler(type: HandshakeWatcher.self).map(\.done.futureResult).get()
            // A peer that takes the connection and says nothing would hold the test up.
            let timer = channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) { channel.close(promise: nil) }
            defer {
                timer.cancel()
                channel.close(promise: nil)
            }
            return try await done.get()
        } catch let failure as ConnectionFailure {
            throw failure
        } catch let error as TLSOptionsError {
            throw ConnectionFailure(.badOptions, error.description, advice: "")
        } catch let error as NIOSSLError {
            throw ConnectionFailure.tls(endpoint, error, options: tls, certificate: nil)
        } catch {
            throw ConnectionFailure.connecting(to: endpoint, error)
        }
    }
}

extension BrokerProbe.CertificateFacts {
    fileprivate init(_ certificate: NIOSSLCertificate) {
        self.init(
            name: ShownText.printable(certificate.commonName), notBefore: Int(certificate.notValidBefore),
            notAfter: Int(certificate.notValidAfter))
    }
}

/// Waits for the end of the handshake; on one event loop.
private final class HandshakeWatcher: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer

    let done: EventLoopPromise<BrokerProbe.TLSFacts>
    var chain: [BrokerProbe.CertificateFacts] = []

    init(done: EventLoopPromise<BrokerProbe.TLSFacts>) {
        self.done = done
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted = event else { return }
        let version: String =
            switch try? context.pipeline.syncOperations.nioSSL_tlsVersion() {
            case .tlsv1: "TLS 1.0"
            case .tlsv11: "TLS 1.1"
            case .tlsv12: "TLS 1.2"
            case .tlsv13: "TLS 1.3"
            default: ""
            }
        done.succeed(BrokerProbe.TLSFacts(version: version, chain: chain))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A broker that wants a certificate of ours has shown its own before it ends the handshake.
        if chain.isEmpty {
            done.fail(error)
        } else {
            done.succeed(BrokerProbe.TLSFacts(version: "", chain: chain))
        }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        done.fail(ChannelError.eof)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // A channel that was never active says nothing else; a promise that is answered already stays so.
        done.fail(ChannelError.eof)
    }
}
