import Glibc
import NIOCore
import NIOPosix

/// The embedded broker with its simulated devices, and the REST services beside it, on loopback.
///
///     let demo = try await Demo.start()
///     // connect to mqtt://127.0.0.1:\(demo.port), or GET http://127.0.0.1:\(demo.httpPort)/tasks/
///     await demo.stop()
///
/// It speaks MQTT 3.1, 3.1.1 and 5, takes any user name and password, and forgets everything when it stops.
public final class Demo: Sendable {
    /// The address that it listens on.
    public let host: String
    /// The port of the broker.
    public let port: Int
    /// The port of the REST services.
    public let httpPort: Int

    private let group: MultiThreadedEventLoopGroup
    private let listeners: [any Channel]
    private let broker: NIOLoopBound<BrokerServer>
    private let rest: NIOLoopBound<RESTServer>

    private init(
        host: String, listeners: [any Channel], group: MultiThreadedEventLoopGroup,
        broker: NIOLoopBound<BrokerServer>, rest: NIOLoopBound<RESTServer>
    ) {
        self.host = host
        port = listeners.first?.localAddress?.port ?? 0
        httpPort = listeners.last?.localAddress?.port ?? 0
        self.group = group
        self.listeners = listeners
        self.broker = broker
        self.rest = rest
    }

    /// Starts the broker and the services and returns when they listen. Throws a ``DemoError``.
    ///
    /// - Parameters:
    ///   - host: The address to listen on; keep it a loopback one, because nobody is asked for a password.
    ///   - port: The broker's port; nil takes a free one.
    ///   - httpPort: The port of the REST services; nil takes a free one.
    ///   - sysInterval: Time between the `$SYS` figures; nil publishes none.
    ///   - hasDevices: Without devices the broker is silent until somebody publishes.
    ///   - seed: The same seed gives the same devices.
    public static func start(
        host: String = "127.0.0.1", port: Int? = nil, httpPort: Int? = nil, sysInterval: Duration? = .seconds(10),
        hasDevices: Bool = true, seed: UInt64 = 1
    ) async throws -> Demo {
        // One thread: the broker's state and the services' are confined to its loop.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        do {
            let interval = sysInterval.map { TimeAmount($0) }
            let (broker, rest) = try await loop.submit {
                let broker = Broker(version: "martlet demo broker", sysInterval: interval, at: .now())
                let devices = hasDevices ? DeviceSimulation(seed: seed) : nil
                let server = BrokerServer(broker: broker, devices: devices, on: loop)
                return (
                    NIOLoopBound(server, eventLoop: loop), NIOLoopBound(RESTServer(broker: server), eventLoop: loop)
                )
            }.get()
            let listener = try await listen(on: host, port, group) { channel in
                try channel.pipeline.syncOperations.addHandler(BrokerHandler(server: broker.value))
            }
            let httpListener = try await listen(on: host, httpPort, group) { channel in
                try RESTConnection.configure(channel, server: rest.value)
            }
            let name = host.contains(":") ? "[\(host)]" : host
            let brokerURL = "mqtt://\(name):\(listener.localAddress?.port ?? 0)"
            let base = "http://\(name):\(httpListener.localAddress?.port ?? 0)/"
            // Only now are both URLs known: the system may have chosen the ports.
            loop.execute {
                rest.value.listens(at: base, broker: brokerURL, describes: hasDevices)
                broker.value.start()
            }
            return Demo(
                host: host, listeners: [listener, httpListener], group: group, broker: broker, rest: rest)
        } catch {
            // The thread is given back, or it would outlive the failure.
            try? await group.shutdownGracefully()
            throw error
        }
    }

    private static func listen(
        on host: String, _ port: Int?, _ group: MultiThreadedEventLoopGroup,
        _ configure: @escaping @Sendable (any Channel) throws -> Void
    ) async throws -> any Channel {
        do {
            return try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
                // Above 4 MB a client that reads slowly has to wait, below 1 MB it goes on.
                .childChannelOption(.writeBufferWaterMark, value: .init(low: 1 << 20, high: 4 << 20))
                .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536))
                // A client that closes its half is gone: what it sent before, such as a DISCONNECT, is read, then the channel ends.
                .childChannelOption(.allowRemoteHalfClosure, value: false)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try configure(channel) }
                }
                .bind(host: host, port: port ?? 0).get()
        } catch {
            throw words(for: error, host: host, port: port ?? 0)
        }
    }

    /// Says goodbye to every client and ends. Returns when the ports are free.
    public func stop() async {
        // Nobody new first; then those who are there are told.
        for listener in listeners { try? await listener.close() }
        let broker = broker
        let rest = rest
        try? await broker.eventLoop.flatSubmit {
            rest.value.stop()
            return broker.value.stop()
        }.get()
        try? await group.shutdownGracefully()
    }

    private static func words(for error: any Error, host: String, port: Int) -> DemoError {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: return .portInUse(host: host, port: port)
        case EACCES: return .portNotPermitted(host: host, port: port)
        case let code?: return .cannotListen(host: host, port: port, reason: String(cString: strerror(code)))
        case nil: return .cannotListen(host: host, port: port, reason: "\(error)")
        }
    }
}
