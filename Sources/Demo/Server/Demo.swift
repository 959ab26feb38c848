import Glibc
import NIOCore
import NIOPosix

/// The embedded broker with its simulated devices, on loopback.
///
///     let demo = try await Demo.start()
///     // connect to mqtt://127.0.0.1:\(demo.port)
///     await demo.stop()
///
/// It speaks MQTT 3.1, 3.1.1 and 5, takes any user name and password, and forgets everything when it stops.
public final class Demo: Sendable {
    /// The address that it listens on.
    public let host: String
    /// The port that it listens on.
    public let port: Int

    private let group: MultiThreadedEventLoopGroup
    private let listener: any Channel
    private let server: NIOLoopBound<BrokerServer>

    private init(
        host: String, port: Int, group: MultiThreadedEventLoopGroup, listener: any Channel,
        server: NIOLoopBound<BrokerServer>
    ) {
        self.host = host
        self.port = port
        self.group = group
        self.listener = listener
        self.server = server
    }

    /// Starts the broker and returns when it listens. Throws a ``DemoError``.
    ///
    /// - Parameters:
    ///   - host: The address to listen on; keep it a loopback one, because the broker asks nobody for a password.
    ///   - port: The port; nil takes a free one.
    ///   - sysInterval: Time between the `$SYS` figures; nil publishes none.
    ///   - hasDevices: Without devices the broker is silent until somebody publishes.
    ///   - seed: The same seed gives the same devices.
    public static func start(
        host: String = "127.0.0.1", port: Int? = nil, sysInterval: Duration? = .seconds(10), hasDevices: Bool = true,
        seed: UInt64 = 1
    ) async throws -> Demo {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        do {
            let interval = sysInterval.map { TimeAmount($0) }
            let server = try await loop.submit {
                let broker = Broker(version: "martlet demo broker", sysInterval: interval, at: .now())
                let devices = hasDevices ? DeviceSimulation(seed: seed) : nil
                return NIOLoopBound(BrokerServer(broker: broker, devices: devices, on: loop), eventLoop: loop)
            }.get()
            let listener = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
                .childChannelOption(.writeBufferWaterMark, value: .init(low: 1 << 20, high: 4 << 20))
                .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536))
                // Half closed connections are ours to end: a last DISCONNECT is read before the reset.
                .childChannelOption(.allowRemoteHalfClosure, value: false)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(BrokerHandler(server: server.value))
                    }
                }
                .bind(host: host, port: port ?? 0).get()
            loop.execute { server.value.start() }
            return Demo(
                host: host, port: listener.localAddress?.port ?? port ?? 0, group: group, listener: listener,
                server: server)
        } catch {
            try? await group.shutdownGracefully()
            throw words(for: error, host: host, port: port ?? 0)
        }
    }

    /// Says goodbye to every client and ends. Returns when the port is free.
    public func stop() async {
        try? await listener.close()
        let server = server
        try? await server.eventLoop.flatSubmit { server.value.stop() }.get()
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
