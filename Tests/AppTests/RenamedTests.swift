import Interface
import Model
import Profile
import TestSupport
import Testing
import Wire

@testable import App

/// What the profile says anew while a connection is open, or while its secrets are sought.
@Suite("Renamed and changed while open") @MainActor struct RenamedTests {
    private func visit(port: Int, _ change: (inout ConnectionDraft) -> Void = { _ in }) throws -> Visit {
        var draft = ConnectionDraft(name: "home", url: "mqtt://127.0.0.1:\(port)")
        draft.subscriptions = [SubscriptionDraft("home/#", qos: 1)]
        draft.reconnect.minimum = 0.05
        draft.reconnect.maximum = 0.05
        change(&draft)
        let visit = try Visit()
        visit.open(draft)
        return visit
    }

    @Test("One that is renamed while it is open has its new name in the frame behind the key, and in the words of D")
    func open() async throws {
        let broker = try await Mosquitto.start()
        let visit = try visit(port: broker.port())
        try await visit.see("● home")
        try visit.type("4r<C-u>house<Enter>")
        #expect(visit.screen.contains("● house"), "\(visit.screen)")
        #expect(visit.window.workspace.wire.peer == "house")
        try visit.type("D")
        try await visit.see("house dropped without DISCONNECT")
        try await visit.leave()
    }

    @Test("One that is renamed while its password is asked for comes up by its new name")
    func sought() async throws {
        let broker = try await Mosquitto.start()
        let visit = try visit(port: broker.port(of: .password)) {
            $0.username = "alice"
            $0.password = .prompt
        }
        try await visit.see("Password of home")
        visit.editSaved { $0.name = "house" }
        try await visit.become("renamed") { $0.window.workspace.connection.name == "house" }
        try visit.type("secret<Enter>")
        try await visit.become("connected") { visit in
            if case .connected = visit.window.workspace.connection.state { true } else { false }
        }
        #expect(visit.window.workspace.connection.name == "house")
        try await visit.leave()
    }

    @Test("A filter that no broker can be asked for is told also when it was saved while the connection was away")
    func unusable() async throws {
        let broker = try await Mosquitto.start()
        let free = FreePorts.find(1)[0]
        let visit = try visit(port: free) { $0.subscriptions.append(SubscriptionDraft("old/#/wrong", qos: 0)) }
        try await visit.become("an attempt that failed") { visit in
            if case .waiting = visit.window.workspace.connection.state { true } else { false }
        }
        visit.editSaved {
            $0.url = "mqtt://127.0.0.1:\(broker.port())"
            $0.subscriptions[1] = SubscriptionDraft("new/#/wrong", qos: 0)
        }
        try await visit.see("● home")
        let states = visit.window.workspace.subscriptions
        #expect(states.first { $0.filter == "old/#/wrong" }?.state == .removed)
        guard case .unusable? = states.first(where: { $0.filter == "new/#/wrong" })?.state else {
            return #expect(Bool(false), "\(states)")
        }
        #expect(visit.window.workspace.notices.contains { $0.text.contains("Not asked for: the filter new/#/wrong") })
        try await visit.leave()
    }
}
