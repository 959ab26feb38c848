import App
import Explorer
import Interface
import MQTT
import Terminal
import TestSupport

/// The whole program but for ncurses: a person types at a terminal in memory.
@MainActor final class Visit {
    let terminal: MemoryTerminal
    let workspace: Workspace
    let window: Window
    let application: Application
    let effects: EffectRunner
    /// A broker ends with its object: this one lives as long as the visit.
    var broker: Mosquitto?

    init(size: Size = Size(width: 120, height: 36)) throws {
        terminal = MemoryTerminal(size: size)
        workspace = Workspace()
        let inbox = Inbox(doorbell: try Doorbell())
        effects = EffectRunner(inbox: inbox)
        window = Window(workspace: workspace)
        application = Application(
            terminal: terminal, workspace: workspace, window: window, inbox: inbox, effects: effects)
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
