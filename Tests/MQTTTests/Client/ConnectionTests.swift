import MQTT
import NIOCore
import Synchronization
import TestSupport
import Testing

/// One connection: what goes over it, and how it ends.
@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test func disconnectIsSaidAndBounded() async throws {
        let said = AsyncFact()
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            let packet = try await connection.read()
            guard case .disconnect(let disconnect) = packet else { throw TestFailure("\(packet)") }
            #expect(disconnect.reason == .disconnectWithWill)
            said.happened()
            // Does not close, as a server must: the client has to.
            try await connection.readToEnd()
        }
        let fixture = Fixture(peer.endpoint)
        fixture.start()
        _ = try await fixture.log.connected()
        let clock = ContinuousClock()
        let time = await clock.measure {
            await fixture.client.disconnect(Disconnect(reason: .disconnectWithWill))
        }
        #expect(time < .seconds(5))
        try await said.wait()
        #expect(try await fixture.log.stopped() == nil)
        await #expect(throws: ConnectionError.notConnected) { try await fixture.client.publish(Publish("a", "b")) }
    }

    @Test func letGoMeansGoodBye() async throws {
        let saidGoodBye = AsyncFact()
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            if case .disconnect = try await connection.read() { saidGoodBye.happened() }
        }
        var fixture: Fixture? = Fixture(peer.endpoint)
        fixture?.start()
        _ = try await fixture?.log.connected()
        fixture = nil
        try await saidGoodBye.wait()
    }

    @Test func everyQoSComesAndIsAcknowledgedOnce() async throws {
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            try await connection.send(
                .publish(Publish("0", "zero")), .publish(Publish("1", "one", qos: .atLeastOnce, packetID: 7)),
                .publish(Publish("2", "two", qos: .exactlyOnce, packetID: 8)),
                .publish(Publish("2", "two", qos: .exactlyOnce, packetID: 8, duplicate: true)))
            var seen: [PacketType] = []
            for _ in 0..<3 { seen.append(try await connection.read().type) }
            #expect(seen == [.publishAck, .publishReceived, .publishReceived])
            try await connection.send(.publishRelease(Acknowledgement(packetID: 8)))
            #expect(try await connection.read() == .publishComplete(Acknowledgement(packetID: 8)))
            try await connection.send(.publish(Publish("end", "")))
            try await connection.readToEnd()
        }
        let fixture = Fixture(peer.endpoint)
        fixture.start()
        let messages = try await fixture.log.messages(atLeast: 4)
        #expect(messages.map(\.topic) == ["0", "1", "2", "end"])
        #expect(messages.map(\.qos) == [.atMostOnce, .atLeastOnce, .exactlyOnce, .atMostOnce])
        #expect(messages[1].payload == Array("one".utf8))
        await fixture.client.disconnect()
    }

    @Test(arguments: [1, 3, 1000])
    func packetsInPieces(pieces: Int) async throws {
        let count = 20
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            var all = ByteBuffer()
            for number in 0..<count {
                let publish = Publish("t/\(number)", String(repeating: "x", count: number * 40))
                try PacketEncoder(version: .v5).encode(.publish(publish), into: &all)
            }
            while let piece = all.readSlice(length: min(pieces, all.readableBytes)), piece.readableBytes > 0 {
                try await connection.send(piece)
            }
            try await connection.readToEnd()
        }
        let fixture = Fixture(peer.endpoint)
        fixture.start()
        let messages = try await fixture.log.messages(atLeast: count)
        #expect(messages.map(\.topic) == (0..<count).map { "t/\($0)" })
        #expect(messages.map(\.payload.count) == (0..<count).map { $0 * 40 })
        await fixture.client.disconnect()
    }

    @Test func brokenProtocolIsAnsweredWithItsReason() async throws {
        let said = AsyncFact()
        let peer = try await ScriptedPeer.start { connection in
            guard connection.number == 1 else { return }
            try await connection.accept()
            // A PUBLISH of QoS 3.
            try await connection.send(bytes: [0x36, 5, 0, 1, 0x61, 0, 1])
            let packet = try await connection.read()
            guard case .disconnect(let disconnect) = packet else { throw TestFailure("\(packet)") }
            #expect(disconnect.reason == .malformedPacket)
            said.happened()
        }
        let fixture = Fixture(peer.endpoint) { $0.reconnect = .never }
        fixture.start()
        #expect(try await fixture.log.stopped()?.kind == .malformed)
        try await said.wait()
    }

    @Test func httpServerIsNamed() async throws {
        let peer = try await ScriptedBytes.start { _ in Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8) }
        let fixture = Fixture(Endpoint(host: "127.0.0.1", port: peer.port)) { $0.reconnect = .never }
        fixture.start()
        let failure = try await fixture.log.stopped()
        #expect(failure?.kind == .malformed)
        #expect(failure?.summary.contains("answers in HTTP") == true)
    }

    @Test func aTapSeesAcknowledgementsBehindTheMessagesBeforeThem() async throws {
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            let packet = try await connection.read()
            guard case .publish(let publish) = packet else { throw TestFailure("\(packet)") }
            try await connection.send(
                .publish(Publish("a", "b")), .publishAck(Acknowledgement(packetID: publish.packetID)),
                .publish(Publish("c", "d")))
            try await connection.readToEnd()
        }
        let seen = Mutex<[PacketType]>([])
        let fixture = Fixture(peer.endpoint)
        fixture.client.setTap { event in
            if event.direction == .received { seen.withLock { $0.append(event.type) } }
        }
        fixture.start()
        _ = try await fixture.log.connected()
        _ = try await fixture.client.publish(Publish("x", "y", qos: .atLeastOnce))
        _ = try await fixture.log.messages(atLeast: 2)
        await fixture.client.disconnect()
        #expect(seen.withLock { $0 } == [.connectAck, .publish, .publishAck, .publish])
    }

    @Test func aSlowSocketPacesWhatIsPublished() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            // Reads nothing until told; what the system's buffers hold is all that can leave the client.
            for await _ in gate.stream { break }
            while case .publish(let publish) = try await connection.read() {
                try await connection.send(.publishAck(Acknowledgement(packetID: publish.packetID)))
            }
        }
        let sent = Mutex(0)
        let fixture = Fixture(peer.endpoint)
        fixture.client.setTap { event in
            if event.direction == .sent, event.type == .publish { sent.withLock { $0 += event.bytes.readableBytes } }
        }
        fixture.start()
        _ = try await fixture.log.connected()
        let payload = String(repeating: "x", count: 1 << 20)
        let all = (0..<64).map { _ in fixture.client.enqueue(Publish("x", payload, qos: .atLeastOnce)) }
        // One burst after the other left for the socket until it took no more: far less than the 64 MiB asked for.
        var before = -1
        while sent.withLock({ $0 }) != before {
            before = sent.withLock { $0 }
            try await Task.sleep(for: .milliseconds(300))
        }
        #expect(before > 0 && before < 40 << 20, "\(before >> 20) MiB")
        gate.continuation.yield()
        for future in all { _ = try await future.get() }
        #expect(sent.withLock { $0 } > 64 << 20)
        await fixture.client.disconnect()
    }

    @Test func tapSeesEveryPacketWithItsBytes() async throws {
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            _ = try await connection.read()
            try await connection.send(
                .publish(Publish("a", "b")), .publish(Publish("c", "d", qos: .atLeastOnce, packetID: 1)))
            try await connection.readToEnd()
        }
        let seen = Mutex<[TapEvent]>([])
        let fixture = Fixture(peer.endpoint)
        fixture.client.setTap { event in seen.withLock { $0.append(event) } }
        fixture.start()
        _ = try await fixture.log.connected()
        let large = String(repeating: "x", count: 100_000)
        _ = try await fixture.client.publish(Publish("large", large))
        _ = try await fixture.log.messages(atLeast: 2)
        await fixture.client.disconnect()
        let events = seen.withLock { $0 }
        #expect(
            events.map { "\($0.direction) \($0.type.name)" } == [
                "sent CONNECT", "received CONNACK", "sent PUBLISH", "received PUBLISH", "received PUBLISH",
                "sent PUBACK", "sent DISCONNECT",
            ])
        for event in events where event.direction == .sent {
            var bytes = event.bytes
            var decoder = PacketDecoder(version: .v5, receiver: .server)
            #expect(try decoder.decode(&bytes)?.type == event.type)
            #expect(bytes.readableBytes == 0)
            #expect(event.time > 1_600_000_000_000_000)
        }
        let length = events.first { $0.type == .publish }?.bytes.readableBytes ?? 0
        #expect(length > 100_000)
    }

    @Test func waitingRequestIsTakenBack() async throws {
        let arrived = AsyncFact()
        let peer = try await ScriptedPeer.start { connection in
            try await connection.accept()
            _ = try await connection.read()
            arrived.happened()
            try await connection.readToEnd()
        }
        let fixture = Fixture(peer.endpoint)
        fixture.start()
        let client = fixture.client
        let asking = Task { try await client.subscribe([Subscription(filter: "#")]) }
        try await arrived.wait()
        asking.cancel()
        await #expect(throws: CancellationError.self) { try await asking.value }
        await fixture.client.disconnect()
    }

    @Test func enhancedAuthenticationTalks() async throws {
        let peer = try await ScriptedPeer.start { connection in
            let connect = try await connection.readConnect()
            #expect(connect.properties.authenticationMethod == "TOY")
            #expect(connect.properties.authenticationData == [1])
            try await connection.send(
                .auth(
                    Auth(
                        properties: .with {
                            $0.authenticationMethod = "TOY"
                            $0.authenticationData = [2]
                        })))
            let packet = try await connection.read()
            guard case .auth(let auth) = packet else { throw TestFailure("\(packet)") }
            #expect(auth.properties.authenticationData == [3])
            try await connection.send(.connectAck(ConnectAck(properties: .with { $0.authenticationMethod = "TOY" })))
            try await connection.readToEnd()
        }
        let fixture = Fixture(peer.endpoint) {
            $0.authentication = EnhancedAuthentication(method: "TOY", start: { [1] }, respond: { [$0[0] + 1] })
        }
        fixture.start()
        _ = try await fixture.log.connected()
        await fixture.client.disconnect()
        let failing = Fixture(peer.endpoint) {
            $0.authentication = EnhancedAuthentication(
                method: "TOY", start: { [1] }, respond: { _ in throw PeerClosed() })
        }
        failing.start()
        #expect(try await failing.log.stopped()?.summary.contains("authentication") == true)
    }
}

/// Something that happens once and can be waited for.
final class AsyncFact: Sendable {
    private let isThere = Mutex(false)

    func happened() { isThere.withLock { $0 = true } }

    /// Waits until it happened; fails in words when it does not.
    func wait(_ file: StaticString = #fileID, _ line: UInt = #line) async throws {
        _ = try await waiting(for: "the fact of \(file):\(line)", within: .seconds(20)) {
            isThere.withLock { $0 ? true : nil }
        }
    }
}
