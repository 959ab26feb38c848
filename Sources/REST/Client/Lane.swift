import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Connections that may stand in for each other: to one address, for one name, with the same TLS settings and proxy. Each
/// lane has an AsyncHTTPClient, which keeps, hands out and closes them.
final class Lane: Sendable {
    /// What must be the same.
    struct Key: Hashable, Sendable {
        /// Scheme, host and port.
        var origin: String
        /// What is connected to: a literal address and port; host and port when a proxy looks the name up.
        var place: String
        var proxy: ProxyAddress?
        var tls: Request.TLS?
        var onlyHTTP1: Bool
    }

    let key: Key
    let http: HTTPClient
    let table = AttemptTable()

    init(key: Key, group: any EventLoopGroup, numbers: Counter) {
        self.key = key
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            // The time-outs of a request are its own affair; this is when the system has long given up.
            timeout: .init(connect: .minutes(10)),
            connectionPool: .init(idleTimeout: .seconds(60), concurrentHTTP1ConnectionsPerHostSoftLimit: 256),
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        let setup = ConnectionSetup(table: table, numbers: numbers, proxy: key.proxy?.description)
        configuration.http1_1ConnectionDebugInitializer = { channel in setup.prepare(channel) }
        http = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
    }

    /// Whether a request travels on one of its connections or waits for one.
    var isBusy: Bool { table.count > 0 }
}

/// A proxy to go through.
struct ProxyAddress: Hashable, Sendable, CustomStringConvertible {
    /// How it is spoken to.
    enum Kind: String, Sendable {
        case http, socks5
    }

    var kind: Kind
    var host: String
    var port: Int
    var username: String?
    var password: String?

    /// As a URL without credentials.
    var description: String { "\(kind.rawValue)://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
