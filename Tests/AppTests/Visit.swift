import App
import Interface
import MQTT
import Model
import Opener
import Profile
import Terminal
import TestSupport

/// The whole program but for ncurses: a person types at a terminal in memory.
@MainActor final class Visit {
    let terminal: MemoryTerminal
    let workspace: Workspace
    let window: Window
    let book: ProfileBook
    let keeper: ProfileKeeper?
    /// Finds the secrets that tests look at.
    let secrets = SecretResolver(reading: { _ in nil })
    let application: Application
    let effects: EffectRunner
    /// A broker ends with its object: this one lives as long as the visit.
    var broker: Mosquitto?

    /// With a profile of its own where `profile` names a file.
    init(size: Size = Size(width: 120, height: 36), profile: String? = nil) throws {
        terminal = MemoryTerminal(size: size)
        workspace = Workspace()
        let inbox = Inbox(doorbell: try Doorbell())
        let file = profile.map { ProfileFile($0) }
        book = ProfileBook(file?.base ?? Profile())
        book.path = profile ?? ""
        keeper = file.map { [book] in ProfileKeeper($0, book: book, inbox: inbox) }
        window = Window(model: Model(workspace), book: book)
        effects = EffectRunner(inbox: inbox)
        application = Application(
            terminal: terminal, model: window.model, book: book, window: window, inbox: inbox, effects: effects,
            keeper: keeper)
    }

    /// Opens a connection to a broker on loopback.
    func connect(port: Int, filters: [String] = ["#"], _ change: (inout ClientConfiguration) -> Void = { _ in }) {
        var configuration = ClientConfiguration(endpoint: Endpoint(host: "127.0.0.1", port: port))
        configuration.clientID = "visit"
        configuration.reconnect.minimum = .milliseconds(50)
        change(&configuration)
        effects.open(
            ConnectionPlan(
                name: "test", configuration: configuration,
                subscriptions: filters.map { ConnectionPlan.Filter($0, qos: 1) }), in: workspace)
    }

    /// Saves a connection, and opens it.
    func open(_ draft: ConnectionDraft) {
        book.change("nothing") { $0.connections.insert(draft) }
        application.open(draft)
    }

    /// Changes the first saved connection.
    func editSaved(_ change: (inout ConnectionDraft) -> Void) {
        book.change("the old settings") { profile in
            guard let entry = profile.connections.entries.first else { return }
            var draft = entry.value
            change(&draft)
            profile.connections.update(entry.id, to: draft)
        }
    }

    func type(_ keys: String) throws {
        try terminal.type(keys)
        application.turn()
    }

    /// Turns the loop until the screen shows a text.
    func see(_ text: String) async throws {
        try await become("\"\(text)\" on the screen") { $0.screen.contains(text) }
    }

    /// Turns the loop until something is so.
    func become(_ what: String, _ isSo: (Visit) -> Bool) async throws {
        _ = try await waiting(for: what, within: .seconds(20), report: { screen }) {
            application.turn()
            return isSo(self) ? true : nil
        }
    }

    /// Turns the loop until nothing waits any more.
    func settle() async throws {
        try await become("an idle program") { $0.application.isSettled }
    }

    var screen: String { terminal.grid.rows.joined(separator: "\n") }

    func leave() async throws {
        try await effects.farewell()
    }
}
