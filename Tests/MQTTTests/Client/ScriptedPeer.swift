import MQTT
import NIOCore
import NIOPosix
import TestSupport
import Testing

/// A server on a free loopback port that does to each connection what a test's script says: the silent, closing, garbage,
/// slow and refusing brokers that no real one can be made to be.
final class ScriptedPeer: Sendable {
    typealias Script = @Sendable (PeerConnection) async throws -> Void

    let port: Int
    private let accepting: Task<Void, Never>

    private init(port: Int, accepting: Task<Void, Never>) {
        self.port = port
        self.accepting = accepting
    }

    deinit { accepting.cancel() }

    var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: port) }

    /// Starts it; `script` runs once for each connection, at the same time for several.
    static func start(_ script: @escaping Script) async throws -> ScriptedPeer {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        guard let port = server.channel.localAddress?.port else { throw PeerClosed() }
        let accepting = Task<Void, Never> {
            _ = try? await withThrowingDiscardingTaskGroup { group in
                try await server.executeThenClose { connections in
                    var number = 0
                    for try await connection in connections {
                        number += 1
                        let current = number
                        group.addTask {
                            do {
                                try await connection.executeThenClose { inbound, outbound in
                                    try await script(
                                        PeerConnection(
                                            number: current, inbound: inbound.makeAsyncIterator(), outbound: outbound,
                                            channel: connection.channel))
                                }
                            } catch let failure as TestFailure {
                                Issue.record(failure)
                            } catch {
                                // The client has closed, which the test sees on its own side.
                            }
                        }
                    }
                }
            }
        }
        return ScriptedPeer(port: port, accepting: accepting)
    }
}

/// The client closed.
struct PeerClosed: Error {}

/// One connection as the scripted broker sees it. The connection is closed when the script returns.
final class PeerConnection {
    /// 1 for the first connection made.
    let number: Int
    let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    /// For a script that writes and reads at the same time.
    let writer: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var buffer = ByteBuffer()
    private var decoder = PacketDecoder(version: .v5, receiver: .server)
    private(set) var version = ProtocolVersion.v5

    init(
        number: Int, inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, channel: any Channel
    ) {
        self.number = number
        self.inbound = inbound
        writer = outbound
        self.channel = channel
    }

    /// The next packet; throws ``PeerClosed`` at the end.
    func read() async throws -> Packet {
        while true {
            if let packet = try decoder.decode(&buffer) { return packet }
            guard var more = try await inbound.next() else { throw PeerClosed() }
            buffer.writeBuffer(&more)
        }
    }

    /// Reads the CONNECT and speaks its version from then on.
    func readConnect() async throws -> Connect {
        guard case .connect(let connect) = try await read() else { throw PeerClosed() }
        version = connect.version
        decoder.version = connect.version
        return connect
    }

    /// Reads the CONNECT and accepts it.
    @discardableResult
    func accept(sessionPresent: Bool = false, _ properties: Properties = Properties()) async throws -> Connect {
        let connect = try await readConnect()
        try await send(
            .connectAck(ConnectAck(sessionPresent: sessionPresent, reason: .success, properties: properties)))
        return connect
    }

    func send(_ packets: Packet...) async throws {
        var out = ByteBuffer()
        for packet in packets { try PacketEncoder(version: version).encode(packet, into: &out) }
        try await writer.write(out)
    }

    func send(bytes: [UInt8]) async throws {
        try await writer.write(ByteBuffer(bytes: bytes))
    }

    func send(_ buffer: ByteBuffer) async throws {
        try await writer.write(buffer)
    }

    /// Reads until the client closes.
    func readToEnd() async throws {
        do {
            while true { _ = try await read() }
        } catch is PeerClosed {}
    }
}
