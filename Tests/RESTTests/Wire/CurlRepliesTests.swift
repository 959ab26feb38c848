import REST
import Synchronization
import TestSupport
import Testing

@Suite("Replies beside curl", .timeLimit(.minutes(1))) struct CurlRepliesTests {
    @Test("What curl reads is read with the same heads and bytes; what curl refuses is refused, or read for a reason")
    func same() async throws {
        let replies = CurlReply.all
        let server = try await ScriptedServer.start { connection in
            let request = try await connection.request()
            let path = request.split(separator: " ").dropFirst().first.map { $0.dropFirst() } ?? ""
            guard let number = Int(path) else {
                return try await connection.send(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nplain")
            }
            let host = request.split(separator: "\r\n").first { $0.hasPrefix("Host: ") }?.dropFirst(6) ?? ""
            let bytes = replies[number].bytes
            let text = String(validating: bytes, as: UTF8.self)?.replacing("HOST", with: host)
            try await connection.send(text.map { Array($0.utf8) } ?? bytes)
        }
        #expect(replies.count >= 100)
        let client = RESTClient()
        for (number, reply) in replies.enumerated() {
            let url = "\(server.url)/\(number)"
            let curl = try await Command.attempt(
                .curl, ["-s", "-i", "-m", "5", "--noproxy", "*"] + reply.options + [url])
            let (bytes, failure, exchange) = await ask(client, url, reply)
            let words = "\(reply.name): \(failure?.description ?? "read"), curl \(curl.status)"
            switch reply.outcome {
            case .same:
                #expect((curl.status == .code(0)) == (failure == nil), "\(words)")
                if curl.status == .code(0) { #expect(bytes == curl.bytes, "\(words)") }
                if let failure { #expect(!failure.description.contains("NIO"), "\(words)") }
            case .beyond(let reason):
                #expect(curl.status != .code(0) && failure == nil, "\(words): \(reason)")
                #expect(exchange?.response.map { !$0.breaches.isEmpty || !$0.remarks.isEmpty } == true, "\(words)")
            case .stricter(let reason):
                #expect(curl.status == .code(0) && failure?.description.contains(reason) == true, "\(words)")
                #expect(bytes == curl.bytes, "\(words)")
            }
            // Whatever becomes of it, there is every byte of it.
            if reply.options != ["-L"] {
                #expect(exchange?.hop?.raw.bytes == reply.bytes, "\(words)")
            }
        }
        await client.shutdown()
    }

    /// What martlet makes of it, in the form of `curl -i`.
    private func ask(
        _ client: RESTClient, _ url: String, _ reply: CurlReply
    ) async -> (bytes: [UInt8], failure: RequestFailure?, exchange: Exchange?) {
        var request = Request(reply.options == ["-I"] ? .head : .get, url)
        request.options.maximumRedirects = reply.options == ["-L"] ? 50 : 0
        request.options.decodes = reply.options == ["--compressed"]
        request.options.timeouts.total = 5
        let body = Mutex<[UInt8]>([])
        let exchange: Exchange?
        var failure: RequestFailure?
        do throws(RequestFailure) {
            exchange = try await client.send(
                request, delivery: .stream { _, bytes in body.withLock { $0 += bytes } })
        } catch {
            (exchange, failure) = (error.exchange, error)
        }
        let answers = (exchange?.hops ?? []).compactMap(\.response)
        let heads = answers.flatMap { $0.informational.flatMap(\.head) + $0.head }
        return (heads + body.withLock { $0 } + (answers.last?.trailerSection ?? []), failure, exchange)
    }
}
