import Profile
import Terminal
import TestSupport
import Testing

@testable import App
@testable import MQTT
@testable import Model

/// What a person is told of the end of a connection, by brokers that close at what they do not like.
@Suite("How a connection ended, told") @MainActor struct EndingTests {
    private func visit(_ broker: OddBroker, filters: [String]) throws -> Visit {
        let visit = try Visit()
        visit.connect(port: broker.port, filters: filters) {
            $0.protocolChoice = .exactly(.v311)
            $0.reconnect.random = { 0 }
        }
        return visit
    }

    private func reason(_ visit: Visit) -> String? {
        if case .waiting(_, _, let reason) = visit.workspace.connection.state { reason } else { nil }
    }

    @Test("What may mend it is named as the form has it and by its letters")
    func settings() {
        let failure = ConnectionFailure(
            .tlsWrongHost, "the certificate is for a", advice: "connect by a name in it", setting: .serverName("a"))
        #expect(failure.told == "\(failure) (Server name: a)")
        let other = ConnectionFailure(.connectionLost, "it is gone", advice: "try again")
        #expect(other.told == "\(other)")
    }

    @Test("A broker that closes at # is said to have closed at #, everywhere, once; without # the connection stands")
    func closedAtFilter() async throws {
        let broker = try await OddBroker.start { $0.filters.contains("#") ? .close : .answer }
        let visit = try visit(broker, filters: ["#", "home/#"])
        try await visit.become("more attempts than a guess needs") { _ in broker.connections > 4 }
        try await visit.become("a reason") { reason($0)?.contains("after SUBSCRIBE ") == true }
        let told = visit.workspace.notices.filter { $0.kind == .error }
        #expect(told.count == 1 && told[0].text.contains("it may not allow"), "\(told)")
        #expect(!told[0].text.contains("client identifier"))
        try await visit.become("the words on the screen") {
            $0.screen.contains("after SUBSCRIBE ") && $0.screen.contains("Not connected.")
        }
        try visit.type("4")
        try await visit.become("the last packets in the pane") {
            $0.screen.contains("sent last: SUBSCRIBE") && $0.screen.contains("received last: CONNACK")
        }
        try visit.type("1u")
        try await visit.see("Unsubscribe")
        #expect(visit.screen.contains("home/#"))
        try visit.type("<Enter>")
        try await visit.see("● test")
        #expect(visit.workspace.subscriptions.first { $0.filter == "#" }?.state == .removed)
        try await visit.leave()
    }

    // MARK: - Publishes that end it

    @Test("A publish that ends the connection is sent twice and held; what becomes of it is decided in the list")
    func held() async throws {
        let broker = try await OddBroker.start { $0.type == 3 && $0.qos == 2 ? .close : .answer }
        let visit = try visit(broker, filters: ["home/#"])
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(0) }
        try visit.type("phome/lamp<Tab><Right><Right><Tab><Tab><Tab>on<C-s><Esc><Esc>")
        try await visit.become("a held publish") { $0.workspace.publishing.outbox.held == 1 }
        try await visit.see("● test")
        #expect(broker.published.count == 2 && broker.published.last?.subject == "home/lamp")
        #expect(visit.workspace.notices.contains { $0.text.contains("2 connections ended right behind it") })
        #expect(!visit.workspace.notices.contains { $0.text.contains("client identifier") })
        // The others go on.
        try visit.type("phome/hall<Tab><Right><Tab><Tab><Tab>on<C-s><Esc><Esc>")
        try await visit.become("another delivered") {
            if case .delivered? = $0.workspace.publishing.outbox.deliveries.last?.outcome { true } else { false }
        }
        // What is held is not to be sent.
        try await visit.become("one held alone") { $0.screen.contains(" 1 held") && !$0.screen.contains("to send") }
        try visit.type("P")
        try await visit.see("held, QoS 2")
        #expect(visit.screen.contains("lower its QoS") && visit.screen.contains("give up"))
        try visit.type("l")
        try await visit.become("the first delivered") {
            if case .delivered? = $0.workspace.publishing.outbox.deliveries.first?.outcome { true } else { false }
        }
        #expect(broker.published.map(\.qos) == [2, 2, 1, 1] && visit.workspace.publishing.outbox.held == 0)
        try await visit.leave()
    }

    @Test("QoS 2 that is answered by PUBACK is sent once and delivered; the breach is counted and named")
    func wrongAcknowledgement() async throws {
        let broker = try await OddBroker.start { $0.type == 3 ? .acknowledge : .answer }
        let visit = try visit(broker, filters: ["home/#"])
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(0) }
        try visit.type("phome/lamp<Tab><Right><Right><Tab><Tab><Tab>on<C-s><Esc><Esc>")
        try await visit.become("a delivered publish") {
            $0.workspace.publishing.outbox.deliveries.last?.outcome == .delivered(nil)
        }
        try await visit.see("1 breach")
        #expect(broker.published.count == 1 && broker.connections == 1)
        try await visit.leave()
    }

    @Test("A run of publishes that end the connection stops, and says why")
    func run() async throws {
        let broker = try await OddBroker.start { $0.type == 3 ? .close : .answer }
        let visit = try visit(broker, filters: ["home/#"])
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(0) }
        var draft = PublishDraft()
        draft.topic = "run"
        draft.qos = 1
        visit.workspace.publishing.start(draft, interval: 0, total: 100, now: 0)
        try await visit.become("a stopped run") { visit in
            if case .stopped(let why?)? = visit.workspace.publishing.runs.first?.state {
                return why.contains("2 connections ended right behind it")
            }
            return false
        }
        #expect(broker.published.count == 2)
        try await visit.leave()
    }
}
