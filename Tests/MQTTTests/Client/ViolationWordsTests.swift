import MQTT
import TestSupport
import Testing

/// What is said of a breach, on a connection.
@Suite("Words for what a broker breaks", .timeLimit(.minutes(1))) struct ViolationWordsTests {
    @Test("A CONNACK that refuses and breaks a rule is told with the section of the version that was spoken")
    func refusal() async throws {
        let peer = try await ScriptedPeer.start { connection in
            _ = try await connection.readConnect()
            // Reason code 7.
            try await connection.send(bytes: [0x20, 3, 0, 7, 0])
        }
        let fixture = Fixture(peer.endpoint) { $0.protocolChoice = .exactly(.v5) }
        fixture.start()
        let event = try await fixture.log.wait { if case .violated = $0 { true } else { false } }
        guard case .violated(let violation, _) = event else { throw TestFailure("\(event)") }
        // Who has not heard of a version yet asks for any.
        #expect(violation.words(in: .v311) == "CONNACK: Reason code 7 does not exist here (MQTT 5, section 2.4)")
        await fixture.client.disconnect()
    }
}
