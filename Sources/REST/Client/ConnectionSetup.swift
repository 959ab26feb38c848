import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Makes a connection that AsyncHTTPClient has just opened fit for use, before a request gets it: the taps, and TLS.
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

    /// Sets it up; fails with ``RequestFailure`` when TLS cannot be agreed on.
    func prepare(_ channel: any Channel) -> EventLoopFuture<Void> {
        let record = ConnectionRecord(number: numbers.next())
        record.remoteAddress = channel.remoteAddress.map(Self.text) ?? ""
        record.localAddress = channel.localAddress.map(Self.text) ?? ""
        record.proxy = proxy
        do {
            let pipeline = channel.pipeline.syncOperations
            let codec = try pipeline.context(handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self)
            try pipeline.addHandler(WireTap(record: record, keepsBytes: true), position: .first)
            try pipeline.addHandler(
                ExchangeHandler(record: record, table: table), position: .after(codec.handler))
            return channel.eventLoop.makeSucceededVoidFuture()
        } catch {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    /// An address as `192.0.2.7:443`.
    static func text(_ address: SocketAddress) -> String {
        guard let host = address.ipAddress, let port = address.port else { return address.description }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

/// Counts up from 1.
final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}
