import MQTT
import NIOCore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ReconnectTests {
    @Test func pausesDoubleUpToTheBound() {
        var policy = ReconnectPolicy()
        policy.minimum = .seconds(1)
        policy.maximum = .seconds(10)
        policy.random = { 1 }
        #expect((1...6).map { policy.delay(beforeAttempt: $0) } == [2, 4, 8, 10, 10, 10].map { .seconds($0) })
        policy.random = { 0 }
        #expect((1...6).map { policy.delay(beforeAttempt: $0) } == Array(repeating: .seconds(1), count: 6))
        policy.random = { 0.5 }
        #expect(policy.delay(beforeAttempt: 2) == .milliseconds(2500))
        #expect(policy.delay(beforeAttempt: .max) == .milliseconds(5500))
        policy.maximum = .milliseconds(1)
        #expect(policy.delay(beforeAttempt: 3) == .seconds(1))
    }

    @Test func subscribesAgainAndReportsEachAnswer() async throws {
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            let packet = try await connection.read()
            guard case .subscribe(let subscribe) = packet else { throw TestFailure("\(packet)") }
            #expect(subscribe.subscriptions.map(\.filter) == ["a/#", "b"])
            let answers: [ReasonCode] =
                connection.number == 1 ? [.grantedQoS1, .success] : [.grantedQoS1, .notAuthorized]
            try await connection.send(.subscribeAck(SubscribeAck(packetID: subscribe.packetID, reasons: answers)))
            if connection.number > 1 { try await connection.readToEnd() }
        }
        let fixture = Fixture(peer.endpoint)
        fixture.start()
        // Asked for before there is a connection: waits for one.
        let results = try await fixture.client.subscribe([
            Subscription(filter: "a/#", qos: .atLeastOnce), Subscription(filter: "b"),
        ])
        #expect(results.map(\.granted) == [.atLeastOnce, .atMostOnce])
        let event = try await fixture.log.wait {
            if case .subscribed(let result) = $0 { result.isRenewal && result.filter == "b" } else { false }
        }
        guard case .subscribed(let renewed) = event else { throw TestFailure("\(event)") }
        #expect(renewed.granted == nil)
        #expect(renewed.reason == .notAuthorized)
        await fixture.client.disconnect()
    }

    @Test(arguments: [ProtocolVersion.v311, .v5])
    func unacknowledgedMessagesAreSentAgainInOrder(version: ProtocolVersion) async throws {
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept(sessionPresent: connection.number > 1)
            var seen: [(topic: String, duplicate: Bool, id: UInt16)] = []
            var finished = 0
            while connection.number > 1 ? finished < 4 : seen.count < 4 {
                switch try await connection.read() {
                case .publish(let publish):
                    seen.append((publish.topic, publish.duplicate, publish.packetID))
                    // After an end behind several messages one is sent, and for each that is acknowledged two.
                    guard connection.number > 1 else { continue }
                    let answer = Acknowledgement(packetID: publish.packetID)
                    if publish.qos == .atLeastOnce { finished += 1 }
                    try await connection.send(
                        publish.qos == .atLeastOnce ? .publishAck(answer) : .publishReceived(answer))
                case .publishRelease(let release):
                    finished += 1
                    try await connection.send(.publishComplete(Acknowledgement(packetID: release.packetID)))
                default: break
                }
            }
            #expect(seen.map(\.topic) == ["1", "2", "3", "4"])
            #expect(seen.allSatisfy { $0.duplicate == (connection.number > 1) })
            guard connection.number > 1 else { return }
            try await connection.readToEnd()
        }
        let fixture = Fixture(peer.endpoint) {
            $0.protocolChoice = .exactly(version)
            $0.clientID = "resend"
            $0.cleanStart = false
            if version == .v5 { $0.connectProperties.sessionExpiryInterval = 3600 }
        }
        fixture.start()
        _ = try await fixture.log.connected()
        let client = fixture.client
        let all = (1...4).map { number in
            let publish = Publish("\(number)", "x", qos: number % 2 == 1 ? .atLeastOnce : .exactlyOnce)
            return client.enqueue(publish)
        }
        for task in all { #expect(try await task.get().reason == .success) }
        await client.disconnect()
    }

    @Test func halfOpenConnectionIsNoticed() async throws {
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            try await connection.readToEnd()
        }
        let fixture = Fixture(peer.endpoint) {
            $0.keepAlive = 1
            $0.pingTimeout = .milliseconds(200)
        }
        fixture.start()
        let waiting = try await fixture.log.waiting()
        #expect(waiting.failure.kind == .keepAliveTimedOut)
        #expect(waiting.attempt == 2)
        await fixture.client.disconnect()
    }

    @Test func takenOverSessionIsNotFoughtFor() async throws {
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            #expect(connection.number == 1)
            try await connection.send(.disconnect(Disconnect(reason: .sessionTakenOver)))
        }
        let fixture = Fixture(peer.endpoint)
        fixture.start()
        let failure = try await fixture.log.stopped()
        #expect(failure?.kind == .sessionTakenOver)
        #expect(failure?.description.contains("client identifier") == true)
    }

    @Test func refusalAfterSuccessWaitsLong() async throws {
        let peer = try await ScriptedPeer.start { connection in
            if connection.number == 1 { return _ = try await connection.accept() }
            _ = try await connection.readConnect()
            try await connection.send(.connectAck(ConnectAck(reason: .notAuthorized)))
        }
        let fixture = Fixture(peer.endpoint) { $0.reconnect.maximum = .seconds(3600) }
        fixture.start()
        let first = try await fixture.log.waiting()
        #expect(first.delay == .milliseconds(10))
        let event = try await fixture.log.wait {
            if case .state(.waiting(let waiting)) = $0 { waiting.attempt == 3 } else { false }
        }
        guard case .state(.waiting(let second)) = event else { throw TestFailure("\(event)") }
        #expect(second.delay == .seconds(3600))
        #expect(second.failure.kind == .refused(.init(code: 0x87, isPermanent: true)))
        // A person who is impatient is obeyed.
        let mark = fixture.log.count
        fixture.client.reconnectNow()
        _ = try await fixture.log.waiting(after: mark)
        await fixture.client.disconnect()
        #expect(try await fixture.log.stopped() == nil)
    }

    @Test func connectionIsReplacedOnRequest() async throws {
        let saidGoodBye = AsyncFact()
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            while true {
                let packet = try await connection.read()
                if case .disconnect = packet, connection.number == 1 { return saidGoodBye.happened() }
            }
        }
        let fixture = Fixture(peer.endpoint)
        fixture.start()
        _ = try await fixture.log.connected()
        let mark = fixture.log.count
        // Written or refused, but never left without an answer.
        let pending = fixture.client.enqueue(Publish("a", "b"))
        fixture.client.reconnectNow()
        _ = try? await pending.get()
        try await saidGoodBye.wait()
        _ = try await fixture.log.connected(after: mark)
        #expect(try await fixture.client.publish(Publish("a", "b")).reason == .success)
        await fixture.client.disconnect()
    }

    @Test(arguments: [true, false])
    func redirects(follows: Bool) async throws {
        let target = try await ScriptedPeer.start { connection in
            try await connection.accept()
            try await connection.readToEnd()
        }
        let reference = "127.0.0.1:\(target.port) other.example:1883"
        let peer = try await ScriptedPeer.start { connection in
            _ = try await connection.readConnect()
            try await connection.send(
                .connectAck(ConnectAck(reason: .useAnotherServer, properties: .with { $0.serverReference = reference }))
            )
        }
        let fixture = Fixture(peer.endpoint) { $0.followsRedirects = follows }
        fixture.start()
        let event = try await fixture.log.wait { if case .redirected = $0 { true } else { false } }
        guard case .redirected(let to, let isPermanent) = event else { throw TestFailure("\(event)") }
        #expect(to == reference)
        #expect(!isPermanent)
        if follows {
            #expect(try await fixture.log.connected().endpoint.port == target.port)
            await fixture.client.disconnect()
        } else {
            #expect(try await fixture.log.stopped()?.kind == .redirected(to: reference, isPermanent: false))
        }
    }

    @Test func endlessRedirectEnds() async throws {
        let peer = try await ScriptedPeer.start { connection in
            _ = try await connection.readConnect()
            try await connection.send(
                .connectAck(ConnectAck(reason: .serverMoved, properties: .with { $0.serverReference = "127.0.0.1" })))
        }
        let fixture = Fixture(peer.endpoint) { $0.followsRedirects = true }
        fixture.start()
        #expect(try await fixture.log.stopped()?.kind == .redirected(to: "127.0.0.1", isPermanent: true))
    }

    @Test func nothingListensThenSomethingDoes() async throws {
        let fixture = Fixture(Endpoint(host: "127.0.0.1", port: 1))
        fixture.start()
        let waiting = try await fixture.log.waiting()
        #expect(waiting.failure.kind == .connectionRefused)
        await fixture.client.disconnect()
        #expect(try await fixture.log.stopped() == nil)
        let once = Fixture(Endpoint(host: "127.0.0.1", port: 1)) { $0.reconnect = .never }
        once.start()
        #expect(try await once.log.stopped()?.kind == .connectionRefused)
    }
}
