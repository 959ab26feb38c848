import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Text

/// Connections that may stand in for each other: to one address, for one name, with the same TLS settings and proxy. Each
/// lane has an AsyncHTTPClient, which keeps, hands out and closes them.
final class Lane: Sendable {
    /// What must be the same.
    struct Key: Hashable, Sendable {
        /// Scheme, host and port.
        var origin: String
        /// What AsyncHTTPClient is asked to connect to: a literal address and port, of the server or of an HTTP proxy;
        /// host and port when a SOCKS proxy is asked to connect on and looks the name up.
        var place: String
        /// The path of the system's socket that is connected to in place of `place`; nil for none.
        var socket: String?
        /// The proxy that is asked to connect on, by its literal address.
        var tunnel: ProxyAddress?
        /// The proxy in between for people; nil for none.
        var proxy: String?
        /// The address of this machine that connections come from; nil for what the system chooses.
        var source: String?
        /// What the proxy that is asked to connect on gets beside it.
        var proxyFields: [Field] = []
        /// TLS settings, and when their files changed last.
        var tls: Request.TLS?
        var stamp: [Int] = []
        var onlyHTTP1 = false

        /// What AsyncHTTPClient is asked for.
        var url: String {
            socket.map { "http+unix://\(PercentEncoding.component($0))/" } ?? "http://\(place)/"
        }
    }

    let key: Key
    let http: HTTPClient
    let table = AttemptTable()

    init(key: Key, security: Security?, group: any EventLoopGroup, numbers: Counter) {
        self.key = key
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            // The time-outs of a request are its own affair; this is when the system has long given up.
            timeout: .init(connect: .minutes(10)),
            // Its own limit of 8 would let the ninth request to a host wait for a connection.
            connectionPool: .init(idleTimeout: .seconds(60), concurrentHTTP1ConnectionsPerHostSoftLimit: 256),
            decompression: .disabled)
        // HTTP/2 is spoken beneath it, by `HTTP2Bridge`, which it takes for HTTP/1.1.
        configuration.httpVersion = .http1Only
        // Its own tries would keep a refused connection back until the time-out.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.localAddress = key.source
        let tunnel = key.tunnel
        // An HTTP proxy is spoken to in ConnectionSetup: what it says is to be seen.
        configuration.proxy = tunnel?.kind == .socks5 ? tunnel?.forClient : nil
        let origin = key.origin
        let setup = ConnectionSetup(
            table: table, numbers: numbers, proxy: key.proxy,
            place: String(origin[URLAuthority.range(in: origin)]),
            tunnel: tunnel?.kind == .http ? tunnel : nil, proxyFields: key.proxyFields, security: security)
        configuration.http1_1ConnectionDebugInitializer = { channel in setup.prepare(channel) }
        http = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
    }

    /// Whether a request travels on one of its connections or waits for one.
    var isBusy: Bool { table.count > 0 }
}
