import Dispatch
import Interface
import MQTT
import Model
import NIOCore
import NIOPosix
import Opener
import Profile
import TestSupport
import Testing

@testable import App

@Suite("What a test of a connection says of its broker") @MainActor struct ProberTests {
    /// Sends every message that a filter of its sender's matches back to it, and keeps none for later.
    /// - Parameter isFlagged: what `#` brings has RETAIN as it was published. Without that nothing has, and a filter that is
    ///   given back goes on to bring what it brought.
    private func forgetful(_ isFlagged: Bool) async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            var decoder = PacketDecoder(version: .v311, receiver: .server)
            let encoder = PacketEncoder(version: .v311)
            var input = ByteBuffer()
            var filters: Set<String> = []
            while true {
                input.writeBytes(try await connection.bytes())
                while let packet = try decoder.decode(&input) {
                    var answers: [Packet] = []
                    switch packet {
                    case .connect: answers = [.connectAck(ConnectAck())]
                    case .subscribe(let asked):
                        filters.formUnion(asked.subscriptions.map(\.filter))
                        let reasons = asked.subscriptions.map { _ in ReasonCode.success }
                        answers = [.subscribeAck(SubscribeAck(packetID: asked.packetID, reasons: reasons))]
                        if filters.contains("$SYS/#") { answers.append(.publish(Publish(topic: "$SYS/uptime"))) }
                    case .unsubscribe(let asked):
                        if isFlagged { filters.subtract(asked.filters) }
                        answers = [.unsubscribeAck(UnsubscribeAck(packetID: asked.packetID))]
                    case .publish(let publish):
                        let answer = Acknowledgement(packetID: publish.packetID)
                        if publish.qos == .atLeastOnce { answers.append(.publishAck(answer)) }
                        if publish.qos == .exactlyOnce { answers.append(.publishReceived(answer)) }
                        guard filters.contains("#") || filters.contains(publish.topic) else { break }
                        let isRetained = publish.retain && isFlagged && filters.contains("#")
                        answers.append(
                            .publish(Publish(topic: publish.topic, payload: publish.payload, retain: isRetained)))
                    case .publishRelease(let answer):
                        answers = [.publishComplete(Acknowledgement(packetID: answer.packetID))]
                    case .pingRequest: answers = [.pingResponse]
                    case .disconnect: return
                    default: break
                    }
                    var output = ByteBuffer()
                    for answer in answers { try encoder.encode(answer, into: &output) }
                    try await connection.send(Array(output.readableBytesView))
                }
            }
        }
    }

    @Test("A message that goes there and back is no kept one, flagged as one or not", arguments: [false, true])
    func keepsNothing(_ isFlagged: Bool) async throws {
        let broker = try await forgetful(isFlagged)
        let visit = try Visit()
        var draft = ConnectionDraft(name: "forgetful", url: "mqtt://127.0.0.1:\(broker.port)")
        draft.version = "3.1.1"
        draft.subscriptions = [SubscriptionDraft("#", qos: 0)]
        visit.book.change("nothing") { [draft] in $0.connections.insert(draft) }
        try visit.type("4t")
        try await visit.see("test passed")
        let steps = try #require(visit.window.model.probe?.steps)
        let features = try #require(steps.first { $0.title == Prober.features })
        #expect(features.state == .warned)
        #expect(features.lines.first == "keeps no retained messages, and does not say so")
        let praise = features.lines.filter { $0.contains("has retained") || $0.contains("wildcard") }
        #expect(praise.isEmpty)
        #expect(visit.screen.contains("keeps no retained"), "\(visit.screen)")
        #expect(steps.last?.lines == ["a message of 1.0 MB went there and back"])
        try await visit.leave()
    }

    @Test("An open connection that is not saved is tested as it was opened, and the page stays")
    func openOne() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.connect(port: broker.port())
        try await visit.see("● test")
        try visit.type("4t")
        try await visit.see("test passed")
        try visit.type("<Tab><Esc>")
        try await visit.see("Seen by the test of")
        #expect(visit.screen.contains("has retained messages"), "\(visit.screen)")
        try await visit.leave()
    }

    @Test("A test does not wait for the names of others") func pool() async throws {
        let goOn = DispatchSemaphore(value: 0)
        // What getaddrinfo(3) is while a name server says nothing: as many threads as there are, which nobody can end.
        for _ in 0..<System.coreCount { NIOThreadPool.singleton.submit { _ in goOn.wait() } }
        defer { for _ in 0..<System.coreCount { goOn.signal() } }
        let visit = try Visit()
        visit.book.change("nothing") { $0.connections.insert(ConnectionDraft(name: "here", url: "mqtt://localhost:1")) }
        try visit.type("4t")
        try await visit.see("test failed")
        #expect(visit.window.model.probe?.steps.first?.state == .passed)
        try await visit.leave()
    }

    @Test("Times and sizes are written as everywhere on the screen")
    func figures() {
        #expect(Prober.words(.microseconds(850)) == "850 µs")
        #expect(Prober.words(.microseconds(1_960)) == "2.0 ms")
        #expect(Prober.words(.milliseconds(1250)) == "1.25 s")
        #expect(Prober.words(128 << 10) == "131 kB")
    }

    @Test("A test is of the broker that the variables stand for, and is shown where they stand for it")
    func resolved() async throws {
        let visit = try Visit()
        func use(_ host: String) { visit.book.captured = [.init("broker", .literal(host), origin: "test")] }
        use("127.0.0.1")
        let draft = ConnectionDraft(name: "here", url: "mqtt://{{broker}}:1")
        visit.book.change("nothing") { $0.connections.insert(draft) }
        try visit.type("4t")
        try await visit.see("test failed")
        #expect(Array(visit.window.model.tested.keys) == ["mqtt://127.0.0.1:1"])
        visit.window.model.probe = nil
        try visit.type("<Down><Up>")
        try await visit.see("Seen by the test of")
        use("127.0.0.2")
        try visit.type("<Down><Up>")
        #expect(!visit.screen.contains("Seen by the test of"), "\(visit.screen)")
        try await visit.leave()
    }

    @Test("What a test is found by has no secret, and no path that a variable is in")
    func address() {
        let variables = Variables([
            .init("broker", .literal("wss://h/mqtt"), origin: "test"), .init("key", .environment("K"), origin: "test"),
        ])
        func address(_ url: String) -> String {
            ProbeReport.address(of: ConnectionDraft(name: "x", url: url), variables)
        }
        #expect(address("mqtt://me:pw@h") == "mqtt://h:1883" && address("h:1883") == "mqtt://h:1883")
        #expect(address("wss://h/mqtt?token=abc") == "wss://h:443/mqtt?token=\(Secret.dots)")
        #expect(address("wss://h/{{key}}/mqtt") == "wss://h:443" && address("{{broker}}") == "wss://h:443")
        #expect(address("unix:///run/a.sock") == "unix:///run/a.sock" && address("http://h") == "")
    }

    @Test("A certificate that is not trusted fails in TLS, and the screen names the fields of the form")
    func untrusted() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        for (name, listener) in [("unknown", Mosquitto.Listener.unknownAuthority), ("mutual", .mutualTLS)] {
            var draft = ConnectionDraft(name: name, url: "mqtts://127.0.0.1:\(broker.port(of: listener))")
            draft.tls.ca = broker.certificates.authority
            visit.book.change("nothing") { [draft] in $0.connections.insert(draft) }
            try visit.type("4/\(name)<Enter>t")
            try await visit.become("the end of the test") { $0.window.model.probe?.isRunning == false }
            let steps = try #require(visit.window.model.probe?.steps)
            let step = try #require(steps.last)
            #expect(
                step.title == "TLS" && step.state == .failed && !steps.contains { $0.title == "CONNACK" }, "\(steps)")
            #expect(step.lines.first?.contains("--") == false, "\(step.lines)")
            try visit.type("<Esc>")
        }
        let answers = await LoopbackBrokers.ask([
            try Endpoint(url: "mqtts://127.0.0.1:\(broker.port(of: .mutualTLS))")
        ])
        #expect(answers.map(\.isBroker) == [true], "\(answers)")
        try await visit.leave()
    }

    @Test("Who is looked for on this machine is on this machine") func here() {
        let drafts = ["mqtt://127.0.0.2", "mqtt://LocalHost", "mqtt://127.example", "mqtt://localhost.example"].map {
            ConnectionDraft(name: "x", url: $0)
        }
        #expect(LoopbackBrokers.own(drafts, Variables([])).map(\.endpoint.host) == ["127.0.0.2", "LocalHost"])
    }
}
