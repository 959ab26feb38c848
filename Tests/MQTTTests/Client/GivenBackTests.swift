import MQTT
import NIOCore
import Synchronization
import TestSupport
import Testing

/// Filters that are given back while there is no connection.
@Suite("Filters given back without a connection", .timeLimit(.minutes(1))) struct GivenBackTests {
    /// A broker that keeps the session or loses it, ends the first connection behind its SUBACK and then says nothing to
    /// CONNECT until it is let.
    private final class Broker: Sendable {
        let gate = Mutex(false)
        let heard = Mutex<[String]>([])

        func open() { gate.withLock { $0 = true } }

        /// - Parameter lost: UNSUBSCRIBEs that the connection ends at, without an answer.
        func start(hasSession: Bool, lost: Int = 0) async throws -> ScriptedPeer {
            let left = Mutex(lost)
            return try await ScriptedPeer.start { [self] connection in
                _ = try await connection.readConnect()
                if connection.number > 1 {
                    _ = try await waiting(for: "the gate") { gate.withLock { $0 ? true : nil } }
                }
                try await connection.send(
                    .connectAck(
                        ConnectAck(sessionPresent: hasSession && connection.number > 1, reason: .success)))
                while true {
                    switch try await connection.read() {
                    case .subscribe(let subscribe):
                        heard.withLock { $0.append("+" + subscribe.subscriptions.map(\.filter).joined(separator: ",")) }
                        try await connection.send(
                            .subscribeAck(
                                SubscribeAck(
                                    packetID: subscribe.packetID,
                                    reasons: subscribe.subscriptions.map { _ in .success })))
                        if connection.number == 1 { return }
                    case .unsubscribe(let unsubscribe):
                        heard.withLock { $0.append("-" + unsubscribe.filters.joined(separator: ",")) }
                        let isLost = left.withLock { count in
                            count -= 1
                            return count >= 0
                        }
                        if isLost { return }
                        try await connection.send(
                            .unsubscribeAck(
                                UnsubscribeAck(
                                    packetID: unsubscribe.packetID, reasons: unsubscribe.filters.map { _ in .success }))
                        )
                    case .pingRequest: try await connection.send(.pingResponse)
                    default: break
                    }
                }
            }
        }
    }

    /// A client that was granted a and b, and whose connection is gone.
    private func client(_ peer: ScriptedPeer, expiry: UInt32 = 3600) async throws -> Fixture {
        let fixture = Fixture(peer.endpoint) {
            $0.connectProperties.sessionExpiryInterval = expiry
            $0.protocolChoice = .exactly(.v5)
        }
        fixture.start()
        let asked = fixture.client.enqueue([Subscription(filter: "a"), Subscription(filter: "b")])
        _ = try await asked.get()
        _ = try await fixture.log.waiting()
        return fixture
    }

    @Test("a session that is kept is told of it by the next connection, and only then it is done", arguments: [0, 1])
    func kept(lost: Int) async throws {
        let broker = Broker()
        let peer = try await broker.start(hasSession: true, lost: lost)
        let fixture = try await client(peer)
        let back = fixture.client.enqueue(unsubscribing: ["a"])
        broker.open()
        #expect(try await back.get().map(\.reason) == [.success])
        _ = try await fixture.client.ping()
        #expect(broker.heard.withLock { $0 } == ["+a,b"] + Array(repeating: "-a", count: 1 + lost))
        await fixture.client.disconnect()
    }

    @Test("a session that is gone knows nothing of it: only the others are asked for")
    func gone() async throws {
        let broker = Broker()
        let peer = try await broker.start(hasSession: false)
        let fixture = try await client(peer)
        let back = fixture.client.enqueue(unsubscribing: ["a"])
        broker.open()
        #expect(try await back.get().map(\.reason) == [.success])
        _ = try await fixture.client.ping()
        #expect(broker.heard.withLock { $0 } == ["+a,b", "+b"])
        await fixture.client.disconnect()
    }

    @Test("one that ends with its connection needs no telling; what is asked for again is not given back")
    func others() async throws {
        let broker = Broker()
        let peer = try await broker.start(hasSession: true)
        let short = try await client(peer, expiry: 0)
        #expect(try await short.client.enqueue(unsubscribing: ["a"]).get().map(\.reason) == [.success])
        await short.client.disconnect()

        let second = Broker()
        let other = try await second.start(hasSession: true)
        let fixture = try await client(other)
        let back = fixture.client.enqueue(unsubscribing: ["a"])
        let again = fixture.client.enqueue([Subscription(filter: "a")])
        second.open()
        #expect(try await back.get().count == 1)
        #expect(try await again.get().count == 1)
        _ = try await fixture.client.ping()
        #expect(second.heard.withLock { $0 } == ["+a,b", "+a"])
        await fixture.client.disconnect()
    }
}
