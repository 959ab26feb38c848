import App
import Interface
import MQTT
import Model
import Synchronization
import TestSupport
import Testing
import Wire

/// A raced topic that tells more than the loop takes: its broker waits, as that of every connection does.
@Suite("A race against a flood", .timeLimit(.minutes(2))) @MainActor struct RaceFloodTests {
    /// A broker of MQTT 3.1.1 that pours messages on whoever subscribes to a topic.
    private final class Flood: Sendable {
        static let (payload, perWrite, writes) = (4096, 256, 48)
        /// What of the flood has left, in writes.
        let sent = Atomic<Int>(0)
        private let (begins, begin) = AsyncStream.makeStream(of: Void.self)

        /// Lets it pour: not before the loop stands still, or a slow test's last turns would take it all.
        func pour() { begin.yield() }

        func server() async throws -> ScriptedServer {
            let body = [0, 9] + Array("home/lamp".utf8) + [UInt8](repeating: 0x61, count: Self.payload)
            // Two bytes of length (MQTT 3.1.1 2.2.3).
            let head: [UInt8] = [0x30, UInt8(body.count & 0x7F | 0x80), UInt8(body.count >> 7)]
            let write = [[UInt8]](repeating: head + body, count: Self.perWrite).flatMap(\.self)
            return try await ScriptedServer.start { [self] connection in
                while true {
                    let packet = try await connection.bytes()
                    switch packet[0] >> 4 {
                    case 1: try await connection.send([0x20, 2, 0, 0])
                    case 8:
                        try await connection.send([0x90, 3, packet[2], packet[3], 0])
                        guard packet.contains(UInt8(ascii: "p")) else { break }
                        for await _ in begins { break }
                        for _ in 0..<Self.writes {
                            try await connection.send(write)
                            sent.add(1, ordering: .relaxed)
                        }
                    case 12: try await connection.send([0xD0, 0])
                    default: break
                    }
                }
            }
        }
    }

    @Test("What comes while the loop stands still waits at the broker, and each message is counted in the end")
    func flood() async throws {
        let flood = Flood()
        let broker = try await flood.server()
        let polls = Atomic<Int>(0)
        let web = try await ScriptedServer.start { connection in
            while true {
                _ = try await connection.request()
                polls.add(1, ordering: .relaxed)
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n21")
            }
        }
        let visit = try Visit()
        // The connection on the screen asks for something else: the flood is the race's alone.
        visit.connect(port: broker.port, filters: ["x"]) { $0.protocolChoice = .exactly(.v311) }
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(0) }
        try visit.type("<M-r>home/lamp<Tab>\(web.url)/lamp<Tab><C-u>10 ms<Tab><C-u>1 min<Enter>")
        try await visit.become("a race that runs") { $0.window.model.race?.state == .running }
        flood.pour()
        // From here on nobody turns the loop. Polls that go on while no byte of the flood moves say that it waits.
        var (moved, since) = (-1, 0)
        let waits = try await waiting(for: "the flood to stand still or to be over", within: .seconds(60)) {
            () -> Bool? in
            let (sent, polled) = (flood.sent.load(ordering: .relaxed), polls.load(ordering: .relaxed))
            if sent == 0 { return nil }
            if sent == Flood.writes { return false }
            if sent != moved { (moved, since) = (sent, polled) }
            return polled - since >= 40 ? true : nil
        }
        #expect(waits, "all \(Flood.writes) MB were taken by a program whose loop stands still")
        try await visit.become("every message counted") {
            $0.window.model.race?.tally.messages == Flood.perWrite * Flood.writes
        }
        try visit.type("x")
        try await visit.become("the end of the race") { $0.window.model.race?.state == .over("stopped") }
        try await visit.leave()
    }
}
