import Glibc
import Terminal
import TestSupport

/// martlet in a terminal of its own, on a broker of its own.
struct Running {
    let screen: Tmux
    let broker: Mosquitto

    /// Starts a broker, and the explorer on one of its listeners. Returns when the first subscription has been answered.
    static func explore(
        _ listener: Mosquitto.Listener = .open, arguments: [String] = [], size: Size = Size(width: 120, height: 36),
        environment: [String: String] = [:]
    ) async throws -> Running {
        let broker = try await Mosquitto.start()
        let screen = try await martlet(
            ["-h", "127.0.0.1", "-p", "\(broker.port(of: listener))"] + arguments, size: size,
            environment: environment)
        return Running(screen: screen, broker: broker)
    }

    /// Starts the built program in a terminal.
    static func martlet(
        _ arguments: [String], size: Size = Size(width: 120, height: 36), environment: [String: String] = [:],
        settings: [String] = []
    ) async throws -> Tmux {
        try await Tmux.start(
            [builtProduct("martlet")] + arguments, size: size,
            // A crash is to end at once, not at a prompt.
            environment: environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { given, _ in given },
            settings: settings)
    }

    /// Publishes with mosquitto's own client.
    func publish(_ topic: String, _ payload: String, arguments: [String] = []) async throws {
        try await Command.run(
            .mosquittoPub,
            ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", topic, "-s"] + arguments, input: Array(payload.utf8))
    }

    /// Waits until the explorer is connected and has its answers, which a live `$SYS` shows.
    func waitUntilLive() async throws {
        try await screen.waitFor("▸ $SYS", within: .seconds(20))
    }

    /// Quits by key and checks that nothing of the program is left in the terminal.
    func quitSanely() async throws -> [String] {
        try screen.type("q")
        return try await screen.leftovers()
    }
}
