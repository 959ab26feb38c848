import FoundationEssentials
import MQTT
import Model
import Profile
import Terminal
import TestSupport
import Testing
import Topics

/// Publishing from the keys to a real broker and back.
@Suite("Publishing, on mosquitto") @MainActor struct PublishingTests {
    private func visit(_ broker: Mosquitto, _ change: (inout ClientConfiguration) -> Void = { _ in }) async throws
        -> Visit
    {
        let visit = try Visit()
        visit.broker = broker
        visit.connect(port: broker.port(), change)
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(1) }
        return visit
    }

    @Test("The handshake of QoS 2 is seen step by step") func handshake() async throws {
        let visit = try await visit(try await Mosquitto.start())
        try visit.type("phome/lamp<Tab><Right><Right><Tab><Tab><Tab>on<C-s>")
        try await visit.see("delivered")
        for step in ["PUBLISH", "PUBREC", "PUBREL", "PUBCOMP"] { #expect(visit.screen.contains(step), "\(step)") }
        try await visit.leave()
    }

    @Test("What nobody hears, what may not be sent, and what the broker does not take are said in words")
    func refusals() async throws {
        var options = Mosquitto.Options()
        options.settings = ["max_packet_size 1000"]
        let broker = try await Mosquitto.start(options)
        let visit = try await visit(broker) { $0.connectProperties.topicAliasMaximum = 10 }
        try visit.type("phome/lamp<Tab><Right><Tab><Tab><Tab>")
        visit.terminal.post(.paste(String(repeating: "x", count: 2000)))
        try visit.type("<C-s>")
        try await visit.see("1000 bytes at most")
        try await visit.leave()
        let other = try Visit()
        other.connect(port: broker.port(of: .restricted), filters: ["sensors/#"]) {
            $0.username = "bob"
            $0.password = Array("hunter2".utf8)
        }
        try await other.see("connected")
        try other.type("pforbidden/topic<Tab><Right><Tab><Tab><Tab>x<C-s>")
        try await other.see("Not authorized (0x87)")
        #expect(other.screen.contains("forbidden/topic"))
        try other.type("<S-Tab><S-Tab><S-Tab><S-Tab><C-u>cmd/bob/x<C-s>")
        try await other.see("nobody is subscribed to it")
        try await other.leave()
    }

    @Test("A request is paired with its reply, and one without a reply is given up") func request() async throws {
        let broker = try await Mosquitto.start()
        let responder = Responder(port: broker.port())
        try await responder.start("cmd/time")
        let visit = try await visit(broker)
        try visit.type("pcmd/time<Tab><Tab><Tab><Tab>now?<C-o><C-o><Right><C-s>")
        try await visit.see("reply after")
        // What was answered is read where it was asked.
        #expect(visit.screen.contains("noon"))
        #expect(visit.screen.contains("martlet/reply/"))
        try visit.type("<Tab><C-u>100 ms<C-o><S-Tab><S-Tab><S-Tab><S-Tab><C-u>cmd/nobody<C-s>")
        try await visit.see("within 100 ms")
        // The topics chosen for the replies are given back.
        let replies = visit.workspace.subscriptions.filter { $0.filter.hasPrefix("martlet/reply/") }
        #expect(replies.count == 2 && replies.allSatisfy { $0.state == .removed })
        try await broker.waitForLog("Received UNSUBSCRIBE")
        // Sent again from the list it asks again, and is answered there.
        try visit.type("<Esc>P<Down>s")
        try await visit.become("a second answer") { visit in
            visit.workspace.publishing.replies.requests.count { request in
                if case .answered = request.state { true } else { false }
            } == 2
        }
        try await visit.see("reply after")
        try await visit.leave()
        await responder.stop()
    }

    @Test("What a broker loses with the session is not called delivered, neither alone nor in a run")
    func lostWithTheSession() async throws {
        // It answers PUBREC; two PUBRELs it answers by closing, and it keeps no session.
        let broker = try await ScriptedServer.start { connection in
            _ = try await connection.bytes()
            try await connection.send([0x20, 2, 0, 0])
            while true {
                let packet = try await connection.bytes()
                let topic = Int(packet[min(3, packet.count - 1)])
                switch packet[0] >> 4 {
                case 3: try await connection.send([0x50, 2, packet[4 + topic], packet[5 + topic]])
                case 6 where connection.number < 3: return
                case 6: try await connection.send([0x70, 2, packet[2], packet[3]])
                default: break
                }
            }
        }
        let visit = try Visit()
        visit.connect(port: broker.port, filters: []) { $0.protocolChoice = .exactly(.v311) }
        try await visit.see("connected")
        try visit.type("phome/lamp<Tab><Right><Right><Tab><Tab><Tab>on<C-s>")
        try await visit.see("whether it arrived is not known")
        #expect(!visit.screen.contains("delivered"))
        var draft = PublishDraft()
        draft.topic = "run"
        draft.qos = 2
        visit.workspace.publishing.start(draft, source: .lines(["one", "two"]), interval: 0, total: nil, now: 0)
        try await visit.become("a finished run") { $0.workspace.publishing.runs.first?.state == .finished }
        let run = try #require(visit.workspace.publishing.runs.first)
        #expect(run.unknown == 1 && run.delivered == 1 && run.failures == 0)
        try await visit.leave()
    }

    @Test("A run sends its lines, one after the other's answer") func run() async throws {
        let visit = try await visit(try await Mosquitto.start())
        var draft = PublishDraft()
        draft.topic = "run"
        draft.qos = 2
        let lines = (0..<50).map { "line \($0)" }
        visit.workspace.publishing.start(draft, source: .lines(lines), interval: 0, total: nil, now: 0)
        try await visit.become("a finished run") { $0.workspace.publishing.runs.first?.state == .finished }
        try await visit.become("all lines back") { $0.workspace.live.topics.total(now: 0).messages >= 50 }
        #expect(visit.workspace.publishing.runs.first?.delivered == 50)
        let first = visit.workspace.live.messages.next(from: 0)
        #expect(
            first.flatMap { visit.workspace.live.messages.withPayload($0) { String(decoding: $0, as: UTF8.self) } }
                == "line 0")
        try await visit.leave()
    }

    @Test("A file of lines is read and sent; one that cannot be read is said") func linesOfAFile() async throws {
        let visit = try await visit(try await Mosquitto.start())
        let folder = try Scratch.newFolder("lines")
        try "one\ntwo\n".write(toFile: "\(folder)/lines.txt", atomically: true, encoding: .utf8)
        try visit.type("pa/b<C-o><C-o><Tab><Tab><C-u>0<Tab><Tab>\(folder)/lines.txt<C-r>")
        try await visit.become("both lines") { $0.workspace.publishing.runs.first?.delivered == 2 }
        try visit.type("<C-u>\(folder)/none.txt<C-r>")
        try await visit.become("words") { $0.workspace.notices.last?.text.contains("No such file") == true }
        try await visit.leave()
    }

    @Test("Retained messages are cleared in paces and put back") func retained() async throws {
        let broker = try await Mosquitto.start()
        let visit = try await visit(broker)
        var draft = PublishDraft()
        draft.topic = "kept/{{counter}}"
        draft.payload = "value {{counter}}"
        draft.qos = 1
        draft.retain = true
        visit.workspace.publishing.start(draft, interval: 0, total: 60, now: 0)
        try await visit.become("sixty") { $0.workspace.publishing.runs.first?.state == .finished }
        try visit.type("r/kept/#<Enter>")
        try await visit.see("60 messages, ")
        try visit.type("C")
        try await visit.see("Clear the 60 retained messages listed")
        try visit.type("y")
        try await visit.see("Clearing: 60 of 60, done")
        #expect(try await retainedCount(broker) == 0)
        try visit.type("Uy")
        try await visit.see("Putting back: 60 of 60, done")
        #expect(try await retainedCount(broker) == 60)
        // Known to be retained, though they came back without RETAIN.
        try await visit.see("60 messages, ")
        try visit.type("Cy")
        try await visit.see("Clearing: 60 of 60, done")
        try visit.type("U")
        try await visit.see("Put 60 retained messages back, ")
        #expect(!visit.screen.contains("never seen retained"))
        try visit.type("n<Esc>4c")
        try await visit.see("Closed test: 60 cleared retained messages can be put back no longer")
        try await visit.leave()
    }

    private func retainedCount(_ broker: Mosquitto) async throws -> Int {
        // It ends by -W, with a code of its own.
        let listing = try await Command.attempt(
            .mosquittoSub,
            ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "kept/#", "--retained-only", "-W", "1", "-F", "%t"])
        return listing.output.split(separator: "\n").filter { $0.hasPrefix("kept/") }.count
    }

    @Test("What waits for the broker is shown, and sent when it is back") func waiting() async throws {
        let broker = try await Mosquitto.start()
        let visit = try await visit(broker)
        broker.kill()
        try await visit.see("again in")
        try visit.type("plate<Tab><Right><Tab><Tab><Tab>x<C-s>")
        try await visit.see("waits to be sent")
        try await visit.see("1 to send")
        try await broker.restart()
        try await visit.see("delivered")
        #expect(!visit.screen.contains("to send"))
        try await visit.leave()
    }
}
