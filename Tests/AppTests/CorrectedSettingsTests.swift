import Feeds
import Files
import FoundationEssentials
import Glibc
import Interface
import MQTT
import Model
import Opener
import Profile
import Terminal
import TestSupport
import Testing
import Text

@testable import App

/// What is corrected in the profile is what the next attempt is made with, whatever starts it.
@Suite("Corrected settings") @MainActor struct CorrectedSettingsTests {
    private func draft(port: Int, password: Secret? = nil) -> ConnectionDraft {
        var draft = ConnectionDraft(name: "home", url: "mqtt://127.0.0.1:\(port)")
        draft.clientID = "me-{{random}}"
        draft.subscriptions = [SubscriptionDraft("home/#", qos: 1)]
        draft.reconnect.minimum = 0.05
        draft.reconnect.maximum = 0.05
        if let password {
            draft.username = "alice"
            draft.password = password
        }
        return draft
    }

    private func visit(_ draft: ConnectionDraft) throws -> Visit {
        let visit = try Visit()
        visit.open(draft)
        return visit
    }

    @Test(
        "A corrected password is used by R, by Enter in view Connections and by Enter in the list",
        arguments: [
            "R", "4<Enter>", "<C-o><Enter>",
        ])
    func password(_ keys: String) async throws {
        let broker = try await Mosquitto.start()
        let visit = try visit(draft(port: broker.port(of: .password), password: .literal("wrong")))
        visit.broker = broker
        try await visit.see("refused")
        visit.editSaved { $0.password = .literal("secret") }
        try visit.type(keys)
        try await visit.see("● home")
        #expect(visit.window.workspace.subscriptions.first?.filter == "home/#")
        try await visit.leave()
    }

    @Test("A secret by reference is looked up again")
    func reference() async throws {
        let broker = try await Mosquitto.start()
        let file = "\(try Scratch.newFolder("corrected"))/password"
        try WholeFile.create(file, with: Array("wrong\n".utf8))
        let visit = try visit(draft(port: broker.port(of: .password), password: .file(file)))
        try await visit.see("refused")
        unlink(file)
        try WholeFile.create(file, with: Array("secret\n".utf8))
        try visit.type("R")
        try await visit.see("● home")
        try await visit.leave()
    }

    @Test(
        "A password that was asked for and refused is asked for again, by whatever call it went in",
        arguments: [(Secret.prompt, "Password of home"), (.literal("{{ pin }}"), "Variable pin")])
    func asked(_ password: Secret, _ words: String) async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.book.captured = [.init("pin", .prompt, origin: "test")]
        visit.open(draft(port: broker.port(of: .password), password: password))
        for (answer, after) in [("wrong", "refused"), ("secret", "● home")] {
            try await visit.see(words)
            try visit.type("\(answer)<Enter>")
            try await visit.see(after)
            if after == "refused" { try visit.type("R") }
        }
        try await visit.leave()
    }

    @Test("The password of a key is asked for again when it does not open it")
    func keyPassword() async throws {
        let broker = try await Mosquitto.start()
        let certificates = broker.certificates
        var draft = draft(port: broker.port(of: .mutualTLS))
        draft.url = "mqtts://localhost:\(broker.port(of: .mutualTLS))"
        draft.tls.ca = certificates.authority
        (draft.tls.certificate, draft.tls.key) = (certificates.client.certificate, certificates.encryptedClientKey)
        draft.tls.keyPassword = .prompt
        let visit = try visit(draft)
        for (answer, after) in [("wrong", "does not open the key"), (certificates.password, "● home")] {
            try await visit.see("Key password of home")
            try visit.type("\(answer)<Enter>")
            try await visit.see(after)
            if answer == "wrong" { try visit.type("R") }
        }
        try await visit.leave()
    }

    @Test(
        "A corrected address is used by the next attempt of its own, and what waited is sent; names and filters follow")
    func address() async throws {
        let broker = try await Mosquitto.start()
        let free = FreePorts.find(1)[0]
        let visit = try visit(draft(port: free))
        try await visit.become("an attempt that failed") { visit in
            if case .waiting = visit.window.workspace.connection.state { true } else { false }
        }
        try visit.type("phome/lamp<Tab><Right><Tab><Tab><Tab>on<C-s><Esc><Esc>")
        try await visit.become("a publish that waits") { $0.window.workspace.publishing.outbox.waiting == 1 }
        visit.editSaved {
            $0.url = "mqtt://127.0.0.1:\(broker.port())"
            $0.name = "house"
            $0.subscriptions = [SubscriptionDraft("home/+", qos: 2)]
        }
        try await visit.see("● house")
        try await visit.become("the publish delivered, and received by the new filter") { visit in
            visit.window.workspace.publishing.outbox.waiting == 0
                && visit.window.workspace.subscriptions.contains { $0.filter == "home/+" && $0.state == .granted(2) }
        }
        #expect(visit.window.workspace.subscriptions.first { $0.filter == "home/#" }?.state == .removed)
        // Undoing gives the old name back, also on the screen.
        _ = visit.book.undo()
        try await visit.see("● home")
        try await visit.leave()
    }

    @Test("What is opened beside a connection is opened with what is in force, and so is what is said of its will")
    func besides() async throws {
        let broker = try await Mosquitto.start()
        let free = FreePorts.find(1)[0]
        var first = draft(port: free)
        first.will = WillDraft()
        first.will?.topic = "will/one"
        let visit = try visit(first)
        try await visit.become("an attempt that failed") { visit in
            if case .waiting = visit.window.workspace.connection.state { true } else { false }
        }
        visit.editSaved {
            $0.url = "mqtt://127.0.0.1:\(broker.port())"
            $0.will?.topic = "will/two"
        }
        try await visit.see("● home")
        let id = visit.window.workspace.id
        let address = "mqtt://127.0.0.1:\(broker.port())"
        #expect(visit.application.effects.opened[id]?.feed?.broker.map { "\($0.endpoint)" } == address)
        #expect(visit.window.workspace.plan?.address == address)
        // What was found anew asks anew.
        visit.editSaved { $0.will?.topic = "will/three" }
        try visit.type("4R")
        try await visit.become("another will") { $0.window.workspace.plan?.will == "will/three" }
        try await visit.become("connected again") { visit in
            if case .connected = visit.window.workspace.connection.state { true } else { false }
        }
        #expect(visit.application.effects.opened[id]?.feed?.broker?.will?.topic == "will/three")
        try visit.type("D")
        try await visit.see("the broker publishes the will to will/three")
        try await visit.leave()
    }

    @Test("A variable that is edited counts; an environment that is switched to does not, until the person tries again")
    func variables() async throws {
        let broker = try await Mosquitto.start()
        let free = FreePorts.find(1)[0]
        var draft = draft(port: free)
        draft.url = "mqtt://127.0.0.1:{{port}}"
        let visit = try Visit()
        visit.book.change("nothing") { [draft] profile in
            profile.connections.insert(draft)
            for name in ["dev", "live"] {
                profile.environments.insert(Environment(name: name, variables: [.init("port", .literal("\(free)"))]))
            }
            profile.settings.environment = "dev"
        }
        func set(_ port: Int, in name: String) {
            visit.book.change("the old port") { profile in
                guard let entry = profile.environments.entries.first(where: { $0.value.name == name }) else { return }
                var environment = entry.value
                environment.variables = [.init("port", .literal("\(port)"))]
                profile.environments.update(entry.id, to: environment)
            }
        }
        visit.application.open(draft)
        func attempts() -> Int {
            if case .waiting(_, let attempt, _) = visit.window.workspace.connection.state { attempt } else { 0 }
        }
        try await visit.become("an attempt that failed") { _ in attempts() > 1 }
        set(broker.port(), in: "live")
        visit.book.use(environment: "live")
        let before = attempts()
        try await visit.become("further attempts at the old port") { _ in attempts() > before + 1 }
        set(broker.port(), in: "dev")
        try await visit.see("● home")
        try await visit.leave()
    }
}
