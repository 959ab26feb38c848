import TestSupport
import Testing

@testable import REST

@Suite("A request and its answer") struct SendTests {
    @Test("What is sent is what is shown, byte for byte") func sent() async throws {
        let server = try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                try await connection.send(
                    "HTTP/1.1 200 Fine\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: \(request.utf8.count)\r\n\r\n\(request)")
            }
        }
        let client = RESTClient(userAgent: "tests/1")
        let request = Request(
            .post, "\(server.url)/a b?q=ä#part",
            fields: [Field("X-One", "1"), Field("x-one", "2"), Field("Accept", "a/b")],
            body: .text("{\"v\": 1.0}"))
        let exchange = try await client.send(request)
        let sent = try #require(exchange.hop?.sent)
        #expect(
            String(decoding: sent.bytes, as: UTF8.self)
                == "POST /a%20b?q=%C3%A4 HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nX-One: 1\r\nx-one: 2\r\nAccept: a/b\r\nUser-Agent: tests/1\r\nAccept-Encoding: \(ContentCoding.accepted)\r\nContent-Length: 10\r\n\r\n{\"v\": 1.0}"
        )
        #expect(exchange.body.bytes == sent.bytes)
        #expect(sent.fields.map(\.name).prefix(3) == ["Host", "X-One", "x-one"])
        let response = try #require(exchange.response)
        #expect(response.status == 200)
        #expect(response.reason == "Fine")
        #expect(response.fields.prefix(2) == [Field("X-A", "1"), Field("x-a", "2")])
        #expect(response.isComplete)
        await client.shutdown()
    }

    @Test("A connection is used again, and that is said") func reuse() async throws {
        let server = try await ScriptedServer.answering("HTTP/1.1 204 No Content\r\n\r\n")
        let client = RESTClient()
        let first = try await client.send(Request(.get, server.url))
        let second = try await client.send(Request(.get, "\(server.url)/again"))
        #expect(first.hop?.connection?.isReused == false)
        #expect(first.hop?.timings.connect?.end != nil)
        #expect(second.hop?.connection?.isReused == true)
        #expect(second.hop?.connection?.number == first.hop?.connection?.number)
        #expect(second.hop?.timings.connect == nil)
        await client.shutdown()
    }
}
