import MQTT
import TestSupport
import Testing

/// Which packet is said to have ended a connection, where several were under way.
@Suite("The packet that a broker closes at", .timeLimit(.minutes(1))) struct SuspicionTests {
    /// Both go out at CONNACK, and the broker reads no further than the first.
    @Test("A message that waits in the session is not blamed for the SUBSCRIBE that goes before it")
    func subscribeGoesFirst() async throws {
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            guard case .subscribe = try await connection.read() else { throw TestFailure("no SUBSCRIBE") }
        }
        let fixture = Fixture(peer.endpoint)
        let asked = Task { try await fixture.client.subscribe([Subscription(filter: "#")]) }
        fixture.start()
        var mark = 0
        for attempt in 1...3 {
            let failure = try await fixture.log.waiting(after: mark).failure
            mark = fixture.log.count
            #expect(failure.summary.contains("after SUBSCRIBE #"), "\(failure)")
            if attempt == 1 { _ = fixture.client.enqueue(Publish("a/b", "x", qos: .exactlyOnce)) }
        }
        await fixture.client.disconnect()
        _ = await asked.result
    }
}
