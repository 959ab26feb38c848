import MQTT
import Testing

/// `.auto`: version 5 first, and every way in which old brokers say that they do not know it.
@Suite(.timeLimit(.minutes(1)))
struct FallbackTests {
    enum Manner: CaseIterable {
        case refusesWith84, refusesAs311, closes, staysSilent, sendsGarbage
    }

    @Test(arguments: Manner.allCases)
    func fallsBackTo311AndRemembersIt(manner: Manner) async throws {
        let peer = try await ScriptedPeer.start { connection in
            let connect = try await connection.readConnect()
            guard connect.version == .v5 else {
                try await connection.send(.connectAck(ConnectAck()))
                // The third connection shows that version 5 is not tried again.
                if connection.number == 2 { return }
                return try await connection.readToEnd()
            }
            switch manner {
            case .refusesWith84:
                try await connection.send(.connectAck(ConnectAck(reason: .unsupportedProtocolVersion)))
            case .refusesAs311:
                try await connection.send(bytes: [0x20, 2, 0, 1])
            case .closes:
                break
            case .staysSilent:
                try await connection.readToEnd()
            case .sendsGarbage:
                try await connection.send(bytes: Array("what?\r\n".utf8))
            }
        }
        let fixture = Fixture(peer.endpoint) {
            if manner == .staysSilent { $0.fallbackTimeout = .milliseconds(300) }
        }
        fixture.start()
        #expect(try await fixture.log.connected().version == .v311)
        let fellBack = fixture.log.events.contains { if case .fellBack = $0 { true } else { false } }
        #expect(fellBack)
        let mark = fixture.log.count
        _ = try await fixture.log.waiting()
        #expect(try await fixture.log.connected(after: mark).version == .v311)
        await fixture.client.disconnect()
    }

    @Test func version5IsKept() async throws {
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            #expect(connection.version == .v5)
            if connection.number > 1 { try await connection.readToEnd() }
        }
        let fixture = Fixture(peer.endpoint)
        fixture.start()
        #expect(try await fixture.log.connected().version == .v5)
        let waiting = try await fixture.log.waiting()
        #expect(waiting.failure.kind == .connectionLost)
        await fixture.client.disconnect()
    }

    @Test func refusalOfCredentialsIsNoReasonToFallBack() async throws {
        let peer = try await ScriptedPeer.start { connection in
            let connect = try await connection.readConnect()
            #expect(connect.version == .v5)
            try await connection.send(
                .connectAck(
                    ConnectAck(reason: .badUserNameOrPassword, properties: .with { $0.reasonString = "no\u{1B}[2J" })))
            try await connection.readToEnd()
        }
        let fixture = Fixture(peer.endpoint)
        fixture.start()
        let failure = try await fixture.log.stopped()
        #expect(failure?.kind == .refused(.init(code: 0x86, isPermanent: true)))
        #expect(failure?.summary.contains("\u{1B}") == false)
        #expect(failure?.summary.contains("0x86") == true)
    }

    @Test func oneVersionMeansOne() async throws {
        let peer = try await ScriptedPeer.start { connection in
            let connect = try await connection.readConnect()
            #expect(connect.version == .v31)
            try await connection.send(bytes: [0x20, 2, 0, 1])
        }
        let fixture = Fixture(peer.endpoint) { $0.protocolChoice = .exactly(.v31) }
        fixture.start()
        #expect(try await fixture.log.stopped()?.kind == .refused(.init(code: 1, isPermanent: true)))
    }
}
