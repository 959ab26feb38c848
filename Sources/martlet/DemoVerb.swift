import App
import ArgumentParser
import Demo
import Glibc
import Opener
import Profile
import Scripts

/// `martlet demo`: a broker and devices of its own, on loopback, and the explorer on them.
struct DemoVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Try martlet on a broker, devices and REST services of its own: nothing to install, no network",
        discussion: """
            martlet demo
            martlet demo --headless --port 1883 --http-port 8000     serve only, for other clients

            On its screen M-r races polling against pushing, with the lamp and the thermostat.
            """,
        helpNames: helpNames)

    @Option(
        name: [.customShort("p"), .customLong("port")],
        help: "Port of the broker on 127.0.0.1 (default: a free one)")
    var port: Int?

    @Option(
        name: .customLong("http-port"), help: "Port of the REST services on 127.0.0.1 (default: a free one)")
    var httpPort: Int?

    @Flag(name: .customLong("headless"), help: "Serve without a screen until interrupted")
    var isHeadless = false

    @Option(name: .customLong("sys-interval"), help: "Seconds between the broker's $SYS figures")
    var sysInterval: Int = 10

    @OptionGroup(title: "Screen")
    var screen: ScreenOptions

    func validate() throws {
        if let port, !(1...65535).contains(port) { throw ValidationError("-p \(port) is not a port: 1 to 65535") }
        if let httpPort, !(1...65535).contains(httpPort) {
            throw ValidationError("--http-port \(httpPort) is not a port: 1 to 65535")
        }
        if !(1...3600).contains(sysInterval) {
            throw ValidationError("--sys-interval \(sysInterval) is not 1 to 3600 seconds")
        }
    }

    func run() throws {
        if isHeadless {
            try serve()
        } else {
            let demo = try startDemo()
            let variables = Variables([
                .init("base", .literal("http://127.0.0.1:\(demo.httpPort)"), origin: "the demo")
            ])
            let shown = try Screen(options: screen, requests: DemoRequests.all, variables: variables)
            try shown.explore(.plan(plan(for: demo)))
            // After the screen: until then its connection stands.
            try waiting { await demo.stop() }
        }
    }

    private func startDemo() throws -> Demo {
        let port = port
        let httpPort = httpPort
        let interval = sysInterval
        do {
            return try waiting {
                try await Demo.start(port: port, httpPort: httpPort, sysInterval: .seconds(interval))
            }
        } catch {
            throw Failure("\(error)")
        }
    }

    private func plan(for demo: Demo) throws -> ConnectionPlan {
        let draft = ConnectionDraft(name: "demo", url: "mqtt://127.0.0.1:\(demo.port)")
        return try waiting { try await ConnectionRequest().plan(.init(draft)) }
    }

    /// Serves until SIGINT or SIGTERM.
    private func serve() throws {
        var ends = sigset_t()
        sigemptyset(&ends)
        sigaddset(&ends, SIGINT)
        sigaddset(&ends, SIGTERM)
        // Blocked before the first thread starts, so that no other thread takes the signal.
        pthread_sigmask(SIG_BLOCK, &ends, nil)
        let demo = try startDemo()
        try OutputDescriptor.standard.print(
            """
            martlet demo: mqtt://127.0.0.1:\(demo.port) (MQTT 3.1.1 and 5); C-c ends it
            http://127.0.0.1:\(demo.httpPort)
            """)
        var signal: Int32 = 0
        sigwait(&ends, &signal)
        try waiting { await demo.stop() }
    }
}
