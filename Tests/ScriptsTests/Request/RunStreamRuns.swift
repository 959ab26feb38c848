import FoundationEssentials
import TestSupport
import Testing

/// Saved requests whose answers have no end, WebSockets, and GraphQL, by the built program.
@Suite("martlet run: streams and GraphQL", .timeLimit(.minutes(2))) struct RunStreamRuns {
    private func profile(_ request: String) throws -> String {
        let path = try Scratch.newFolder("run") + "/profile.json"
        try Data("{\"version\": 1, \"requests\": [\(request)]}".utf8).write(to: URL(filePath: path))
        return path
    }

    @Test("--stream prints the events of a saved request, with --json as objects")
    func streamed() async throws {
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 12\r\n\r\n[1]\n[2]\n[3]\n")
        let path = try profile("{\"name\": \"lines\", \"url\": \"\(server.url)/\"}")
        let run = try await ScriptRun.martlet(["run", "--profile", path, "lines", "--stream", "--json", "--count", "2"])
        #expect(run.status == .code(0), "\(run.errors)")
        #expect(run.text.split(separator: "\n").map { $0.suffix(13) } == ["\"data\":\"[1]\"}", "\"data\":\"[2]\"}"])
        let mixed = try await ScriptRun.martlet(["run", "--profile", path, "lines", "--count", "2"])
        #expect(mixed.status != .code(0) && mixed.errors.contains("--stream"))
    }

    @Test("lines of standard input go over a WebSocket, what comes is printed, and its end says how it ended")
    func socket() async throws {
        let server = try await EchoSocketServer.start()
        let run = try await ScriptRun.martlet(
            ["request", "--stream", "-H", "X-Mine: yes", "-b", "a=b", "\(server.url)/talk"],
            input: Array("one\ntwo\nclose\n".utf8))
        #expect(run.status == .code(56), "\(run.errors)")
        let words = run.text.split(separator: "\n").map { $0.dropFirst("00:00:00.000  ".count) }
        #expect(words == ["text  - a=b yes", "text  one", "text  two", "close  1011 enough"])
        #expect(run.errors.contains("closed with 1011: enough"))
    }

    @Test("an answer of GraphQL with errors is a failure, though its status is 200")
    func graphQL() async throws {
        let server = try await ScriptedServer.start { connection in
            let request = try await connection.request()
            let isGood =
                request.contains("\"operationName\":\"Good\"") && request.contains("\"variables\":{\"a\": 1.50}")
            let accepts = request.contains("Accept: application/graphql-response+json, application/json\r\n")
            let body = isGood && accepts ? "{\"data\":{\"a\":1}}" : "{\"errors\":[{\"message\":\"no\"}]}"
            try await connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
        func path(_ text: String) throws -> String {
            try profile(
                "{\"name\": \"q\", \"method\": \"POST\", \"url\": \"\(server.url)/graphql\", \"body\": {\"graphql\": \"\(text)\"}}"
            )
        }
        let good = try await ScriptRun.martlet(
            ["run", "--profile", try path("query Good($a: Float) { a }\\n\\n{\\\"a\\\": 1.50}"), "q"])
        #expect(good.status == .code(0), "\(good.text) \(good.errors)")
        let bad = try await ScriptRun.martlet(["run", "--profile", try path("{ a }"), "q"])
        #expect(bad.status == .code(4))
        #expect(bad.errors.contains("not met: $.errors"), "\(bad.errors)")
        let none = try await ScriptRun.martlet(["run", "--profile", try path("{ a }\\n\\n{\\\"a\\\": }"), "q"])
        #expect(none.status == .code(2) && none.errors.contains("The variables are no JSON"), "\(none.errors)")
    }
}
