import Synchronization
import TestSupport
import Testing

@testable import REST

/// Answers without an end over a socket.
@Suite("Following answers")
struct FollowingTests {
    /// The news of a stream, for whoever waits for them.
    private final class Seen: Sendable {
        private let state = Mutex<[StreamNews]>([])

        func take(_ news: StreamNews) { state.withLock { $0.append(news) } }

        var events: [StreamEvent] {
            state.withLock { news in
                news.flatMap { piece -> [StreamEvent] in if case .events(let events) = piece { events } else { [] } }
            }
        }

        var waits: [Int] {
            state.withLock { news in
                news.compactMap { piece -> Int? in
                    if case .waiting(let milliseconds, _) = piece { milliseconds } else { nil }
                }
            }
        }
    }

    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"

    @Test("an event stream that ends is asked for again with the last id, until 204")
    func reconnects() async throws {
        let requests = Mutex<[String]>([])
        let server = try await ScriptedServer.start { connection in
            let request = try await connection.request()
            requests.withLock { $0.append(request) }
            switch connection.number {
            case 1: try await connection.send(Self.head + "retry: 100\nid: 1\ndata: a\n\ndata: unfin")
            case 2:
                try await connection.send(Self.head + "id: 2\ndata: b\n\n")
                try await connection.reset()
            default: try await connection.send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            }
        }
        let seen = Seen()
        let client = RESTClient()
        let (exchange, words) = try await client.follow(Request(.get, server.url)) { seen.take($0) }
        #expect(seen.events == [StreamEvent("a", id: "1"), StreamEvent("b", id: "2")])
        #expect(exchange.response?.status == 204)
        #expect(words?.contains("204") == true)
        #expect(seen.waits.count == 2)
        let sent = requests.withLock { $0.map { $0.lowercased() } }
        #expect(sent.count == 3)
        #expect(!sent[0].contains("last-event-id"))
        #expect(sent[1].contains("\r\nlast-event-id: 1\r\n") && sent[2].contains("\r\nlast-event-id: 2\r\n"))
        await client.shutdown()
    }

    @Test("what a POST answers is not asked for again, nor where that is not wanted", arguments: [true, false])
    func once(isPost: Bool) async throws {
        let server = try await ScriptedServer.answeringOnce(Self.head + "data: a\n\n")
        let seen = Seen()
        let client = RESTClient()
        var plan = StreamPlan()
        plan.reconnects = isPost
        let (_, words) = try await client.follow(Request(isPost ? .post : .get, server.url), plan) { seen.take($0) }
        #expect(words == nil)
        #expect(seen.events.map(\.data) == [Array("a".utf8)])
        await client.shutdown()
    }

    @Test("no time-out holds for what has no end, no limit either, and its beginning alone is kept")
    func patience() async throws {
        let (gate, open) = AsyncStream<Void>.makeStream()
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\n\r\n[1]\n")
            for await _ in gate { break }
            try await connection.send("[2]\n[3]")
        }
        var request = Request(.get, server.url)
        (request.options.timeouts.idle, request.options.timeouts.total) = (0.2, 0.3)
        request.options.limits.body = 6
        let seen = Seen()
        let client = RESTClient()
        var plan = StreamPlan()
        plan.keeping = 5
        let (asked, wanted) = (request, plan)
        let following = Task { try await client.follow(asked, wanted) { seen.take($0) } }
        _ = try await waiting(for: "the first line") { seen.events.isEmpty ? nil : true }
        // Longer than both limits allow.
        try await Task.sleep(for: .milliseconds(500))
        open.yield()
        let (exchange, _) = try await following.value
        #expect(seen.events.map(\.data) == ["[1]", "[2]", "[3]"].map { Array($0.utf8) })
        #expect(exchange.body.bytes == Array("[1]\n[".utf8))
        await client.shutdown()
    }

    @Test("a stream that cannot be decoded ends in words, and not in silence", .timeLimit(.minutes(1)))
    func damaged() async throws {
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\nno gzip at all")
            try await connection.wait()
        }
        let seen = Seen()
        let client = RESTClient()
        let failure = await #expect(throws: RequestFailure.self) {
            _ = try await client.follow(Request(.get, server.url)) { seen.take($0) }
        }
        #expect(failure?.kind == .badCoding)
        await client.shutdown()
    }

    @Test("an answer that is none comes back whole, and a failure is the first try's own")
    func others() async throws {
        let server = try await ScriptedServer.answeringOnce(
            "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnone")
        let client = RESTClient()
        let seen = Seen()
        let (exchange, words) = try await client.follow(Request(.get, server.url)) { seen.take($0) }
        #expect(exchange.response?.status == 404 && exchange.body.bytes == Array("none".utf8) && words == nil)
        let broken = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 90\r\n\r\n[1]\n")
        }
        await #expect(throws: RequestFailure.self) {
            _ = try await client.follow(Request(.get, broken.url)) { seen.take($0) }
        }
        #expect(seen.events.count == 1)
        await client.shutdown()
    }

    @Test("who is behind holds the server back, and is let go at the end")
    func backlog() async throws {
        let backlog = StreamBacklog(limit: 10)
        let passed = Mutex(0)
        let adding = Thread.detached {
            for _ in 0..<4 {
                backlog.add(6)
                passed.withLock { $0 += 1 }
            }
        }
        _ = try await waiting(for: "the first") { passed.withLock { $0 == 1 } ? true : nil }
        backlog.took(6)
        _ = try await waiting(for: "the second") { passed.withLock { $0 == 2 } ? true : nil }
        backlog.open()
        await adding.value
        #expect(passed.withLock { $0 } == 4)
    }

    private enum Thread {
        static func detached(_ work: @escaping @Sendable () -> Void) -> Task<Void, Never> { Task.detached { work() } }
    }
}
