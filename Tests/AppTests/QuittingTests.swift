import Glibc
import Interface
import Model
import Profile
import Terminal
import TestSupport
import Testing
import Text

@testable import App

/// Quitting loses neither what was published nor what was changed.
@Suite("Quitting") @MainActor struct QuittingTests {
    @Test("Publishes that wait for a broker that is away: q asks, waits for it, and quits when it has them")
    func publishes() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.connect(port: broker.port())
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(1) }
        try await broker.stop()
        try await visit.become("a lost connection") {
            if case .connected = $0.workspace.connection.state { false } else { true }
        }
        try visit.type("phome/lamp<Tab><Right><Tab><Tab><Tab>on<C-s><C-s><C-s><Esc>q")
        try await visit.see("test: 3 to send")
        #expect(visit.application.ended == nil)
        try visit.type("w")
        try await visit.see("Waiting for the broker")
        #expect(visit.application.ended == nil)
        try await broker.restart()
        try await visit.become("the end") { $0.application.ended == .quit }
        let outcomes = visit.workspace.publishing.outbox.deliveries.map(\.outcome)
        #expect(outcomes == [.delivered(nil), .delivered(nil), .delivered(nil)])
        try await visit.leave()
    }

    /// A profile in a folder that is a file for now.
    private func blocked() throws -> (visit: Visit, folder: String, path: String) {
        let folder = "\(try Scratch.newFolder("blocked"))/martlet"
        let file = open(folder, O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        close(file)
        let path = "\(folder)/profile.json"
        let visit = try Visit(profile: path)
        visit.book.change("nothing") { $0.connections.insert(ConnectionDraft(name: "a", url: "mqtt://a")) }
        return (visit, folder, path)
    }

    @Test("A profile that could not be saved is tried again until it is") func retried() async throws {
        let (visit, folder, path) = try blocked()
        try await visit.become("a failed save") { visit in
            visit.workspace.notices.contains { $0.text.contains("the change stays in memory, and is tried again") }
        }
        unlink(folder)
        try await visit.become("a saved profile") { _ in
            ProfileFile(path).base.connections.values.map(\.name) == ["a"]
        }
        try await visit.become("the news") { visit in
            visit.workspace.notices.contains { $0.text.contains("Saved after all") }
        }
        try visit.type("q")
        try await visit.become("the end") { $0.application.ended == .quit }
    }

    @Test("q tries once more, and the change is there") func savedAtTheEnd() async throws {
        let (visit, folder, path) = try blocked()
        unlink(folder)
        try visit.type("q")
        try await visit.become("the end") { $0.application.ended == .quit }
        #expect(ProfileFile(path).base.connections.values.map(\.name) == ["a"])
        #expect(visit.keeper?.finish(visit.book) == nil)
    }

    @Test("q asks when it cannot be saved: stay, elsewhere, lose") func asks() async throws {
        let (visit, folder, _) = try blocked()
        try visit.type("q")
        try await visit.see("The profile is not saved")
        #expect(visit.screen.contains("Not a directory"))
        try visit.type("<Enter>")
        #expect(visit.application.ended == nil && !visit.screen.contains("The profile is not saved"))
        try visit.type("q")
        try await visit.see("The profile is not saved")
        let other = "\(folder)-elsewhere.json"
        try visit.type("e<C-u>\(folder)/no.json<Enter>")
        #expect(visit.screen.contains("The profile is not saved") && visit.screen.contains("Not a directory"))
        #expect(visit.application.ended == nil)
        try visit.type("e<C-u>\(other)<Enter>")
        #expect(visit.application.ended == .quit)
        #expect(visit.application.lastWords.contains(other))
        #expect(ProfileFile(other).base.connections.values.map(\.name) == ["a"])
        var facts = stat()
        #expect(stat(other, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        #expect(visit.keeper?.finish(visit.book) == nil)
    }

    /// A change that another program has met.
    private func met() throws -> (visit: Visit, path: String) {
        let path = "\(try Scratch.newFolder("met"))/profile.json"
        func write(_ url: String) {
            var file = ProfileFile(path)
            var profile = file.base
            if let entry = profile.connections.entries.first {
                profile.connections.update(entry.id, to: ConnectionDraft(name: "a", url: url))
            } else {
                profile.connections.insert(ConnectionDraft(name: "a", url: url))
            }
            _ = file.save(profile)
        }
        write("mqtt://a")
        let visit = try Visit(profile: path)
        visit.editSaved { $0.url = "mqtt://mine" }
        write("mqtt://theirs")
        return (visit, path)
    }

    @Test("A conflict that q met is decided and the program ends; or the changes are lost; or it goes on")
    func conflict() async throws {
        let (visit, path) = try met()
        try visit.type("q")
        try await visit.see("Changed by another program")
        try visit.type("<Esc>")
        #expect(visit.application.ended == nil)
        try visit.type("q")
        try await visit.see("quit without mine")
        try visit.type("m")
        try await visit.become("the end") { $0.application.ended == .quit }
        #expect(ProfileFile(path).base.connections.values.map(\.url) == ["mqtt://mine"])
        let (other, theirs) = try met()
        try other.type("q")
        try await other.see("quit without mine")
        try other.type("l")
        #expect(other.application.ended == .quit && other.keeper?.finish(other.book) == nil)
        #expect(ProfileFile(theirs).base.connections.values.map(\.url) == ["mqtt://theirs"])
    }

    @Test(
        "What was decided of a conflict is said as it was decided",
        arguments: [
            ("t", "Theirs are taken of a, and yours are given up"), ("m", "Yours are kept of a"),
            ("b", "Both are kept of a"),
        ])
    func decided(_ key: String, _ words: String) async throws {
        let (visit, _) = try met()
        visit.keeper?.save(visit.book)
        try await visit.see("Changed by another program")
        try visit.type(key)
        try await visit.see(words)
        try await visit.leave()
    }

    @Test("To lose the changes is a choice, and none without it") func loses() async throws {
        let (visit, _, _) = try blocked()
        #expect(visit.keeper?.finish(visit.book)?.contains("the change is lost") == true)
        try visit.type("q")
        try await visit.see("The profile is not saved")
        try visit.type("l")
        #expect(visit.application.ended == .quit && visit.keeper?.finish(visit.book) == nil)
    }
}
