import TestSupport
import Testing

/// Ways to a broker, and what is said when one is closed.
@Suite("Connections of the built program") struct ConnectionRuns {
    @Test("TLS with a client certificate and an encrypted key")
    func mutualTLS() async throws {
        let broker = try await Mosquitto.start()
        let files = broker.certificates
        let screen = try await Running.martlet(
            [
                "mqtts://127.0.0.1:\(broker.port(of: .mutualTLS))", "--cafile", files.authority, "--cert",
                files.client.certificate, "--key", files.encryptedClientKey,
            ], environment: ["MARTLET_KEY_PASSWORD": files.password])
        let run = Running(screen: screen, broker: broker)
        try await run.waitUntilLive()
        #expect(try await run.quitSanely() == [])
    }

    @Test("A certificate that nobody signed is refused in words")
    func unknownAuthority() async throws {
        let broker = try await Mosquitto.start()
        let screen = try await Running.martlet(["mqtts://127.0.0.1:\(broker.port(of: .unknownAuthority))"])
        try await screen.waitFor("certificate", within: .seconds(20))
        #expect(try await Running(screen: screen, broker: broker).quitSanely() == [])
    }

    @Test("WebSocket")
    func webSocket() async throws {
        let broker = try await Mosquitto.start()
        let screen = try await Running.martlet(["ws://127.0.0.1:\(broker.port(of: .webSocket))/mqtt"])
        let run = Running(screen: screen, broker: broker)
        try await run.waitUntilLive()
        try await run.publish("over/websocket", "hello")
        try await screen.waitFor("over")
        #expect(try await run.quitSanely() == [])
    }

    @Test("The right password is let in, a wrong one is answered in words")
    func password() async throws {
        let broker = try await Mosquitto.start()
        let port = ["-h", "127.0.0.1", "-p", "\(broker.port(of: .password))"]
        let screen = try await Running.martlet(port + ["-u", "alice"], environment: ["MARTLET_PASSWORD": "secret"])
        let right = Running(screen: screen, broker: broker)
        try await right.waitUntilLive()
        #expect(try await right.quitSanely() == [])
        let refused = try await Running.martlet(port + ["-u", "alice", "-P", "wrong"])
        try await refused.waitFor("ot authorized")
        #expect(try await Running(screen: refused, broker: broker).quitSanely() == [])
    }

    @Test("A refused filter says so, and the empty tree says why it is empty")
    func refusedFilter() async throws {
        let broker = try await Mosquitto.start()
        let screen = try await Running.martlet(
            ["-h", "127.0.0.1", "-p", "\(broker.port(of: .restricted))", "-u", "bob", "-t", "secrets/#"],
            environment: ["MARTLET_PASSWORD": "hunter2"])
        let rows = try await screen.waitFor("a refusal of secrets/#") { rows in
            rows.contains { $0.contains("secrets/#") } && rows.contains { $0.contains("refused") }
        }
        #expect(rows.contains { $0.contains("ot authorized") })
        #expect(try await Running(screen: screen, broker: broker).quitSanely() == [])
    }

    @Test("The broker is killed and comes back: the tree is kept, a countdown is shown, messages go on")
    func brokerKilled() async throws {
        let run = try await Running.explore(arguments: ["-t", "#"])
        try await run.screen.waitFor("subscribed, QoS 0")
        try await run.publish("before/the/fall", "1")
        try await run.screen.waitFor("before")
        run.broker.kill()
        try await run.screen.waitFor("again in")
        let rows = try run.screen.capture()
        #expect(rows.contains { $0.contains("before") })
        try await run.broker.restart()
        try await run.screen.waitFor("connected", within: .seconds(60))
        // Retained: it comes whether the filters are subscribed to again yet or not.
        try await run.publish("after/it", "2", arguments: ["-r"])
        try await run.screen.waitFor("after")
        #expect(try await run.quitSanely() == [])
    }

    @Test("Nobody listens: said in words with the address")
    func nobodyListens() async throws {
        let broker = try await Mosquitto.start()
        let port = broker.port()
        try await broker.stop()
        let screen = try await Running.martlet(["mqtt://127.0.0.1:\(port)"])
        try await screen.waitFor("127.0.0.1:\(port)")
        try await screen.waitFor("again in")
        #expect(try await Running(screen: screen, broker: broker).quitSanely() == [])
    }
}
