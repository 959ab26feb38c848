import App
import Interface
import Model
import Terminal
import TestSupport
import Testing
import Topics

/// From the socket to the screen and back, in one process, against a real broker.
@Suite("The program in memory, on mosquitto") @MainActor struct VisitTests {
    @Test("A message comes from the broker to the screen, and a publish goes back")
    func thereAndBack() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.connect(port: broker.port())
        try await visit.see("connected")
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(1) }
        try await Command.run(
            .mosquittoPub,
            ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "home/hall/lamp", "-m", #"{"on": true}"#])
        try await visit.see("home")
        try visit.type("oGp<C-u>again<C-s>")
        try await visit.see("Sent to home/hall/lamp")
        try await visit.settle()
        try visit.type("<Esc>")
        try await visit.see("again")
        try visit.type("q")
        #expect(visit.application.ended == .quit)
        try await visit.leave()
    }

    @Test("What takes the place of the only connection is looked through at once, and not with the next key")
    func closed() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.connect(port: broker.port())
        try await visit.see("connected")
        try visit.type("4c1")
        try await visit.settle()
        #expect(visit.screen.contains("No message yet.") && !visit.screen.contains("Looking"), "\(visit.screen)")
        try await visit.leave()
    }

    @Test("Subscribing and unsubscribing live is answered on the screen")
    func subscriptions() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.connect(port: broker.port(), filters: ["nothing/here"])
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(1) }
        try visit.type("s<C-u>other/#<Enter>")
        try await visit.become("a second one") { visit in
            visit.workspace.subscriptions.contains { $0.filter == "other/#" && $0.state == .granted(0) }
        }
        try visit.type("u<Enter>")
        try await visit.see("Unsubscribed from nothing/here; U asks for it again")
        try visit.type("U")
        try await visit.become("the filter again") { visit in
            visit.workspace.subscriptions.contains { $0.filter == "nothing/here" && $0.state == .granted(1) }
        }
        try await visit.see("Subscribed to nothing/here, QoS 1")
        #expect(!visit.screen.contains("Unsubscribed"), "\(visit.screen)")
        try await visit.leave()
    }

    @Test("A filter that is taken back at once is given back first, and then asked for")
    func takenBackAtOnce() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.connect(port: broker.port(), filters: ["nothing/here"])
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(1) }
        var packets = ["SUBSCRIBE"]
        for _ in 0..<10 {
            // All of them in one turn of the loop, as a quick hand types them.
            try visit.type("u<Enter>U")
            packets += ["UNSUBSCRIBE", "SUBSCRIBE"]
            try await visit.become("both packets") { _ in Self.packets(in: broker.log).count == packets.count }
            try await visit.settle()
        }
        #expect(Self.packets(in: broker.log) == packets)
        #expect(visit.workspace.subscriptions.first?.state == .granted(1))
        try await visit.leave()
    }

    private static func packets(in log: String) -> [String] {
        log.split(separator: "\n").compactMap { line in
            line.contains("Received UNSUBSCRIBE")
                ? "UNSUBSCRIBE" : line.contains("Received SUBSCRIBE") ? "SUBSCRIBE" : nil
        }
    }

    @Test("The broker goes and comes: the tree stays, the gap is marked, messages go on")
    func gap() async throws {
        let broker = try await Mosquitto.start()
        let visit = try Visit()
        visit.connect(port: broker.port())
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(1) }
        let publish = { (text: String, letters: [String]) async throws in
            _ = try await Command.run(
                .mosquittoPub, ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "before", "-m", text] + letters)
        }
        try await publish("one", [])
        try await visit.see("before")
        broker.kill()
        try await visit.see("again in")
        #expect(visit.screen.contains("before"))
        try await broker.restart()
        try await visit.see("connected")
        // Kept by the broker: what stands there of the subscription may still be of before, and this be first.
        try await publish("two", ["-r"])
        try await visit.become("the second message") { $0.workspace.live.traffic.totalMessages >= 2 }
        let last = visit.workspace.live.messages.message(visit.workspace.live.messages.endSequence - 1)
        #expect(last?.gapBefore == true)
        try await visit.leave()
    }

    @Test("When nothing changes, nothing is written")
    func idle() async throws {
        let visit = try Visit()
        try await visit.settle()
        let before = visit.terminal.changedCells
        for _ in 0..<10 { visit.application.turn() }
        // The clock may have ticked meanwhile: two digits at most.
        #expect(visit.terminal.changedCells - before <= 4)
    }
}
