import App
import Demo
import Profile

/// The demo that a person has started from the screen: one, however often it is opened.
actor StartedDemo {
    private var demo: Demo?

    /// Starts it where it does not stand yet.
    func start() async throws -> DemoStart {
        let demo =
            if let demo { demo } else { try await Demo.start(port: nil, httpPort: nil, sysInterval: .seconds(10)) }
        self.demo = demo
        return DemoStart(
            ConnectionDraft(name: "demo", url: "mqtt://127.0.0.1:\(demo.port)"),
            words: "The demo has REST services too, at http://127.0.0.1:\(demo.httpPort); "
                + "martlet demo has requests for them")
    }

    /// Ends it.
    func stop() async {
        await demo?.stop()
        demo = nil
    }
}
