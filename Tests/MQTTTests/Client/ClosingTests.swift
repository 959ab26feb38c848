import NIOCore
import NIOEmbedded
import Testing

@testable import MQTT

/// The end of a connection that the client ends, with a clock turned by hand.
@Suite("Waiting for the broker's close") struct ClosingTests {
    /// Hears of nothing.
    private final class Nobody: ConnectionHandlerDelegate {
        func accepted(_ acknowledgement: ConnectAck, restoring subscriptions: [Subscription]) {}
        func challenged(_ auth: Auth) {}
        func progressed(_ token: Token, _ step: PublishStep) {}
        func finished(_ token: Token, _ result: Result<RequestResult, ConnectionError>) {}
        func received(_ batch: MessageBatch) {}
        func messagesEnded() {}
        func receiving(_ bytes: Int, isRetained: Bool) {}
        func violated(_ violation: ProtocolViolation, count: Int) {}
        func ended(_ handler: ConnectionHandler, reason: ConnectionHandler.End, cause: ConnectionCause) {}
    }

    private let nobody = Nobody()

    /// A connection that stands, and that has said its good-bye.
    private func saidGoodBye(waits: Bool) throws -> EmbeddedChannel {
        let configuration = ClientConfiguration(endpoint: Endpoint(host: "b", port: 1883))
        let handler = ConnectionHandler(
            state: ConnectionState(
                configuration.options(version: .v311, clientID: nil, isRenewal: false), session: Session()),
            version: .v311, maximumPacketSize: nil, topicAliasMaximum: 0, credit: ReadCredit(limit: .max),
            delegate: nobody)
        handler.awaitsServerClose = waits
        let channel = EmbeddedChannel(handler: handler)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1883)).wait()
        try channel.writeInbound(ByteBuffer(bytes: [0x20, 2, 0, 0]))
        while try channel.readOutbound(as: ByteBuffer.self) != nil {}
        handler.request { $0.disconnect(at: $1) }
        channel.embeddedEventLoop.run()
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(bytes: [0xE0, 0]))
        return channel
    }

    @Test("DISCONNECT is said, and the broker closes: what it still sends until then is read and thrown away")
    func brokerCloses() throws {
        let channel = try saidGoodBye(waits: true)
        #expect(channel.isActive)
        try channel.writeInbound(ByteBuffer(bytes: [0x30, 5, 0, 1, 0x61, 0x62, 0x63]))
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(499))
        #expect(channel.isActive)
        _ = try channel.finish()
        #expect(!channel.isActive)
    }

    @Test("a broker that does not close is waited for half a second, and not for ever")
    func brokerDoesNot() throws {
        let channel = try saidGoodBye(waits: true)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(501))
        #expect(!channel.isActive)
    }

    @Test("whoever does not care is gone at once")
    func nobodyWaits() throws {
        #expect(try !saidGoodBye(waits: false).isActive)
    }
}
