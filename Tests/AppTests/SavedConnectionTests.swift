import Interface
import Model
import Profile
import TestSupport
import Testing

@testable import App

/// What is seen of saved connections beside what is open of them.
@Suite("Saved connections on the screen") @MainActor struct SavedConnectionTests {
    @Test("Who has no connection is told which of the saved ones on this machine answer")
    func answering() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        let free = FreePorts.find(1)[0]
        visit.book.change("nothing") { profile in
            profile.environments.insert(Environment(name: "dev", variables: [.init("host", .literal("localhost"))]))
            profile.settings.environment = "dev"
            for (name, url) in [
                ("up", "mqtt://{{host}}:\(broker.port())"),
                ("closed", "mqtt://127.0.0.1:\(broker.port(of: .password))"),
                ("down", "mqtt://127.0.0.1:\(free)"), ("far", "mqtt://broker.example"),
            ] {
                profile.connections.insert(ConnectionDraft(name: name, url: url))
            }
        }
        visit.effects.lookAround()
        try visit.type("4")
        try await visit.see(" answers: mqtt://{{host}}:\(broker.port())")
        try await visit.see(" answers: mqtt://127.0.0.1:\(broker.port(of: .password))")
        try await visit.see("nothing answers: mqtt://127.0.0.1:\(free)")
        #expect(!visit.screen.contains("answers: mqtt://broker.example"))
        try await visit.leave()
    }

    @Test("A connection that another program renames in the file stays open under its new name, edited and selected")
    func renamedElsewhere() async throws {
        let broker = try await Mosquitto.start()
        let path = "\(try Scratch.newFolder("renamed"))/profile.json"
        let visit = try Visit(profile: path)
        var draft = ConnectionDraft(name: "home", url: "mqtt://127.0.0.1:\(broker.port())")
        draft.subscriptions = [SubscriptionDraft("#")]
        visit.book.change("nothing") { $0.connections.insert(draft) }
        try await visit.settle()
        visit.application.open(draft)
        try await visit.see("● home")
        draft.keepAlive = 30
        visit.editSaved { $0.keepAlive = 30 }
        try visit.type("4")
        try await visit.see("changed; R reconnects with it: Keep alive")
        try await visit.settle()
        var other = ProfileFile(path)
        var profile = other.base
        draft.name = "house"
        for entry in profile.connections.entries { profile.connections.update(entry.id, to: draft) }
        #expect(other.save(profile).outcome == .saved(setAside: nil, isMerged: false))
        visit.keeper?.touched(visit.book)
        try await visit.see("● house")
        try await visit.see("Connection ── house")
        #expect(visit.screen.contains("changed; R reconnects with it: Keep alive"), "\(visit.screen)")
        try visit.type("R")
        try await visit.become("connected with it") { visit in
            guard case .connected = visit.window.workspace.connection.state else { return false }
            return visit.window.workspace.settings?.draft.keepAlive == 30
        }
        try await visit.become("no word of a change") { !$0.screen.contains("changed") }
        #expect(!visit.screen.contains("No connection is selected"))
        try await visit.leave()
    }
}
