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
        _ = await sender.log.connected()
        async let first = sender.client.publish(Publish("once", "only once", qos: .exactlyOnce))
        await proxy.cut()
        // What the broker knows by now outlives it.
        try await broker.save()
        broker.kill()
        try await broker.restart()
        #expect(try await !first.reason.isError)
        // What is sent now is heard after everything before it.
        _ = try await sender.client.publish(Publish("once", "end", qos: .exactlyOnce))
        let heard = await listener.log.messages(atLeast: 2).map { String(decoding: $0.payload, as: UTF8.self) }
        #expect(heard == ["only once", "end"], "cut at \(cut)")
        await sender.client.disconnect()
        await listener.client.disconnect()
        try await proxy.stop()
    }

    private func fixture(port: Int, _ clientID: String, _ version: ProtocolVersion) -> Fixture {
        Fixture(Endpoint(host: "127.0.0.1", port: port)) {
            $0.clientID = clientID
            $0.protocolChoice = .exactly(version)
            $0.cleanStart = false
            if version == .v5 { $0.connectProperties.sessionExpiryInterval = 3600 }
        }
    }
}
