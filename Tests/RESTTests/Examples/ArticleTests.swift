import REST
import Synchronization
import TestSupport
import Testing

/// The code of the articles in `REST.docc`, compiled and run.
@Suite("The articles of REST") struct ArticleTests {
    @Test("each block of code is the one here", arguments: ["SendingARequest"])
    func code(article: String) throws {
        let blocks = try ArticleCode.blocks(of: "Sources/REST/REST.docc/\(article).md")
        #expect(!blocks.isEmpty)
        #expect(
            blocks == (try ArticleCode.stretches(named: article, of: "Tests/RESTTests/Examples/ArticleTests.swift")))
    }

    @Test("they do what they say")
    func runs() async throws {
        let server = try await ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
        let shown = Mutex<[String]>([])
        let path = try Scratch.newFolder("article") + "/firmware"
        try Scratch.write("bytes", to: path)
        let nobody = "http://127.0.0.1:\(FreePorts.find(1)[0])"
        try await send(server.url, nobody, path) { line in shown.withLock { $0.append(line) } }
        let lines = shown.withLock { $0 }
        #expect(lines.first == "200 OK, 2 bytes")
        #expect(lines.contains { $0.contains("refused") }, "\(lines)")
        #expect(lines.last == "200: 2 bytes")
    }

    private func send(
        _ base: String, _ nobody: String, _ path: String, show: @escaping @Sendable (String) -> Void
    ) async throws {
        // article: SendingARequest
        let client = RESTClient(userAgent: "kitchen-display")
        let exchange = try await client.send(Request(.get, "\(base)/sensors"))
        if let response = exchange.response {
            show("\(response.status) \(response.reason), \(exchange.body.count) bytes")
        }
        // article end
        // article: SendingARequest
        do {
            _ = try await client.send(Request(.get, nobody))
        } catch {
            show("\(error.kind): \(error)")
        }
        // article end
        // article: SendingARequest
        var upload = Request(.put, "\(base)/firmware")
        upload.body = .file(path: path)
        upload.authorization = .bearer("secret")
        upload.options.timeouts.total = 600
        _ = try await client.send(upload)
        // article end
        // article: SendingARequest
        let log = Request(.get, "\(base)/log")
        _ = try await client.send(
            log, delivery: .stream { response, bytes in show("\(response.status): \(bytes.count) bytes") })
        // article end
        await client.shutdown()
    }
}
