import App
import Interface
import Model
import TestSupport
import Testing

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
        try await visit.see("PUBLISH q1 #1 home/lamp 2 B  ack +")
        try visit.type("J")
        try await visit.see("home/lamp")
        try visit.type("i")
        try await visit.see("PUBLISH q1 #1 home/lamp 2 B")
        try await visit.leave()
    }
}
