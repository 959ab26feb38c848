import App
import MQTT
import Model
import Terminal
import TestSupport
import Testing
import Text
import Topics

/// Brokers that break the standard and can be read all the same.
@Suite("Brokers that break the standard") @MainActor struct ViolationTests {
    /// Sends the packets behind the SUBACK to the one filter.
    private func broker(_ packets: [UInt8]) async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            try await connection.send([0x20, 2, 0, 0])
            let subscribe = try await connection.bytes()
            try await connection.send([0x90, 3, subscribe[2], subscribe[3], 0] + packets)
            try await connection.wait()
        }
    }

    private func visit(_ broker: ScriptedServer, isStrict: Bool = false) throws -> Visit {
        let visit = try Visit()
        visit.effects.isStrict = isStrict
        visit.connect(port: broker.port) { $0.protocolChoice = .exactly(.v311) }
        return visit
    }

    /// ActiveMQ's advisories have a wildcard in their names.
    @Test("A flood is shown, marked, counted, and said once") func flood() async throws {
        let advisory: [UInt8] = [0x30, 8, 0, 3, 0x61, 0x2F, 0x23, 0x31, 0x32, 0x33]
        let broker = try await broker(Array(repeatElement(advisory, count: 1000).joined()) + [0xB0, 2, 0, 9])
        let visit = try visit(broker)
        try await visit.see("1,001 breaches")
        try await visit.see("a/#")
        #expect(visit.screen.contains("0 ! 123"), "\(visit.screen)")
        #expect(visit.screen.contains("contains a wildcard, + or #"))
        let notices = visit.workspace.notices.filter { $0.text.contains("breaks MQTT") }
        #expect(notices.count == 2)
        #expect(notices.first?.text.contains("MQTT 3.1.1, section 3.3.2.1") == true)
        #expect(visit.workspace.violations.kinds.map(\.count).sorted() == [1, 1000])
        guard case .connected = visit.workspace.connection.state else { return #expect(Bool(false)) }
        try await visit.leave()
    }

    @Test("Acknowledgements that nobody asked for are one kind, whatever their numbers") func numbers() async throws {
        let broker = try await broker((1...50).flatMap { [0x40, 2, 0, UInt8($0)] })
        let visit = try visit(broker)
        try await visit.see("50 breaches")
        #expect(visit.workspace.violations.kinds.map(\.count) == [50])
        let notices = visit.workspace.notices.filter { $0.text.contains("breaks MQTT") }
        #expect(notices.count == 1 && notices.first?.text.contains("packet 1,") == true, "\(notices)")
        try await visit.leave()
    }

    @Test("A topic that is not UTF-8 is shown, and nothing is published to it") func bytes() async throws {
        let broker = try await broker([0x31, 6, 0, 3, 0x6B, 0xFC, 0x63, 0x31])
        let visit = try visit(broker)
        try await visit.see("1 breach")
        let topic = try #require(visit.workspace.live.messages.message(0)?.topic)
        #expect(!visit.workspace.live.topics.isText(topic))
        for keys in ["gp", "gs", "g<Delete>"] {
            try visit.type(keys)
            #expect(visit.workspace.notices.last?.text.contains("not valid UTF-8") == true, "\(keys)")
        }
        let said = visit.workspace.notices.count
        try visit.type("r")
        try await visit.see("1 message, 1 B")
        try visit.type("C")
        #expect(visit.workspace.publishing.sweep == nil)
        #expect(visit.workspace.notices.dropFirst(said).map(\.text).contains { $0.contains("not valid UTF-8") })
        try await visit.leave()
    }

    /// CONNACK has said it before anything was asked.
    @Test("A broker without wildcards has refused the filters, and does not let them wait") func noWildcards()
        async throws
    {
        let broker = try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            try await connection.send([0x20, 5, 0, 0, 2, 0x28, 0])
            try await connection.wait()
        }
        let visit = try Visit()
        visit.connect(port: broker.port) {
            $0.protocolChoice = .exactly(.v5)
        }
        try await visit.see("The broker refused every subscription.")
        #expect(!visit.screen.contains("not answered yet"), "\(visit.screen)")
        let words = ReasonCode.wildcardSubscriptionsNotSupported.words
        #expect(!visit.workspace.subscriptions.isEmpty)
        #expect(visit.workspace.subscriptions.allSatisfy { $0.state == .refused(words) })
        #expect(visit.workspace.notices.count(where: { $0.text.contains("ildcard") }) == 1)
        try await visit.leave()
    }

    @Test("What a CONNACK breaks that refuses is counted, and nothing is said to be read on behind it")
    func refusal() async throws {
        let broker = try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            // Reason code 7.
            try await connection.send([0x20, 3, 0, 7, 0])
            try await connection.wait()
        }
        let visit = try Visit()
        visit.connect(port: broker.port) {
            $0.protocolChoice = .exactly(.v5)
        }
        try await visit.see("refused the connection")
        let words = "CONNACK: Reason code 7 does not exist here (MQTT 5, section 2.4). martlet counts it"
        let texts = visit.workspace.notices.map(\.text)
        #expect(texts.contains("The broker breaks MQTT. \(words)"), "\(texts)")
        try await visit.leave()
    }

    @Test("With --strict it is the end of the connection") func strict() async throws {
        let broker = try await broker([0xB0, 2, 0, 9])
        let visit = try visit(broker, isStrict: true)
        try await visit.see("broke the MQTT protocol")
        let words = "be less strict to read on (Strict)"
        #expect(visit.workspace.notices.contains { $0.text.hasSuffix(words) }, "\(visit.workspace.notices)")
        #expect(visit.workspace.violations.total == 0)
        try await visit.leave()
    }
}
