import FoundationEssentials
import Synchronization
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

    @Test("--stream judges checks: of the head once, of a body for each event, of the time never, and says which")
    func judged() async throws {
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 24\r\n\r\n"
                + "{\"a\":1}\n{\"a\":5}\n{\"a\":6}\n")
        func run(_ checks: String, _ more: String...) async throws -> ScriptRun {
            let path = try profile("{\"name\": \"s\", \"url\": \"\(server.url)/\", \"checks\": [\(checks)]}")
            return try await ScriptRun.martlet(["run", "--profile", path, "s", "--stream"] + more)
        }
        let good = try await run("\"status == 200\", \"$.a < 9\", \"header content-type contains json\"")
        #expect(good.status == .code(0) && good.errors.isEmpty, "\(good.errors)")
        let bad = try await run("\"status == 201\", \"$.a < 5\", \"duration < 1s\"")
        #expect(bad.status == .code(4) && bad.text.split(separator: "\n").count == 3)
        let lines = bad.errors.split(separator: "\n").map { $0.replacing("martlet run: ", with: "") }
        #expect(
            lines == [
                "not judged: duration < 1s: what has no end has no duration", "not met: status == 201: got 200",
                "not met: event 2: $.a < 5: got 5 at $['a']", "not met: $.a < 5: by 2 of 3 events",
            ])
        let more = try await run("", "--assert", "$.a != 6", "--count", "2")
        #expect(more.status == .code(0), "\(more.errors)")
        let wrong = try await run("\"$.a <\"")
        #expect(wrong.status == .code(4) && wrong.errors.contains("not met: $.a <"), "\(wrong.errors)")
    }

    @Test("an answer with an end, and one without events, are judged in words, too")
    func judgedWhole() async throws {
        let refusing = try await ScriptedServer.answering(
            "HTTP/1.1 404 No\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"e\": 7}\n")
        let path = try profile(
            "{\"name\": \"s\", \"url\": \"\(refusing.url)/\", \"checks\": [\"$.e == 8\", \"status == 404\"]}")
        let run = try await ScriptRun.martlet(["run", "--profile", path, "s", "--stream"])
        #expect(run.status == .code(22) && run.errors.contains("not met: $.e == 8: got 7"), "\(run.errors)")
        let empty = try await ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 0\r\n\r\n")
        let other = try profile(
            "{\"name\": \"s\", \"url\": \"\(empty.url)/\", \"checks\": [\"$.e == 8\"]}")
        let none = try await ScriptRun.martlet(["run", "--profile", other, "s", "--stream"])
        #expect(
            none.status == .code(0) && none.errors.contains("not judged: $.e == 8: no event came"), "\(none.errors)")
    }

    @Test("letters of one answer are refused with --stream and with --every; -S tells errors in spite of -s")
    func unusedLetters() async throws {
        let path = try profile("{\"name\": \"s\", \"url\": \"http://127.0.0.1:1/\"}")
        func run(_ letters: [String]) async throws -> ScriptRun {
            let bound = letters.contains("--every") ? ["--times", "1"] : []
            return try await ScriptRun.martlet(["run", "--profile", path, "s"] + letters + bound)
        }
        for (letters, letter) in [
            (["--stream", "-o", "x"], "-o"), (["--stream", "-i"], "-i"), (["--stream", "-w", "x"], "-w"),
            (["--every", "1s", "-o", "x"], "-o"), (["--every", "1s", "-i"], "-i"), (["--every", "1s", "-f"], "-f"),
            (["--every", "1s", "-w", "x"], "-w"), (["--every", "1s", "-v"], "-v"),
        ] {
            let run = try await run(letters)
            #expect(run.status == .code(1) && run.errors.contains("leave \(letter) "), "\(letters): \(run.errors)")
        }
        let silent = try await run(["--stream", "-s"])
        #expect(silent.status == .code(7) && silent.errors.isEmpty, "\(silent.errors)")
        let told = try await run(["--stream", "-sS"])
        #expect(told.status == .code(7) && told.errors.contains("127.0.0.1:1"), "\(told.errors)")
    }

    @Test("--stream sends the cookies of the environment, and keeps what the answer sets")
    func cookies() async throws {
        let server = try await ScriptedServer.start { connection in
            let request = try await connection.request()
            let cookie = request.split(separator: "\r\n").first { $0.hasPrefix("Cookie: ") } ?? "none"
            try await connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nSet-Cookie: a=1; Path=/\r\n"
                    + "Connection: close\r\nContent-Length: \(cookie.utf8.count + 3)\r\n\r\n\"\(cookie)\"\n")
        }
        let path = try profile("{\"name\": \"s\", \"url\": \"\(server.url)/\"}")
        let home = try Scratch.newFolder("home")
        var texts: [String] = []
        for _ in 0..<2 {
            let run = try await ScriptRun.martlet(
                ["run", "--profile", path, "s", "--stream", "-v"], environment: ["XDG_STATE_HOME": home])
            texts.append(run.text)
            #expect(run.errors.contains("> GET / HTTP/1.1\n") && run.errors.contains("< HTTP/1.1 200 OK\n"))
        }
        #expect(texts[0].hasSuffix("\"none\"\n") && texts[1].hasSuffix("\"Cookie: a=1\"\n"), "\(texts)")
    }

    @Test("--count and --for end a WebSocket in good manners")
    func goodBye() async throws {
        let codes = Mutex<[String]>([])
        let server = try await ScriptedServer.start { connection in
            try await connection.openWebSocket()
            try await connection.send([0x81, 1, 0x61, 0x81, 1, 0x62])
            let (opcode, data) = try await connection.webSocketFrame()
            try await connection.send([0x88, UInt8(data.count)] + data)
            codes.withLock { $0.append("\(opcode) \(data)") }
        }
        for (arguments, status) in [(["--count", "1"], 0), (["--for", "300ms"], 0)] as [([String], Int32)] {
            let run = try await ScriptRun.martlet(
                ["request", "--stream", server.url.replacing("http:", with: "ws:")] + arguments)
            #expect(run.status == .code(status) && run.errors.isEmpty, "\(run.errors)")
        }
        let ends = try await waiting(for: "both ends") { codes.withLock { $0.count < 2 ? nil : $0 } }
        #expect(ends == ["8 [3, 232]", "8 [3, 232]"])
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

    @Test("what cannot be said over a WebSocket is refused, and an answer that opens none is told with its status")
    func noSocket() async throws {
        let server = try await ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nno\n")
        let url = server.url.replacing("http:", with: "ws:")
        for letters in [["-F", "a=b"], ["-F", "a=@/dev/null"], ["-T", "/dev/null"]] {
            let run = try await ScriptRun.martlet(["request", "--stream", url] + letters)
            #expect(run.status == .code(2) && run.errors.contains("over a WebSocket the body is the"), "\(run.errors)")
        }
        let words = "the server answered 200 OK, and opened no WebSocket"
        let run = try await ScriptRun.martlet(["request", "--stream", url])
        #expect(run.status == .code(22) && run.text == "no\n" && run.errors.contains(words), "\(run.errors)")
        let long = try await ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "y", count: 2 << 20))
        let cut = try await ScriptRun.martlet(["request", "--stream", long.url.replacing("http:", with: "ws:")])
        #expect(cut.status == .code(22) && cut.text.utf8.count == 1 + 1 << 20)
        #expect(cut.errors.contains("Its body is not whole") && cut.errors.contains(words), "\(cut.errors)")
        let path = try profile("{\"name\": \"w\", \"url\": \"\(url)\"}")
        let saved = try await ScriptRun.martlet(["run", "--profile", path, "w", "--stream"])
        #expect(saved.status == .code(22) && saved.errors.contains(words), "\(saved.errors)")
    }

    @Test("what a saved request could be set to is told by the names that the profile has for it, not by letters")
    func settings() async throws {
        let server = try await ScriptedServer.start { try await $0.wait() }
        let path = try profile(
            "{\"name\": \"slow\", \"url\": \"\(server.url)/\", \"options\": {\"totalTimeout\": 0.2}}")
        for more in [[], ["--stream"]] {
            let run = try await ScriptRun.martlet(["run", "--profile", path, "slow"] + more)
            #expect(run.status == .code(28), "\(run.errors)")
            #expect(run.errors.contains("in the profile: totalTimeout") && !run.errors.contains("-m"), "\(run.errors)")
        }
        let asked = try await ScriptRun.martlet(["request", "-m", "0.2", server.url])
        #expect(asked.errors.contains("(-m)"), "\(asked.errors)")
    }

    @Test(
        "the first message of a WebSocket has no Content-Type in the handshake; without --stream that is what is missing"
    )
    func firstMessage() async throws {
        let server = try await ScriptedServer.start { connection in
            let request = try await connection.openWebSocket()
            let (_, data) = try await connection.webSocketFrame()
            let hasType = request.lowercased().contains("content-type")
            try await connection.send([0x81, UInt8(data.count + 1)] + data + [hasType ? 0x74 : 0x2E])
            _ = try await connection.webSocketFrame()
        }
        let url = server.url.replacing("http:", with: "ws:")
        for letters in [["--data-raw", "hello"], ["--json", "hello"]] {
            let run = try await ScriptRun.martlet(["request", "--stream", url, "--count", "1"] + letters)
            #expect(run.text.contains("hello."), "\(run.text) \(run.errors)")
        }
        let without = try await ScriptRun.martlet(["request", url])
        #expect(without.status == .code(3) && without.errors.contains("(--stream)"), "\(without.errors)")
        let saved = try await ScriptRun.martlet(
            ["run", "--profile", try profile("{\"name\": \"w\", \"url\": \"\(url)\"}"), "w"])
        #expect(saved.status == .code(3) && saved.errors.contains("(--stream)"), "\(saved.errors)")
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
