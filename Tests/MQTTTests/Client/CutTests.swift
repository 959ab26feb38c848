import MQTT
import NIOCore
import Synchronization
import TestSupport
import Testing

@Suite("A line that is cut right behind a PUBLISH", .timeLimit(.minutes(1)))
struct CutTests {
    /// The packets that were sent: their first byte, and the flags of a CONNECT.
    private final class Sent: Sendable {
        let packets = Mutex<[(first: UInt8, flags: UInt8)]>([])

        func take(_ traffic: Traffic) {
            guard traffic.direction == .sent else { return }
            let bytes = Array(traffic.bytes.readableBytesView)
            var place = 0
            // Every packet of these tests is shorter than 128 bytes.
            while place + 1 < bytes.count {
                let end = place + 2 + Int(bytes[place + 1])
                // The flags stand behind the length and the name of the protocol, and its version (3.1.2.3).
                let flags = bytes[place] == 0x10 ? bytes[place + 9] : 0
                packets.withLock { $0.append((bytes[place], flags)) }
                place = end
            }
        }

        /// PUBLISH and CONNECT as they went: `c` clean, `C` resuming, `P` a message, `D` one with DUP.
        var words: String {
            packets.withLock { packets in
                packets.map { packet in
                    switch packet.first >> 4 {
                    case 1: packet.flags & 2 != 0 ? "c" : "C"
                    case 3: packet.first & 8 != 0 ? "D" : "P"
                    default: ""
                    }
                }.joined()
            }
        }
    }

    @Test("The message goes again with DUP over the next connection", arguments: [ProtocolVersion.v311, .v5], [1, 2])
    func duplicate(_ version: ProtocolVersion, _ qos: UInt8) async throws {
        let broker = try await Mosquitto.start()
        let fixture = Fixture(Endpoint(host: "127.0.0.1", port: broker.port())) {
            $0.protocolChoice = .exactly(version)
            $0.clientID = "cut"
        }
        let sent = Sent()
        fixture.client.setRecorder { sent.take($0) }
        fixture.start()
        _ = try await fixture.log.connected()
        _ = try await fixture.client.subscribe([Subscription(filter: "a/#", qos: .exactlyOnce)])
        let quality = try #require(QoS(rawValue: qos))
        let result = try await fixture.client.publishAndCut(Publish("a/b", "x", qos: quality)) { _ in }
        #expect(!result.reason.isError)
        // The session ends with the connection: it connects again first, then it is cut.
        let expected = version == .v5 ? "cCPCD" : "cCPCD"
        #expect(sent.words.hasPrefix(expected), "\(sent.words)")
        let waiting = try await fixture.log.waiting()
        #expect("\(waiting.failure)".contains("was cut right behind the PUBLISH, as asked"))
        // QoS 1 comes twice where the broker had it before the line broke; QoS 2 never does (4.3.3).
        let messages = try await fixture.log.messages(atLeast: 1)
        if quality == .exactlyOnce { #expect(messages.count == 1) }
        // The filter was asked for again and answered before: none is left open by the cut.
        let renewed = fixture.log.events.filter {
            if case .subscribed(let answer) = $0 { answer.granted == .exactlyOnce } else { false }
        }
        #expect(renewed.count >= 2)
        // What is published next goes as ever, over a connection that is not cut.
        _ = try await fixture.client.publish(Publish("a/c", "y", qos: quality))
        _ = try await fixture.client.ping()
        if version != .v5 {
            // The session that was kept for it is given up.
            #expect(sent.words.hasPrefix("cCPCDc"), "\(sent.words)")
        }
        #expect(sent.words.filter { $0 == "D" }.count == 1, "\(sent.words)")
        await fixture.client.disconnect()
    }

    @Test("QoS 0 is refused: there is nothing to send again")
    func quickest() async throws {
        let fixture = Fixture(Endpoint(host: "127.0.0.1", port: 1))
        await #expect(throws: ConnectionError.self) {
            _ = try await fixture.client.publishAndCut(Publish("a", "x")) { _ in }
        }
    }

    @Test("Several filters go in one SUBSCRIBE; what CONNACK rules out is left out of it")
    func filters() async throws {
        let broker = try await Mosquitto.start()
        let fixture = Fixture(Endpoint(host: "127.0.0.1", port: broker.port()))
        let sent = Sent()
        fixture.client.setRecorder { sent.take($0) }
        fixture.start()
        _ = try await fixture.log.connected()
        let filters = ["a/#", "b", "c/+"].map { Subscription(filter: $0, qos: .atLeastOnce) }
        let answers = try await fixture.client.enqueue(filters).get()
        #expect(answers.map(\.granted) == [.atLeastOnce, .atLeastOnce, .atLeastOnce])
        #expect(sent.packets.withLock { $0.filter { $0.first >> 4 == 8 }.count } == 1)
        await fixture.client.disconnect()
    }
}
