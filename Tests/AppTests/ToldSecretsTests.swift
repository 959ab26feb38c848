import Interface
import Model
import Profile
import TestSupport
import Testing

@testable import App

/// A secret that is part of a name: of a filter, of the will's topic, of the client identifier.
@Suite("Secrets in the names of a connection") @MainActor struct ToldSecretsTests {
    @Test(
        "The broker has their values; the screen, the log and the file of tests have the names of the variables",
        // Also what is too short to be found in a sentence.
        arguments: ["s3same", "Zq"])
    func told(secret: String) async throws {
        let broker = try await Mosquitto.start()
        let folder = try Scratch.newFolder("told")
        try Scratch.write("\(secret)\n", to: "\(folder)/secret")
        let visit = try Visit()
        visit.application.log = LogKeeper(try LogFile("\(folder)/log", level: .debug, first: "begins", at: 0))
        visit.effects.probes = ProbeFile(path: "\(folder)/brokers")
        var draft = ConnectionDraft(name: "home", url: "mqtt://127.0.0.1:\(broker.port())")
        draft.clientID = "me-{{token}}"
        draft.will = WillDraft()
        draft.will?.topic = "gone/{{token}}"
        draft.subscriptions = [SubscriptionDraft("home/{{token}}/#"), SubscriptionDraft("bad/#/{{token}}")]
        visit.book.change("nothing") { profile in
            profile.environments.insert(
                Environment(name: "dev", variables: [.init("token", .file("\(folder)/secret"))]))
            profile.settings.environment = "dev"
            profile.connections.insert(draft)
        }
        visit.application.open(draft)
        try await visit.become("a granted subscription") {
            $0.window.workspace.subscriptions.first?.state == .granted(0)
        }
        let workspace = visit.window.workspace
        #expect(workspace.subscriptions.map(\.filter) == ["home/\(secret)/#", "bad/#/\(secret)"])
        #expect(workspace.plan?.clientID == "me-\(secret)")
        try await visit.see("home/{{token}}/#")
        var seen = visit.screen
        try visit.type("u")
        try await visit.see("Unsubscribe")
        try await visit.see("home/{{token}}/#")
        seen += visit.screen
        try visit.type("<Enter>")
        try await visit.see("Unsubscribed from home/{{token}}/#")
        seen += visit.screen
        try visit.type("U")
        try await visit.become("asked again") { $0.window.workspace.subscriptions.first?.state == .granted(0) }
        try visit.type("4")
        visit.window.model.probe = ProbeReport(name: "home")
        visit.effects.run(.probeOpen(workspace.id), on: workspace, visit.book.variables)
        try await visit.become("a test that has ended") { $0.window.model.probe?.isRunning == false }
        try await visit.settle()
        seen += visit.screen
        try visit.type("5")
        try await visit.see("SUBSCRIBE #")
        seen += visit.screen
        visit.effects.drop(workspace.id, again: "")
        try await visit.see("publishes the will to gone/{{token}}")
        seen += visit.screen
        try visit.type("!")
        seen += visit.screen
        try await visit.settle()
        visit.application.log?.ended(.quit, at: 0)
        #expect(!seen.contains(secret), "\(seen)")
        #expect(!workspace.notices.contains { $0.text.contains(secret) })
        let log = try Scratch.read("\(folder)/log")
        #expect(log.contains("Not asked for: the filter bad/#/{{token}}") && !log.contains(secret), "\(log)")
        let tests = try ProbeFile(path: "\(folder)/brokers").load().flatMap(\.steps).flatMap(\.lines)
        #expect(tests.contains { $0.hasPrefix("home/{{token}}/#  QoS 0 granted") }, "\(tests)")
        #expect(try !Scratch.read("\(folder)/brokers").contains(secret))
        try await visit.leave()
    }
}
