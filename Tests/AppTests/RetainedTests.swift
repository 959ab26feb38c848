import Interface
import MQTT
import Model
import TestSupport
import Testing
import Topics

/// Clearing retained messages and putting them back, from the keys to a real broker.
@Suite("Retained messages, on mosquitto") @MainActor struct RetainedTests {
    private func publish(_ topic: String, _ payload: String, to broker: Mosquitto, _ options: [String]) async throws {
        try await Command.run(.mosquittoPub, ["-h", "127.0.0.1", "-t", topic, "-m", payload, "-r"] + options)
    }

    private func kept(_ topic: String, by broker: Mosquitto) async throws -> String {
        // It ends by -W, with a code of its own, where nothing is kept.
        let listing = try await Command.attempt(
            .mosquittoSub,
            [
                "-h", "127.0.0.1", "-p", "\(broker.port())", "-t", topic, "--retained-only", "-C", "1", "-W", "1",
                "-F", "=%p",
            ])
        // What else it says is no payload.
        return listing.output.split(separator: "\n").first { $0.hasPrefix("=") }.map { String($0.dropFirst()) } ?? ""
    }

    private func last(_ topic: String, _ visit: Visit) -> String? {
        visit.workspace.live.lastValue(topic)?.text
    }

    @Test("What the broker refuses to clear is still there, and is not offered to be put back") func refused()
        async throws
    {
        let (visit, _) = try await clearing(.v5)
        try await visit.see("The retained message was not cleared: refused: Not authorized")
        try visit.type("rU")
        try await visit.see("Nothing was cleared from here")
        try visit.type("<Esc>4c")
        try await visit.become("a closed connection") { $0.window.model.shown !== $0.workspace }
        #expect(!visit.window.model.shown.notices.contains { $0.text.contains("can be put back no longer") })
        try await visit.leave()
    }

    /// Someone who may read the topic clears it without the right to.
    private func clearing(_ version: ProtocolVersion) async throws -> (Visit, Mosquitto) {
        let broker = try await Mosquitto.start()
        let port = broker.port(of: .restricted)
        try await publish("sensors/x", "1", to: broker, ["-p", "\(port)", "-u", "alice", "-P", "secret"])
        let visit = try Visit()
        visit.broker = broker
        visit.connect(port: port, filters: ["sensors/#"]) {
            $0.protocolChoice = .exactly(version)
            $0.username = "bob"
            $0.password = Array("hunter2".utf8)
        }
        try await visit.become("the message") { last("sensors/x", $0) == "1" }
        try visit.type("oG<Del>y")
        return (visit, broker)
    }

    @Test("Where a refusal is silent, as before MQTT 5, nothing is said to be cleared") func refusedSilently()
        async throws
    {
        let (visit, broker) = try await clearing(.v311)
        try await visit.see("Asked to clear the retained message; r, then U puts it back: sensors/x")
        #expect(try await kept("sensors/x", by: broker) == "1")
        try await visit.leave()
    }

    @Test("A broker of QoS 0 alone has its messages cleared and put back as well") func lowestQoS() async throws {
        var options = Mosquitto.Options()
        options.openListenerSettings = ["max_qos 0"]
        let broker = try await Mosquitto.start(options)
        try await publish("a", "1", to: broker, ["-p", "\(broker.port())", "-q", "0"])
        let visit = try Visit()
        visit.broker = broker
        visit.connect(port: broker.port(), filters: ["a"])
        try await visit.become("the message") { last("a", $0) == "1" }
        try visit.type("G<Del>y")
        try await visit.see("Asked to clear the retained message")
        #expect(try await kept("a", by: broker) == "")
        try visit.type("rUy")
        try await visit.see("Putting back: 1 of 1, done")
        #expect(try await kept("a", by: broker) == "1")
        try await visit.leave()
    }

    @Test("What was published while the question stood is not gone over") func meanwhile() async throws {
        let broker = try await Mosquitto.start()
        try await publish("a", "1", to: broker, ["-p", "\(broker.port())"])
        let visit = try Visit()
        visit.broker = broker
        visit.connect(port: broker.port(), filters: ["a"])
        try await visit.become("the message") { last("a", $0) == "1" }
        try visit.type("G<Del>y")
        try await visit.see("Cleared the retained message")
        try visit.type("rU")
        try await visit.see("Put the retained message of a back?")
        try await publish("a", "2", to: broker, ["-p", "\(broker.port())"])
        try await visit.become("the newer one") { last("a", $0) == "2" }
        try visit.type("y")
        try await visit.see("Putting back: 0 of 1, 1 failed")
        #expect(try await kept("a", by: broker) == "2")
        try visit.type("e")
        try await visit.see("a: not put back: meanwhile the topic has spoken")
        // It is asked about anew, with what is known now.
        try visit.type("<Esc>U")
        try await visit.see("The topic has spoken since")
        try visit.type("y")
        try await visit.see("Putting back: 1 of 1, done")
        #expect(try await kept("a", by: broker) == "1")
        try await visit.leave()
    }

    @Test("Without a connection pane Topics says what its clearing waits for, and how it is taken back")
    func withoutConnection() async throws {
        let broker = try await Mosquitto.start()
        try await publish("a", "1", to: broker, ["-p", "\(broker.port())"])
        let visit = try Visit()
        visit.broker = broker
        visit.connect(port: broker.port(), filters: ["a"])
        try await visit.become("the message") { last("a", $0) == "1" }
        broker.freeze()
        broker.kill()
        try await visit.see("again in")
        try visit.type("G<Del>y")
        try await visit.see("Cleared once there is a connection; r, then Esc takes that back")
        // Where Esc does nothing of the kind it is not named for it.
        try visit.type("<Del>")
        try await visit.see("A sweep is running: r, then Esc cancels it")
        try visit.type("r<Esc>")
        try await visit.see("Clearing: 0 of 1, cancelled")
        try await visit.leave()
    }
}
