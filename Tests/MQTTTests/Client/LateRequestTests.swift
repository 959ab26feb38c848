import NIOCore
import NIOEmbedded
import Synchronization
import TestSupport
import Testing

@testable import MQTT

@Suite("Requests that come at the wrong moment", .timeLimit(.minutes(1))) struct LateRequestTests {
    /// Hears how requests end.
    private final class Listener: ConnectionHandlerDelegate {
        var failed: [Token] = []

        func accepted(_ acknowledgement: ConnectAck, restoring subscriptions: [Subscription]) {}
        func challenged(_ auth: Auth) {}
        func progressed(_ token: Token, _ step: PublishStep) {}
        func finished(_ token: Token, _ result: Result<RequestResult, ConnectionError>) {
            if case .failure = result { failed.append(token) }
        }
        func received(_ batch: MessageBatch) {}
        func messagesEnded() {}
        func receiving(_ bytes: Int, isRetained: Bool) {}
        func violated(_ violation: ProtocolViolation, count: Int) {}
        func ended(_ handler: ConnectionHandler, reason: ConnectionHandler.End, cause: ConnectionCause) {}
    }

    @Test("between the cause of an end and the end each is answered, and QoS 1 goes with the next connection")
    func ending() throws {
        let listener = Listener()
        let configuration = ClientConfiguration(endpoint: Endpoint(host: "b", port: 1883))
        let handler = ConnectionHandler(
            state: ConnectionState(
                configuration.options(version: .v311, clientID: nil, isRenewal: false), session: Session()),
            version: .v311, maximumPacketSize: nil, topicAliasMaximum: 0, credit: ReadCredit(limit: .max),
            delegate: listener)
        let channel = EmbeddedChannel(handler: handler)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1883)).wait()
        try channel.writeInbound(ByteBuffer(bytes: [0x20, 2, 0, 0]))
        while try channel.readOutbound(as: ByteBuffer.self) != nil {}
        handler.end = .cut
        handler.request { $0.publish(Publish("a", "x"), token: Token(1), at: $1) }
        handler.request { $0.publish(Publish("b", "x", qos: .atLeastOnce), token: Token(2), at: $1) }
        handler.request { $0.subscribe([Subscription(filter: "c")], token: Token(3), at: $1) }
        #expect(listener.failed == [Token(1)])
        channel.embeddedEventLoop.run()
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        _ = try channel.finish()
        #expect(listener.failed == [Token(1), Token(3)])
        #expect(handler.state.session.inFlight.values.map(\.token) == [Token(2)])
    }

    /// A broker that answers CONNECT when it is let, and writes down the filters that it is asked for.
    private func broker(_ gate: AsyncStream<Void>, _ asked: Asked) async throws -> ScriptedPeer {
        try await ScriptedPeer.start { connection in
            _ = try await connection.readConnect()
            for await _ in gate { break }
            try await connection.send(.connectAck(ConnectAck(reason: .success)))
            while true {
                switch try await connection.read() {
                case .subscribe(let subscribe):
                    asked.filters.withLock { $0.append(subscribe.subscriptions.map(\.filter)) }
                    try await connection.send(
                        .subscribeAck(
                            SubscribeAck(
                                packetID: subscribe.packetID, reasons: subscribe.subscriptions.map { _ in .success })))
                case .pingRequest: try await connection.send(.pingResponse)
                default: break
                }
            }
        }
    }

    private final class Asked: Sendable {
        let filters = Mutex<[[String]]>([])
    }

    @Test("a filter that is given back before it was asked for is not asked for, and the answers fit the others")
    func givenBack() async throws {
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        let asked = Asked()
        let peer = try await broker(gate, asked)
        let fixture = Fixture(peer.endpoint)
        fixture.start()
        let two = fixture.client.enqueue([Subscription(filter: "a"), Subscription(filter: "b")])
        let one = fixture.client.enqueue([Subscription(filter: "c")])
        let back = fixture.client.enqueue(unsubscribing: ["a", "c"])
        #expect(try await back.get().count == 2)
        opening.finish()
        let answers = try await two.get()
        #expect(answers.map(\.granted) == [nil, .atMostOnce])
        await #expect(throws: ConnectionError.self) { try await one.get() }
        _ = try await fixture.client.ping()
        #expect(asked.filters.withLock { $0 } == [["b"]])
        let told = fixture.log.events.compactMap { if case .subscribed(let answer) = $0 { answer.filter } else { nil } }
        #expect(told == ["b"])
        await fixture.client.disconnect()
    }
}
