import REST
import Synchronization
import TestSupport
import Testing

/// What is to be seen of an answer before its end.
@Suite("Answers as they come")
struct LiveAnswerTests {
    @Test(
        "the head, each piece of the body and the bytes as they came are there before the answer ends",
        arguments: [false, true])
    func grows(spills: Bool) async throws {
        let (gate, open) = AsyncStream<Void>.makeStream()
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
            var steps = gate.makeAsyncIterator()
            await steps.next()
            try await connection.send("3\r\ntwo\r\n")
            await steps.next()
            try await connection.send("0\r\n\r\n")
        }
        var request = Request(.get, server.url)
        if spills { request.options.limits.memory = 2 }
        let last = Latest()
        let client = RESTClient()
        let asked = request
        let sending = Task { try await client.send(asked) { last.take($0) } }
        func body() -> String { String(decoding: last.progress?.body.bytes ?? [], as: UTF8.self) }
        func raw() -> String { String(decoding: last.progress?.raw.bytes ?? [], as: UTF8.self) }
        _ = try await waiting(for: "the first piece") { body() == "one" ? true : nil }
        let first = try #require(last.progress)
        #expect(first.hops.last?.response?.status == 200)
        #expect(first.body.isSpilled == spills)
        let early = first.body
        open.yield()
        _ = try await waiting(for: "the second piece") { body() == "onetwo" ? true : nil }
        #expect(raw().hasSuffix("3\r\none\r\n3\r\ntwo\r\n"))
        // What was looked at earlier stays as it was.
        #expect(early.bytes == Array("one".utf8))
        open.yield()
        #expect(try await sending.value.body.bytes == Array("onetwo".utf8))
        await client.shutdown()
    }
}

/// The newest report of a request.
private final class Latest: Sendable {
    private let state = Mutex<Progress?>(nil)

    func take(_ progress: Progress) { state.withLock { $0 = progress } }

    var progress: Progress? { state.withLock { $0 } }
}
