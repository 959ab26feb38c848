import App
import Interface
import MQTT
import Model
import TestSupport
import Testing
import Wire

/// A race whose broker goes while it runs.
@Suite("A race that loses its broker", .timeLimit(.minutes(1))) @MainActor struct RaceLossTests {
    @Test("It ends, and says that the connection was lost: what would be counted would pass for silence")
    func lost() async throws {
        let (goes, go) = AsyncStream.makeStream(of: Void.self)
        let broker = try await ScriptedServer.start { connection in
            while true {
                let packet = try await connection.bytes()
                switch packet[0] >> 4 {
                case 1: try await connection.send([0x20, 2, 0, 0])
                case 8:
                    try await connection.send([0x90, 3, packet[2], packet[3], 0])
                    // The race's alone goes.
                    guard packet.contains(UInt8(ascii: "p")) else { break }
                    for await _ in goes { return }
                case 12: try await connection.send([0xD0, 0])
                default: break
                }
            }
        }
        let web = try await ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n21")
        let visit = try Visit()
        visit.connect(port: broker.port, filters: ["x"]) { $0.protocolChoice = .exactly(.v311) }
        try await visit.become("a granted subscription") { $0.workspace.subscriptions.first?.state == .granted(0) }
        try visit.type("<M-r>home/lamp<Tab>\(web.url)/lamp<Tab><C-u>10 ms<Tab><C-u>1 min<Enter>")
        try await visit.become("a race that runs") { $0.window.model.race?.state == .running }
        go.yield()
        try await visit.see("over: the connection to the broker was lost")
        #expect(visit.window.model.race?.state == .over(Race.lossWords))
        try await visit.leave()
    }
}
