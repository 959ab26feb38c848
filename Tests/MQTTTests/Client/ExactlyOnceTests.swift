import MQTT
import TestSupport
import Testing

/// QoS 2 over a broker that is killed at each step of the handshake (MQTT 5 4.3.3), with a session on both sides.
@Suite(.timeLimit(.minutes(2)))
struct ExactlyOnceTests {
    static let cuts: [CuttingProxy.Cut] = [
        .init(type: .publish, isFromClient: true), .init(type: .publishReceived, isFromClient: false),
        .init(type: .publishRelease, isFromClient: true), .init(type: .publishComplete, isFromClient: false),
    ]

    @Test(arguments: cuts, [ProtocolVersion.v311, .v5])
    func aMessageArrivesOnce(_ cut: CuttingProxy.Cut, _ version: ProtocolVersion) async throws {
        let broker = try await Mosquitto.start()
        let proxy = try await CuttingProxy.start(to: broker.port(), cut: cut)
        let listener = fixture(port: broker.port(), "listener", version)
        listener.start()
        _ = try await listener.client.subscribe([Subscription(filter: "once", qos: .exactlyOnce)])
        let sender = fixture(port: proxy.port, "sender", version)
        sender.start()
        _ = try await sender.log.connected()
        async let first = sender.client.publish(Publish("once", "only once", qos: .exactlyOnce))
        try await proxy.cut()
        // What the broker knows by now outlives it.
        try await broker.save()
        broker.kill()
        try await broker.restart()
        #expect(try await !first.reason.isError)
        // What is sent now is heard after everything before it.
        _ = try await sender.client.publish(Publish("once", "end", qos: .exactlyOnce))
        let heard = try await listener.log.messages(atLeast: 2).map { String(decoding: $0.payload, as: UTF8.self) }
        #expect(heard == ["only once", "end"], "cut at \(cut)")
        await sender.client.disconnect()
        await listener.client.disconnect()
        try await proxy.stop()
    }

    /// Without a session on the broker's side nothing that was lost is called delivered, and nothing arrives twice.
    @Test(arguments: [ProtocolVersion.v311, .v5])
    func whatIsLostWithTheSessionIsNotCalledDelivered(_ version: ProtocolVersion) async throws {
        let broker = try await Mosquitto.start()
        let proxy = try await CuttingProxy.start(to: broker.port(), cut: Self.cuts[0])
        let listener = fixture(port: broker.port(), "listener", version)
        listener.start()
        _ = try await listener.client.subscribe([Subscription(filter: "once", qos: .exactlyOnce)])
        let sender = fixture(port: proxy.port, "sender", version, keepsSession: false)
        sender.start()
        _ = try await sender.log.connected()
        var delivered: [String] = []
        var unknown: [String] = []
        for round in 0..<12 {
            let payload = "\(round)"
            proxy.cut(next: Self.cuts[round % 4])
            let mark = sender.log.count
            async let end = sender.client.publish(Publish("once", payload, qos: .exactlyOnce))
            try await proxy.cut()
            sender.client.reconnectNow()
            do {
                if try await !end.reason.isError { delivered.append(payload) }
            } catch ConnectionError.outcomeUnknown {
                unknown.append(payload)
            }
            _ = try await sender.log.connected(after: mark)
        }
        _ = try await sender.client.publish(Publish("once", "end", qos: .exactlyOnce))
        let heard = try await listener.log.texts(upTo: "end")
        #expect(unknown == (0..<12).filter { $0 % 4 >= 2 }.map { "\($0)" })
        #expect(Set(delivered).union(unknown).count == 12)
        #expect(Set(heard).count == heard.count)
        #expect(delivered.allSatisfy(heard.contains), "\(delivered), heard \(heard)")
        await sender.client.disconnect()
        await listener.client.disconnect()
        try await proxy.stop()
    }

    private func fixture(
        port: Int, _ clientID: String, _ version: ProtocolVersion, keepsSession: Bool = true
    ) -> Fixture {
        Fixture(Endpoint(host: "127.0.0.1", port: port)) {
            $0.clientID = clientID
            $0.protocolChoice = .exactly(version)
            guard keepsSession else { return }
            $0.cleanStart = false
            if version == .v5 { $0.connectProperties.sessionExpiryInterval = 3600 }
        }
    }
}
