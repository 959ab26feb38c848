import App
import Interface
import Model
import TestSupport
import Testing
import Wire

@Suite("The wire, on mosquitto") @MainActor struct WireTests {
    @Test("What was said to a broker is there before the view is opened, and follows") func wire() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.connect(port: broker.port())
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(1) }
        try visit.type("5")
        try await visit.see("CONNECT v5 visit clean")
        try await visit.see("SUBSCRIBE #1 # q1  granted 1")
        try await Command.run(
            .mosquittoPub, ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "home/lamp", "-m", "on", "-q", "1"])
        try await visit.see("PUBLISH q1 #1 home/lamp 2 B  ack")
        try visit.type("J")
        try await visit.see("home/lamp")
        try visit.type("i")
        try await visit.see("PUBLISH q1 #1 home/lamp 2 B")
        try await visit.leave()
    }

    @Test("Several filters go in one SUBSCRIBE, and stand with their codes on the wire and in Topics")
    func severalFilters() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.connect(port: broker.port())
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(1) }
        try visit.type("s<C-u>a/# b/+ $SYS/#<Tab><Right><Right><Enter>")
        try await visit.become("three more") { visit in
            visit.workspace.subscriptions.count { $0.state == .granted(2) } == 3
        }
        try await visit.see("a/# QoS 2")
        try visit.type("5/mqtt.msgtype == SUBSCRIBE<Enter>")
        try await visit.see("SUBSCRIBE #2 a/# q2, b/+ q2, $SYS/# q2  granted 2, 2, 2")
        try await visit.leave()
    }

    @Test("A line that is cut behind a publish: the message goes again with DUP") func cut() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.connect(port: broker.port())
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(1) }
        try visit.type("5x<C-u>home/lamp<Tab><Tab><Tab><Tab>1<M-x><Esc>+/mqtt.dupflag == 1<Enter>")
        try await visit.see("PUBLISH q1 dup")
        try await visit.see("home/lamp 1 B")
        try await visit.leave()
    }

    @Test("A race runs beside the connection, and ends by itself") func race() async throws {
        let broker = try await Mosquitto.start()
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n21")
        let visit = try Visit()
        visit.connect(port: broker.port())
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(1) }
        try visit.type("<M-r>home/lamp<Tab>\(server.url)/lamp<Tab><C-u>100 ms<Tab><C-u>2 s<Enter>")
        try await visit.become("a race that runs") { $0.window.model.race?.state == .running }
        for value in ["20", "21", "22"] {
            try await Command.run(
                .mosquittoPub, ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "home/lamp", "-m", value])
        }
        try await visit.become("a race that is over") { $0.window.model.race?.state == .over("") }
        let report = try #require(visit.window.model.race?.report(at: 0))
        #expect(report.tally.messages == 3 && report.tally.changes == 2 && report.tally.failures == 0)
        #expect(report.tally.requests > 10 && report.tally.connections == 1 && report.seconds >= 2)
        try await visit.see("changes seen")
        // The broker on the screen was not disturbed, and its log has nothing of it.
        #expect(visit.workspace.subscriptions.count == 1)
        try await visit.leave()
    }
}
