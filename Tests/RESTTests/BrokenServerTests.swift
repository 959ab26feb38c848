import REST
import TestSupport
import Testing

@Suite("Servers that misbehave", .timeLimit(.minutes(1))) struct BrokenServerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var answer: String
        var kind: RequestFailure.Kind
        var words: String
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "shorter than its Content-Length", answer: "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
            kind: .incomplete, words: "ended after 3 of 10 bytes"),
        Case(
            name: "chunks without an end", answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            kind: .incomplete, words: "ended after 3 bytes"),
        Case(
            name: "chunk size that is no number",
            answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", kind: .malformed,
            words: "the size of a chunk"),
        Case(
            name: "no answer", answer: "", kind: .noAnswer, words: "closed the connection without an answer"),
        Case(
            name: "half a status line", answer: "HTTP/1.1 200 OK", kind: .noAnswer, words: "without an answer: 15 bytes"
        ),
        Case(
            name: "no HTTP", answer: "SSH-2.0-OpenSSH_9.2\r\n", kind: .malformed,
            words: "begins with 'SSH-2.0-OpenSSH_9.2\\x0D\\x0A'; that is an SSH server"),
        Case(
            name: "a length that is no number", answer: "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
            kind: .malformedHead, words: "Content-Length"),
        Case(
            name: "a field without a colon", answer: "HTTP/1.1 200 OK\r\nA: b\r\nnocolon\r\n\r\n", kind: .malformedHead,
            words: "in line 3: no colon in 'nocolon' (RFC 9112 5)"),
        Case(
            name: "bytes that drive a terminal", answer: "\u{1B}[2Jhello", kind: .malformed,
            words: "begins with '\\x1B[2Jhello'"),
        Case(
            name: "endless header",
            answer: "HTTP/1.1 200 OK\r\n" + String(repeating: "X-Field: value\r\n", count: 22_000),
            kind: .endlessHead, words: "has no end (more than 300 KiB)"),
        Case(
            name: "endless header field", answer: "HTTP/1.1 200 OK\r\nX: " + String(repeating: "y", count: 110_000),
            kind: .endlessHead, words: "cannot be read from line 2 on: a line of more than the 100 KiB"),
        Case(
            name: "a redirect to no URL",
            answer: "HTTP/1.1 301 Moved\r\nLocation: http://[::bad/\r\nContent-Length: 0\r\n\r\n",
            kind: .badURL, words: "no closing bracket"),
    ]

    @Test("each ends in a line that says which", arguments: cases) func broken(_ broken: Case) async throws {
        let server = try await ScriptedServer.answeringOnce(broken.answer)
        let failure = try await failure(of: Request(.get, server.url))
        #expect(failure.kind == broken.kind)
        #expect(failure.description.contains(broken.words), "\(failure.description) \(failure.detail)")
        #expect(failure.exchange?.hops.isEmpty == false)
    }

    @Test("An answer without a status line is a body where HTTP/0.9 is taken, and nothing is known of it but its bytes")
    func oldest() async throws {
        let server = try await ScriptedServer.answeringOnce("hello from 1991\n")
        var request = Request(.get, server.url)
        request.options.takesHTTP09 = true
        let client = RESTClient()
        let exchange = try await client.send(request)
        #expect(exchange.response?.version == "HTTP/0.9" && exchange.response?.status == 0)
        #expect(exchange.body.bytes.elementsEqual("hello from 1991\n".utf8))
        await client.shutdown()
    }

    @Test(
        "What can be read is read, with the bytes as they came and what breaks HTTP; raw bytes also of what is no HTTP")
    func lenient() async throws {
        let answer =
            "HTTP/1.1 103 Hints\nLink: <a>\n\nHTTP/1.1 200\nA : b\nContent-Length: 4\nContent-Length: 5\n\nhello"
        let server = try await ScriptedServer.start { connection in
            while true {
                _ = try await connection.request()
                for byte in Array(answer.utf8) { try await connection.send([byte]) }
            }
        }
        let client = RESTClient()
        for number in 1...2 {
            let exchange = try await client.send(Request(.get, server.url))
            #expect(exchange.body.bytes == Array("hello".utf8))
            #expect(exchange.response?.informational.map(\.status) == [103])
            let breaches = exchange.response?.breaches.map(\.what) ?? []
            #expect(breaches.contains("a blank stands before the colon"))
            #expect(breaches.contains("a second, different Content-Length: the last counts"))
            #expect(exchange.hop?.raw.bytes == Array(answer.utf8) && exchange.hop?.rawProblem == nil)
            // Two readers could see two ends in it: nothing else is sent on that connection.
            #expect(exchange.hop?.connection?.number == number && exchange.hop?.connection?.isReused == false)
        }
        await client.shutdown()
        let banner = try await ScriptedServer.start { connection in
            try await connection.send("SSH-2.0-x\r\n")
            _ = try await connection.request()
        }
        let refused = try await failure(of: Request(.get, banner.url))
        #expect(refused.kind == .malformed && refused.description.contains("'SSH-2.0-x"), "\(refused)")
        #expect(refused.exchange?.hop?.raw.bytes == Array("SSH-2.0-x\r\n".utf8))
    }

    @Test("Raw bytes beyond a megabyte go to a file, and are not kept where nobody wants them") func raw() async throws
    {
        let body = String(repeating: "0123456789", count: 150_000)
        let server = try await ScriptedServer.answering(ok(body))
        let exchange = try await send(Request(.get, server.url))
        #expect(exchange.hop?.raw.isSpilled == true && exchange.hop?.raw.bytes == Array(ok(body).utf8))
        var request = Request(.get, server.url)
        request.options.keepsRawAnswer = false
        #expect(try await send(request).hop?.raw.count == 0)
    }

    @Test("A reset in mid-body keeps what had come") func reset() async throws {
        // A reset may overtake what is on its way.
        let (arrived, arrival) = AsyncStream<Void>.makeStream()
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            for await _ in arrived { break }
            try await connection.reset()
        }
        let client = RESTClient()
        let failure = await #expect(throws: RequestFailure.self) {
            try await client.send(Request(.get, server.url)) { if $0.received == 3 { arrival.yield() } }
        }
        #expect(failure?.kind == .reset)
        #expect(failure?.description.contains("in the middle of the answer, after 3 bytes") == true)
        #expect(failure?.exchange?.body.bytes == Array("abc".utf8))
        #expect(failure?.exchange?.response?.isComplete == false)
        await client.shutdown()
    }

    @Test("A body longer than its Content-Length is cut there, and that is said") func surplus() async throws {
        let server = try await ScriptedServer.answeringOnce("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef")
        let exchange = try await send(Request(.get, server.url))
        #expect(exchange.body.bytes == Array("abc".utf8))
        #expect(exchange.response?.hasSurplus == true)
    }

    @Test("An answer without a length ends with the connection") func untilClose() async throws {
        let server = try await ScriptedServer.answeringOnce("HTTP/1.0 200 OK\r\n\r\nabc")
        let exchange = try await send(Request(.get, server.url))
        #expect(exchange.body.bytes == Array("abc".utf8))
        #expect(exchange.response?.version == "HTTP/1.0")
    }

    @Test("Redirects in a circle are counted and named") func circle() async throws {
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n")
        let failure = try await failure(of: Request(.get, "\(server.url)/loop"))
        #expect(failure.kind == .redirects)
        #expect(failure.description.contains("they go in a circle"))
        #expect(failure.exchange?.hops.count == 21)
    }

    @Test("Nobody listens; no such name") func nobody() async throws {
        let server = try await ScriptedServer.answeringOnce("")
        let port = server.port
        _ = server
        #expect(try await failure(of: Request(.get, "http://127.0.0.1:1")).kind == .refused)
        let failure = try await failure(of: Request(.get, "http://no-such-host.invalid:\(port)/"))
        #expect(failure.kind == .nameNotFound)
        #expect(failure.phase == .nameLookup)
    }

    @Test("What cannot be sent is refused in words, and nothing is sent") func refused() async throws {
        for value in ["a\r\nX: y", "a\nX: y", "a\0"] {
            let failure = try await failure(of: Request(.get, "http://127.0.0.1:1", fields: [Field("A", value)]))
            #expect(failure.kind == .badRequest)
            #expect(failure.description.contains("the value of A holds"))
            #expect(failure.exchange == nil)
        }
        let name = try await failure(of: Request(.get, "http://127.0.0.1:1", fields: [Field("A: b\r\nC", "d")]))
        #expect(name.kind == .badRequest)
        let token = Request(.get, "http://127.0.0.1:1", authorization: .bearer("a\r\nX: y"))
        #expect(try await failure(of: token).kind == .badRequest)
        let file = Request(.post, "http://127.0.0.1:1", body: .file(path: "/no/such/file"))
        #expect(try await failure(of: file).description.contains("cannot read /no/such/file"))
    }

    @Test("A kept connection that the server has closed: GET is sent again, POST is not") func closedConnection()
        async throws
    {
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send(ok("first"))
            if connection.number == 1 {
                // Takes the second request and goes without a word.
                _ = try await connection.request()
                return
            }
            _ = try await connection.request()
            return
        }
        let client = RESTClient()
        _ = try await client.send(Request(.get, server.url))
        let again = try await client.send(Request(.get, server.url))
        #expect(again.hops.map(\.cause) == [.asked, .closedConnection])
        #expect(again.body.bytes == Array("first".utf8))
        await #expect(throws: RequestFailure.self) {
            try await client.send(Request(.post, server.url, body: .text("x")))
        }
        await client.shutdown()
    }
}
