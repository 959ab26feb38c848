import MQTT
import Model
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import App

/// What is told of attempts that all end in the same way.
@Suite("The same end again and again") @MainActor struct ClosedAgainTests {
    /// Reads what comes first, and closes.
    private final class Closer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.close(promise: nil) }
    }

    @Test("A port that closes at each CONNECT is told once, and so is the older version: not with every attempt")
    func once() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Closer()) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let visit = try Visit()
        visit.connect(port: port) { $0.reconnect.maximum = .milliseconds(60) }
        try await visit.become("the fourth attempt") { visit in
            if case .waiting(_, let attempt, _) = visit.workspace.connection.state { attempt >= 4 } else { false }
        }
        let ends = visit.workspace.notices.map(\.text)
        #expect(ends.count == 2, "\(ends)")
        // The words of the state are those of the notice, as far as they are no times.
        guard case .waiting(_, _, let reason) = visit.workspace.connection.state else {
            Issue.record("it waits no longer")
            return
        }
        #expect(reason.hasSuffix(try #require(ends.last?.split(separator: "; ").last)))
        try await visit.leave()
        try await server.close()
    }
}
