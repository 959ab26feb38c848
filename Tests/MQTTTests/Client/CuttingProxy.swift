import MQTT
import NIOCore
import NIOPosix
import Synchronization
import TestSupport

/// Stands between a client and a broker and passes whole packets on, until one of a given kind comes: that one is
/// swallowed, and everything after it on that connection, as if the cable had been cut just then.
final class CuttingProxy: Sendable {
    /// The packet that is never to arrive.
    struct Cut: Sendable, Equatable {
        let type: PacketType
        let isFromClient: Bool
    }

    private struct State {
        var cut: Cut?
        var isCut = false
    }

    private let state = Mutex(State())
    private let server = Mutex<(any Channel)?>(nil)

    /// Starts a proxy in front of a port of 127.0.0.1.
    static func start(to port: Int, cut: Cut) async throws -> CuttingProxy {
        let proxy = CuttingProxy()
        proxy.state.withLock { $0.cut = cut }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in proxy.connect(client, to: port) }
            .bind(host: "127.0.0.1", port: 0).get()
        proxy.server.withLock { $0 = channel }
        return proxy
    }

    var port: Int { server.withLock { $0?.localAddress?.port } ?? 0 }

    private func connect(_ client: any Channel, to port: Int) -> EventLoopFuture<Void> {
        ClientBootstrap(group: client.eventLoop).connect(host: "127.0.0.1", port: port).flatMap { broker in
            let life = Life()
            let there = Passing(self, life, partner: broker, isFromClient: true)
            let back = Passing(self, life, partner: client, isFromClient: false)
            return client.pipeline.addHandler(there).and(broker.pipeline.addHandler(back)).flatMap { _ in
                client.setOption(.autoRead, value: true)
            }
        }
    }

    /// Has the next packet of a kind swallowed, as the first one was.
    func cut(next cut: Cut) {
        state.withLock { $0 = State(cut: cut) }
    }

    /// Returns when the packet has been swallowed.
    func cut() async throws {
        _ = try await waiting(for: "the packet that is to be swallowed", within: .seconds(20)) {
            state.withLock { $0.isCut ? true : nil }
        }
    }

    func stop() async throws {
        try await server.withLock { $0 }?.close()
    }

    /// Whether this is the packet; only the first of its kind is.
    fileprivate func swallows(_ type: UInt8, isFromClient: Bool) -> Bool {
        state.withLock { state in
            guard let cut = state.cut, cut.type.rawValue == type, cut.isFromClient == isFromClient else {
                return false
            }
            state.cut = nil
            state.isCut = true
            return true
        }
    }

    /// Whether the cable of one connection is cut; used on its event loop alone.
    private final class Life: @unchecked Sendable {
        var isCut = false
    }

    /// One direction of one connection.
    private final class Passing: ChannelInboundHandler, @unchecked Sendable {
        typealias InboundIn = ByteBuffer

        private let proxy: CuttingProxy
        private let life: Life
        private let partner: any Channel
        private let isFromClient: Bool
        private var waiting = ByteBuffer()

        init(_ proxy: CuttingProxy, _ life: Life, partner: any Channel, isFromClient: Bool) {
            self.proxy = proxy
            self.life = life
            self.partner = partner
            self.isFromClient = isFromClient
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var bytes = unwrapInboundIn(data)
            waiting.writeBuffer(&bytes)
            while !life.isCut, let packet = nextPacket() {
                let type = (packet.getInteger(at: packet.readerIndex) as UInt8? ?? 0) >> 4
                if proxy.swallows(type, isFromClient: isFromClient) {
                    life.isCut = true
                } else {
                    partner.writeAndFlush(packet, promise: nil)
                }
            }
        }

        /// A whole packet (MQTT 5 2.1); nil while bytes are missing.
        private func nextPacket() -> ByteBuffer? {
            var length = 0
            for index in 0..<4 {
                guard let byte: UInt8 = waiting.getInteger(at: waiting.readerIndex + 1 + index) else { return nil }
                length |= Int(byte & 0x7F) << (7 * index)
                if byte & 0x80 == 0 { return waiting.readSlice(length: 2 + index + length) }
            }
            return nil
        }

        func channelInactive(context: ChannelHandlerContext) {
            partner.close(promise: nil)
        }
    }
}
