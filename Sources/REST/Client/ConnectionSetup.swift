import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import Synchronization
import TLSNames

/// Makes a connection that AsyncHTTPClient has just opened fit for use, before a request gets it: the taps, TLS, and the
/// codec of HTTP/2 where that was agreed on.
///
/// TLS is made here and not by AsyncHTTPClient, which is asked for plain connections only: it tells neither when the
/// handshake began nor which certificates a server showed that was not accepted.
struct ConnectionSetup: Sendable {
    /// The requests that may travel on it.
    let table: AttemptTable
    /// Where connections get their numbers from.
    let numbers: Counter
    /// The proxy in between, without credentials.
    let proxy: String?
    /// Host and port of the server, for messages.
    let place: String
    /// The HTTP proxy that is asked to connect on; nil for none.
    let tunnel: ProxyAddress?
    /// What it gets beside the usual fields.
    let proxyFields: [Field]
    /// TLS; nil for none.
    let security: Security?

    /// Sets it up; fails with ``RequestFailure`` when TLS cannot be agreed on.
    func prepare(_ channel: any Channel) -> EventLoopFuture<Void> {
        // Whoever asked has given up while it was dialled, and AsyncHTTPClient would keep it for nobody.
        guard table.begin(channel) else {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(CancellationError())
        }
        table.waiting { attempt in attempt.update { $0.isReached = true } }
        let record = ConnectionRecord(number: numbers.next())
        record.remoteAddress = channel.remoteAddress.map { Self.text($0) } ?? ""
        record.localAddress = channel.localAddress.map { Self.text($0) } ?? ""
        record.proxy = proxy
        let ready: EventLoopFuture<Void>
        if let security {
            ready = connectOn(channel, record).assumeIsolated().flatMap {
                secure(channel, record, security)
            }.flatMapThrowing { negotiated in
                try install(channel, record, isHTTP2: negotiated == "h2")
            }.nonisolated()
        } else {
            ready = connectOn(channel, record).assumeIsolated().flatMapThrowing {
                try install(channel, record, isHTTP2: false)
            }.nonisolated()
        }
        // Else AsyncHTTPClient would hand out a connection that is closed already.
        return ready.flatMapThrowing {
            guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
        }.flatMapErrorThrowing { error in
            channel.close(promise: nil)
            throw error
        }.always { _ in table.end(channel) }
    }

    /// Has the proxy connect on, where there is one that must.
    private func connectOn(_ channel: any Channel, _ record: ConnectionRecord) -> EventLoopFuture<Void> {
        guard let tunnel else { return channel.eventLoop.makeSucceededVoidFuture() }
        let done = channel.eventLoop.makePromise(of: Void.self)
        let pipeline = channel.pipeline.syncOperations
        let handler = TunnelHandler(
            record: record, table: table, place: place, authorization: tunnel.authorization, further: proxyFields,
            done: done)
        do {
            // In front of all: what the proxy answers is no answer for the codec behind.
            try pipeline.addHandler(handler, position: .first)
            handler.ask(try pipeline.context(handler: handler))
        } catch {
            done.fail(error)
        }
        return done.futureResult
    }

    private func secure(
        _ channel: any Channel, _ record: ConnectionRecord, _ security: Security
    ) -> EventLoopFuture<String?> {
        let done = channel.eventLoop.makePromise(of: String?.self)
        let start = Attempt.now()
        let facts = record.facts
        table.waiting { attempt in
            attempt.update { state in
                state.phase = .tls
                state.hop.connection = facts
                // Where TLS begins the connection is made, a proxy's tunnel included.
                state.hop.timings.connect?.end = start - attempt.base
                state.hop.timings.tls = .init(start - attempt.base)
            }
            attempt.tell()
        }
        let seen = SeenCertificates()
        do {
            let pipeline = channel.pipeline.syncOperations
            let hello = HelloTap(record: record)
            let handler = try seen.makeHandler(security)
            let check = NameCheck(of: handler)
            let isChecked = security.options.verify && check?.demand(security.checkedName) == true
            // A client certificate tells who asks: it goes to nobody whose name was not checked before.
            if security.options.verify, !isChecked, security.options.certificateFile != nil {
                throw RequestFailure(
                    .badRequest, "the name in the server's certificate cannot be checked before the own one is shown",
                    advice: "check the host in the URL, or the server name")
            }
            let waiting = HandshakeHandler(
                place: place, security: security, seen: seen, check: isChecked ? check : nil, done: done)
            // From the network on: who reads the hello, TLS (put between last), who waits for its end.
            try pipeline.addHandler(hello, position: .first)
            try pipeline.addHandler(waiting, position: .after(hello))
            // It shakes hands as soon as it is there.
            try pipeline.addHandler(handler, position: .after(hello))
        } catch let failure as RequestFailure {
            done.fail(failure)
        } catch {
            done.fail(
                RequestFailure(
                    .badRequest, "'\(security.serverName ?? "")' cannot be asked for in TLS",
                    advice: "check the host in the URL, or the server name", detail: "\(error)"))
        }
        return done.futureResult.assumeIsolated().map { negotiated in
            record.tlsSpan = (start, Attempt.now())
            let pipeline = channel.pipeline.syncOperations
            var chain = seen.chain
            let shown = (try? pipeline.nioSSL_peerCertificate()) ?? nil
            if let shown, chain.first != shown { chain.insert(shown, at: 0) }
            record.tls = Connection.TLS(
                version: ((try? pipeline.nioSSL_tlsVersion()) ?? nil).map(Self.text) ?? "TLS", cipher: record.cipher,
                certificates: chain.map(Certificate.init), isVerified: security.options.verify)
            if let context = try? pipeline.context(handlerType: HelloTap.self) {
                pipeline.removeHandler(context: context, promise: nil)
            }
            return negotiated
        }.nonisolated()
    }

    private func install(_ channel: any Channel, _ record: ConnectionRecord, isHTTP2: Bool) throws {
        let pipeline = channel.pipeline.syncOperations
        // What stands there in the end, from the network on. HTTP/1.1: tap, reader, exchange. HTTP/2: tap,
        // transcoder, NIO's frames, bridge, exchange. Behind them AsyncHTTPClient's own handler.
        let codec = try pipeline.context(handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self)
        let exchange = ExchangeHandler(record: record, table: table)
        try pipeline.addHandler(exchange, position: .after(codec.handler))
        // Above TLS: it must see what is written, and not what is encrypted.
        let tap = WireTap(record: record, keepsBytes: !isHTTP2)
        if security != nil {
            try pipeline.addHandler(tap, position: .after(pipeline.handler(type: NIOSSLClientHandler.self)))
        } else {
            try pipeline.addHandler(tap, position: .first)
        }
        guard isHTTP2 else {
            try pipeline.addHandler(ResponseHandler(record: record), position: .after(codec.handler))
            // Only the decoder goes: requests of HTTP/1.1 are still written by NIO's encoder.
            pipeline.removeHandler(context: codec, promise: nil)
            return
        }
        record.version = "HTTP/2"
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        // Pushed streams have no place here (RFC 9113 8.4).
        connection.initialSettings = [
            HTTP2Setting(parameter: .enablePush, value: 0),
            HTTP2Setting(parameter: .maxHeaderListSize, value: HeaderTranscoder.limit),
            // In place of 65,535 bytes (RFC 9113 6.9.2), which a far server fills long before the update is there.
            HTTP2Setting(parameter: .initialWindowSize, value: 1 << 20),
        ]
        // What the transcoder lets through NIO has to take: it writes every field out in full.
        connection.maximumSequentialContinuationFrames = HeaderTranscoder.furtherFrames
        // The transcoder looks at it, and lets the body be seen first.
        connection.contentLengthValidation = .disabled
        var stream = NIOHTTP2Handler.StreamConfiguration()
        // As the window begins: NIO fills it up to 65,535 bytes by itself.
        stream.targetWindowSize = 1 << 20
        let handler = NIOHTTP2Handler(
            mode: .client, eventLoop: channel.eventLoop, connectionConfiguration: connection,
            streamConfiguration: stream
        ) { pushed in pushed.close() }
        try pipeline.addHandler(handler, position: .after(tap))
        // In front of NIO's handler, which stands behind the tap by now.
        try pipeline.addHandler(HeaderTranscoder(record: record), position: .after(tap))
        let bridge = HTTP2Bridge(multiplexer: try handler.syncMultiplexer(), record: record)
        try pipeline.addHandler(bridge, position: .before(exchange))
        pipeline.removeHandler(context: codec, promise: nil)
        pipeline.removeHandler(
            context: try pipeline.context(handlerType: HTTPRequestEncoder.self), promise: nil)
    }

    private static func text(_ version: TLSVersion) -> String {
        switch version {
        case .tlsv1: "TLS 1.0"
        case .tlsv11: "TLS 1.1"
        case .tlsv12: "TLS 1.2"
        case .tlsv13: "TLS 1.3"
        }
    }

    /// An address as `192.0.2.7:443`.
    ///
    /// - Parameter zone: that of an address of the link, percent sign included.
    static func text(_ address: SocketAddress, zone: Substring = "") -> String {
        guard let host = address.ipAddress, let port = address.port else { return address.description }
        return host.contains(":") ? "[\(host)\(zone)]:\(port)" : "\(host):\(port)"
    }
}

/// Counts up from 1.
final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}
