import MQTT
import NIOCore
import TestSupport
import Testing

/// The client against a real broker, over every transport.
@Suite(.timeLimit(.minutes(2)))
struct MosquittoTests {
    enum Way: CaseIterable, Sendable {
        case tcp, tls, mutualTLS, webSocket, secureWebSocket, unix
    }

    private func configuration(_ way: Way, _ broker: Mosquitto) -> ClientConfiguration {
        func endpoint(_ transport: Endpoint.Transport, _ listener: Mosquitto.Listener) -> Endpoint {
            Endpoint(transport: transport, host: "localhost", port: broker.port(of: listener))
        }
        var configuration =
            switch way {
            case .tcp: ClientConfiguration(endpoint: endpoint(.tcp, .open))
            case .tls: ClientConfiguration(endpoint: endpoint(.tls, .tls))
            case .mutualTLS: ClientConfiguration(endpoint: endpoint(.tls, .mutualTLS))
            case .webSocket: ClientConfiguration(endpoint: endpoint(.webSocket, .webSocket))
            case .secureWebSocket: ClientConfiguration(endpoint: endpoint(.secureWebSocket, .secureWebSocket))
            case .unix: ClientConfiguration(endpoint: .unix(path: broker.unixSocket))
            }
        configuration.tls.caFile = broker.certificates.authority
        if way == .mutualTLS {
            configuration.tls.certificateFile = broker.certificates.client.certificate
            configuration.tls.keyFile = broker.certificates.encryptedClientKey
            configuration.tls.keyPassword = broker.certificates.password
        }
        return configuration
    }

    private func fixture(
        _ way: Way, _ broker: Mosquitto, _ change: (inout ClientConfiguration) -> Void = { _ in }
    ) -> Fixture {
        let configuration = configuration(way, broker)
        return Fixture(configuration.endpoint) {
            $0.tls = configuration.tls
            change(&$0)
        }
    }

    @Test func everyTransportCarriesEveryQoSBothWays() async throws {
        let broker = try await Mosquitto.start()
        for way in Way.allCases {
            let fixture = fixture(way, broker)
            fixture.start()
            #expect(try await fixture.log.connected().version == .v5)
            let granted = try await fixture.client.subscribe([Subscription(filter: "t/#", qos: .exactlyOnce)])
            #expect(granted.map(\.granted) == [.exactlyOnce])
            for qos in [QoS.atMostOnce, .atLeastOnce, .exactlyOnce] {
                let result = try await fixture.client.publish(Publish("t/\(qos.rawValue)", "\(way)", qos: qos))
                #expect(!result.reason.isError)
            }
            let messages = try await fixture.log.messages(atLeast: 3)
            #expect(messages.map(\.topic).sorted() == ["t/0", "t/1", "t/2"])
            #expect(messages.allSatisfy { $0.payload == Array("\(way)".utf8) })
            await fixture.client.disconnect()
        }
    }

    @Test(arguments: [ProtocolVersion.v31, .v311, .v5])
    func everyVersion(version: ProtocolVersion) async throws {
        let broker = try await Mosquitto.start()
        let fixture = fixture(.tcp, broker) {
            $0.protocolChoice = .exactly(version)
            $0.clientID = "versions"
            $0.will = Will(topic: "gone", payload: [1])
        }
        fixture.start()
        let info = try await fixture.log.connected()
        #expect(info.version == version)
        #expect(!info.sessionPresent)
        _ = try await fixture.client.subscribe([Subscription(filter: "#", qos: .exactlyOnce)])
        for qos in [QoS.atMostOnce, .atLeastOnce, .exactlyOnce] {
            _ = try await fixture.client.publish(Publish("a", "b", qos: qos))
        }
        _ = try await fixture.log.messages(atLeast: 3)
        let given = try await fixture.client.unsubscribe(["#", "never"])
        #expect(given.map(\.filter) == ["#", "never"])
        #expect(given.map(\.reason) == [.success, version == .v5 ? .noSubscriptionExisted : .success])
        await fixture.client.disconnect()
    }

    @Test func clientCertificateIsAskedForInWords() async throws {
        let broker = try await Mosquitto.start()
        let without = fixture(.mutualTLS, broker) {
            $0.tls.certificateFile = nil
            $0.tls.keyFile = nil
        }
        without.start()
        let failure = try await without.log.stopped()
        #expect(failure?.kind == .tlsClientCertificateRequired)
        #expect(failure?.setting == .identity)
        let foreign = fixture(.mutualTLS, broker) {
            $0.tls.certificateFile = broker.certificates.otherClient.certificate
            $0.tls.keyFile = broker.certificates.otherClient.key
        }
        foreign.start()
        #expect(try await foreign.log.stopped()?.kind == .tlsClientCertificateRefused)
        let misread = fixture(.mutualTLS, broker) { $0.tls.keyPassword = "wrong" }
        misread.start()
        #expect(try await misread.log.stopped()?.kind == .badOptions)
    }

    @Test(arguments: [ProtocolVersion.v311, .v5])
    func passwordsAndRefusedFilters(version: ProtocolVersion) async throws {
        let broker = try await Mosquitto.start()
        let endpoint = Endpoint(host: "127.0.0.1", port: broker.port(of: .restricted))
        func fixture(_ user: String?, _ password: String?) -> Fixture {
            Fixture(endpoint) {
                $0.protocolChoice = .exactly(version)
                $0.clientID = "acl"
                $0.username = user
                $0.password = password.map { Array($0.utf8) }
            }
        }
        for wrong in [fixture("bob", "guess"), fixture("nobody", "x"), fixture(nil, nil)] {
            wrong.start()
            let failure = try await wrong.log.stopped()
            #expect(failure?.kind == .refused(.init(code: version == .v5 ? 0x87 : 5, isPermanent: true)))
        }
        let bob = fixture("bob", "hunter2")
        bob.start()
        let results = try await bob.client.subscribe([Subscription(filter: "sensors/#"), Subscription(filter: "#")])
        #expect(results.map(\.granted) == [.atMostOnce, nil])
        #expect(results[1].reason == (version == .v5 ? .notAuthorized : .unspecifiedError))
        #expect(try await bob.client.publish(Publish("cmd/bob/x", "1", qos: .atLeastOnce)).reason.isError == false)
        let refused = try await bob.client.publish(Publish("cmd/alice/x", "1", qos: .atLeastOnce))
        if version == .v5 { #expect(refused.reason == .notAuthorized) }
        await bob.client.disconnect()
    }

    /// mosquitto 2.0 takes any size over WebSocket, but gives large ones out a few kilobytes at a time: so what is large
    /// is received over TCP here, and in frames by ``WebSocketFrameTests``.
    @Test(arguments: [Way.tcp, .webSocket, .secureWebSocket])
    func largePayload(way: Way) async throws {
        let broker = try await Mosquitto.start()
        let receiver = fixture(.tcp, broker)
        let sender = fixture(way, broker)
        receiver.start()
        sender.start()
        _ = try await receiver.client.subscribe([Subscription(filter: "big", qos: .atLeastOnce)])
        let payload = ByteBuffer(repeating: 0x61, count: 20 << 20)
        let sent = Publish(topic: "big", payload: payload, qos: .atLeastOnce)
        #expect(try await sender.client.publish(sent).reason.isError == false)
        let messages = try await receiver.log.messages(atLeast: 1)
        #expect(ByteBuffer(bytes: messages[0].payload) == payload)
        // Small ones, which share frames and reads.
        _ = try await sender.client.subscribe([Subscription(filter: "small", qos: .atLeastOnce)])
        for number in 0..<200 {
            _ = sender.client.enqueue(Publish("small", "\(number)", qos: .atLeastOnce))
        }
        let all = try await sender.log.messages(atLeast: 200)
        #expect(all.map { String(decoding: $0.payload, as: UTF8.self) } == (0..<200).map { "\($0)" })
        await sender.client.disconnect()
        await receiver.client.disconnect()
    }

    @Test func killedAndRestartedBrokerFindsTheSessionAgain() async throws {
        let broker = try await Mosquitto.start()
        func keepsSession(_ id: String) -> Fixture {
            self.fixture(.tcp, broker) {
                $0.clientID = id
                $0.cleanStart = false
                $0.connectProperties.sessionExpiryInterval = 3600
            }
        }
        let fixture = keepsSession("keeper")
        fixture.start()
        #expect(try await fixture.log.connected().sessionPresent == false)
        _ = try await fixture.client.subscribe([Subscription(filter: "s/#", qos: .atLeastOnce)])
        try await broker.stop()
        let lost = try await fixture.log.waiting()
        let reasons: [ConnectionFailure.Kind] = [
            .disconnectedByServer(code: ReasonCode.serverShuttingDown.rawValue), .connectionLost,
        ]
        #expect(reasons.contains(lost.failure.kind))
        let mark = fixture.log.count
        // Published while there is no broker: waits, and arrives.
        let waiting = fixture.client.enqueue(Publish("s/late", "1", qos: .atLeastOnce))
        try await broker.restart()
        #expect(try await fixture.log.connected(after: mark).sessionPresent)
        #expect(try await waiting.get().reason.isError == false)
        #expect(try await fixture.log.messages(atLeast: 1).map(\.topic) == ["s/late"])
        let second = fixture.log.count
        broker.kill()
        let killed = try await fixture.log.waiting(after: second)
        #expect([.connectionLost, .connectionRefused].contains(killed.failure.kind))
        try await broker.restart()
        _ = try await fixture.log.connected(after: second)
        await fixture.client.disconnect()
    }

    @Test func secondClientWithTheSameNameIsNamed() async throws {
        let broker = try await Mosquitto.start()
        let first = fixture(.tcp, broker) { $0.clientID = "twin" }
        first.start()
        _ = try await first.log.connected()
        let second = fixture(.tcp, broker) { $0.clientID = "twin" }
        second.start()
        _ = try await second.log.connected()
        // mosquitto 2.0 closes without the DISCONNECT that would name the reason: then it is named as a possibility, and
        // the pauses grow as long as no connection stands for a while.
        let event = try await first.log.wait {
            switch $0 {
            case .state(.waiting), .state(.stopped): true
            default: false
            }
        }
        switch event {
        case .state(.waiting(let waiting)): #expect(waiting.failure.description.contains("same client identifier"))
        case .state(.stopped(let failure)): #expect(failure?.kind == .sessionTakenOver)
        default: break
        }
        await first.client.disconnect()
        await second.client.disconnect()
    }

    @Test func longTopicsAndAliases() async throws {
        let broker = try await Mosquitto.start()
        let fixture = fixture(.tcp, broker) { $0.connectProperties.topicAliasMaximum = 5 }
        fixture.start()
        _ = try await fixture.client.subscribe([Subscription(filter: "#")])
        let topic = String(repeating: "a/", count: 90) + "é 日本"
        for number in 0..<5 { _ = try await fixture.client.publish(Publish(topic, "\(number)")) }
        let messages = try await fixture.log.messages(atLeast: 5)
        #expect(messages.map(\.topic) == Array(repeating: topic, count: 5))
        #expect(messages.map { String(decoding: $0.payload, as: UTF8.self) } == (0..<5).map { "\($0)" })
        await fixture.client.disconnect()
    }
}
