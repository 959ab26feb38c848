import Synchronization
import TestSupport
import Testing

@testable import REST

/// WebSockets that requests open (RFC 6455).
@Suite("WebSockets")
struct WebSocketTests {
    /// The events of a WebSocket as `name text`, those that were sent with `> ` before them.
    private final class Seen: Sendable {
        private let state = Mutex<[String]>([])

        func take(_ news: StreamNews) {
            guard case .events(let events) = news else { return }
            state.withLock { seen in
                seen += events.map { event in
                    "\(event.isSent ? "> " : "")\(event.name) \(String(decoding: event.data, as: UTF8.self))"
                }
            }
        }

        var all: [String] { state.withLock { $0 } }
    }

    @Test("messages of both kinds, pings and good-byes; fields, cookies and the sub-protocol go along")
    func talks() async throws {
        let server = try await EchoSocketServer.start()
        let line = WebSocketLine()
        // Before it stands: it waits.
        line.send(.text("größe"))
        let seen = Seen()
        let client = RESTClient()
        let request = Request(
            .get, "\(server.url)/talk",
            fields: [Field("Sec-WebSocket-Protocol", "chat"), Field("Cookie", "a=b"), Field("X-Mine", "yes")],
            // The first message: a handshake has no body.
            body: .bytes(Array("body".utf8)))
        let talking = Task { try await client.converse(request, line: line) { seen.take($0) } }
        _ = try await waiting(for: "the echo") { seen.all.contains("text größe") ? true : nil }
        // What had waited may go out before the greeting is here.
        #expect(seen.all.contains("text chat a=b yes"))
        #expect(seen.all.contains("> text größe") && seen.all.contains("> text body"))
        line.send(.binary(Array("bytes".utf8)))
        line.send(.ping(Array("me".utf8)))
        _ = try await waiting(for: "the pong") { seen.all.contains("pong me") ? true : nil }
        #expect(seen.all.contains("binary bytes") && seen.all.contains("> ping me"))
        line.send(.text("ping"))
        // It was answered, or the server would not say so.
        _ = try await waiting(for: "the answer to a ping") { seen.all.contains("text ponged") ? true : nil }
        #expect(seen.all.contains("ping there?"))
        line.send(.text("close"))
        let (exchange, end) = try await talking.value
        #expect(end == WebSocketEnd(code: 1011, reason: "enough"))
        #expect(end?.isGood == false)
        #expect(seen.all.contains("close 1011 enough"))
        #expect(exchange.response?.status == 101)
        let sent = String(decoding: exchange.hop?.sent.bytes ?? [], as: UTF8.self)
        #expect(sent.hasPrefix("GET /talk HTTP/1.1\r\n"), "\(sent)")
        #expect(!line.send(.text("too late")))
        await client.shutdown()
    }

    @Test("a message of many bytes, and many of them, keep their order")
    func large() async throws {
        let server = try await EchoSocketServer.start()
        let (line, seen, client) = (WebSocketLine(), Seen(), RESTClient())
        let request = Request(.get, server.url)
        let talking = Task { try await client.converse(request, line: line) { seen.take($0) } }
        _ = try await waiting(for: "the greeting") { seen.all.isEmpty ? nil : true }
        // The server's decoder takes 16 KiB at once.
        let long = String(repeating: "x", count: 15_000)
        for number in 0..<50 { line.send(.text("\(number) \(long)")) }
        line.send(.close(code: 1000, reason: "done"))
        let (_, end) = try await talking.value
        #expect(end?.code == 1000)
        let back = seen.all.filter { $0.hasPrefix("text ") && $0.count > 1000 }.map { $0.split(separator: " ")[1] }
        #expect(back == (0..<50).map { "\($0)" })
        await client.shutdown()
    }

    @Test("another answer than 101 comes back; an end without a good-bye and a wrong key are failures")
    func failures() async throws {
        let server = try await EchoSocketServer.start()
        let client = RESTClient()
        let refusing = try await ScriptedServer.answeringOnce(
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
        let (exchange, end) = try await client.converse(
            Request(.get, refusing.url.replacing("http:", with: "ws:")), line: WebSocketLine()
        ) { _ in }
        #expect(exchange.response?.status == 403 && end == nil)
        #expect(exchange.body.bytes == Array("no".utf8))
        let line = WebSocketLine()
        line.send(.text("break"))
        await #expect(throws: RequestFailure.self) {
            _ = try await client.converse(Request(.get, server.url), line: line) { _ in }
        }
        let wrong = try await ScriptedServer.answeringOnce(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: AAAA\r\n\r\n")
        await #expect(throws: RequestFailure.self) {
            _ = try await client.converse(
                Request(.get, wrong.url.replacing("http:", with: "ws:")), line: WebSocketLine()
            ) { _ in }
        }
        await client.shutdown()
    }

    @Test("it ends when its task is cancelled")
    func cancelled() async throws {
        let server = try await EchoSocketServer.start()
        let (seen, client) = (Seen(), RESTClient())
        let request = Request(.get, server.url)
        let talking = Task { try await client.converse(request, line: WebSocketLine()) { seen.take($0) } }
        _ = try await waiting(for: "the greeting") { seen.all.isEmpty ? nil : true }
        talking.cancel()
        await #expect(throws: RequestFailure.self) { _ = try await talking.value }
        await client.shutdown()
    }
}
