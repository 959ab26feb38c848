import FoundationEssentials
import TestSupport
import Testing

/// `--stream` of the built program.
@Suite("martlet request: streams", .timeLimit(.minutes(2))) struct RequestStreamRuns {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"

    /// A stream that ends after each event, and is asked for again with the last id.
    private static func server() async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            let request = try await connection.request().lowercased()
            if request.hasPrefix("get /none") {
                return try await connection.send(
                    "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: close\r\n\r\ngone")
            }
            if request.hasPrefix("get /lines") {
                return try await connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\none\ntwo \u{1B}[31m\nthree"
                )
            }
            if request.hasPrefix("get /page"), request.contains("last-event-id") {
                return try await connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>Sign in</p>")
            }
            if request.hasPrefix("get /over"), request.contains("last-event-id") {
                return try await connection.send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            }
            if request.hasPrefix("get /silent") {
                try await connection.send(Self.head + "data: only\n\n")
                return try await connection.wait()
            }
            let id = request.firstRange(of: "last-event-id: ").map { request[$0.upperBound...].prefix { $0.isNumber } }
            let next = (id.flatMap { Int($0) } ?? 0) + 1
            try await connection.send(
                Self.head + "retry: 100\nevent: temperature\nid: \(next)\ndata: {\"celsius\":\(next)}\n\n")
        }
    }

    @Test("each event is a line, over all connections, until there are as many as asked for")
    func counted() async throws {
        let server = try await Self.server()
        let run = try await ScriptRun.martlet(["request", "--stream", "--count", "3", "\(server.url)/events"])
        #expect(run.status == .code(0))
        let lines = run.text.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.last?.hasSuffix("  temperature  #3  {\"celsius\":3}") == true, "\(run.text)")
        #expect(run.errors.contains("martlet request: the server ended the stream; again in 100 ms"), "\(run.errors)")
    }

    @Test("as JSON a line is an object, always with the same keys")
    func json() async throws {
        let server = try await Self.server()
        let run = try await ScriptRun.martlet(["request", "--stream-json", "--no-reconnect", "\(server.url)/events"])
        #expect(run.status == .code(0))
        #expect(run.errors.isEmpty, "\(run.errors)")
        #expect(run.text.hasPrefix("{\"at\":\"2"))
        #expect(
            run.text.hasSuffix(
                "\"event\":\"temperature\",\"id\":\"1\",\"encoding\":\"utf8\",\"data\":\"{\\\"celsius\\\":1}\"}\n"),
            "\(run.text)")
    }

    @Test("what has no type of a stream is read by lines; what could drive a terminal is made visible")
    func lines() async throws {
        let server = try await Self.server()
        let run = try await ScriptRun.martlet(["request", "--stream", "\(server.url)/lines"])
        let lines = run.text.split(separator: "\n")
        #expect(run.status == .code(0))
        #expect(lines.count == 3)
        #expect(!run.output.contains(0x1B))
        #expect(lines.last?.hasSuffix("  three") == true)
    }

    @Test("the end of the time is an end, and 28 where events were counted")
    func bounded() async throws {
        let server = try await Self.server()
        let plain = try await ScriptRun.martlet(["request", "--stream", "--for", "300ms", "\(server.url)/silent"])
        #expect(plain.status == .code(0))
        #expect(plain.text.hasSuffix("  only\n"))
        let counted = try await ScriptRun.martlet(
            ["request", "--stream", "--count", "2", "--for", "300ms", "\(server.url)/silent"])
        #expect(counted.status == .code(28))
        #expect(counted.errors.contains("the time was over after 1 of 2 events"))
    }

    @Test("an answer that says no, an address where nobody is, and letters that do not go together")
    func failures() async throws {
        let server = try await Self.server()
        let gone = try await ScriptRun.martlet(["request", "--stream", "\(server.url)/none"])
        #expect(gone.status == .code(22))
        #expect(gone.text == "gone\n" && gone.errors.contains("the server answered 404 Not Found"))
        let nobody = try await ScriptRun.martlet(["request", "--stream", "http://127.0.0.1:1/"])
        #expect(nobody.status == .code(7))
        let mixed = try await ScriptRun.martlet(["request", "--stream", "-o", "x", "\(server.url)/events"])
        #expect(mixed.status == .code(2) && mixed.errors.contains("leave -o and -O out"))
        for arguments in [["--count", "0"], ["--for", "soon"]] {
            #expect(
                try await ScriptRun.martlet(["request", "--stream", "\(server.url)/"] + arguments).status == .code(2))
        }
    }

    @Test("letters that belong to another one which is not there are refused, and so are those that no stream obeys")
    func unusedLetters() async throws {
        for (letters, words) in [
            (["--count", "1"], "belong to --stream"), (["--for", "1s"], "belong to --stream"),
            (["--no-reconnect"], "belong to --stream"), (["--with", "a=b"], "--with belongs to --follow"),
            (["--items", "$.a"], "--items belongs to --pages"), (["--links", "--pages", "2"], "one or the other"),
            (["--stream", "--etag-save", "x"], "leave --etag-save out"),
            (["--stream", "--explain-cache"], "leave --explain-cache out"),
            (["--stream", "-H", "If-Match: {{etag}}"], "{{etag}} stands for nothing here"),
        ] {
            let run = try await ScriptRun.martlet(["request", "http://127.0.0.1:1/"] + letters)
            #expect(run.status == .code(2) && run.errors.contains(words), "\(letters): \(run.errors)")
        }
    }

    @Test("-f leaves the page of an error out; what a range lacks is told; nothing there in the time is no good end")
    func otherEnds() async throws {
        let server = try await Self.server()
        let hidden = try await ScriptRun.martlet(["request", "--stream", "-f", "\(server.url)/none"])
        #expect(hidden.status == .code(22) && hidden.text.isEmpty && hidden.errors.contains("404 Not Found"))
        let shown = try await ScriptRun.martlet(["request", "--stream", "--fail-with-body", "\(server.url)/none"])
        #expect(shown.status == .code(22) && shown.text == "gone\n")
        let range = try await ScriptRun.martlet(["request", "--stream", "-r", "5", "\(server.url)/lines"])
        #expect(range.status == .code(0) && range.errors.contains("a range has a dash"), "\(range.errors)")
        // The sooner of the two ends it.
        let late = try await ScriptRun.martlet(
            ["request", "--stream", "--for", "1min", "-m", "0.3", "\(server.url)/silent"])
        #expect(late.status == .code(28) && late.text.hasSuffix("  only\n"), "\(late.errors)")
        let mute = try await ScriptedServer.start { try await $0.wait() }
        for url in [mute.url, Self.socket(mute)] {
            let run = try await ScriptRun.martlet(["request", "--stream", "--for", "200ms", url])
            #expect(run.status == .code(28) && run.errors.contains("the time was over before"), "\(run.errors)")
        }
    }

    @Test("A stream that comes back as a page is broken off: 56; 204 says that it is over: 0")
    func comesBackOtherwise() async throws {
        let server = try await Self.server()
        let page = try await ScriptRun.martlet(["request", "--stream", "\(server.url)/page"])
        #expect(page.status == .code(56), "\(page.errors)")
        #expect(page.errors.contains("the server answered with 'text/html', which is no event stream"))
        let over = try await ScriptRun.martlet(["request", "--stream", "\(server.url)/over"])
        #expect(over.status == .code(0), "\(over.errors)")
        #expect(over.errors.contains("there is nothing more to come"))
    }

    @Test("A signal ends it with 0, as it ends sub")
    func interrupted() async throws {
        let server = try await Self.server()
        let run = try await ScriptRun.shell(
            """
            "$MARTLET" request --stream \(server.url)/silent >"$0.out" & p=$!
            until [ -s "$0.out" ]; do sleep 0.1; done
            kill -TERM $p; wait $p; s=$?; cat "$0.out"; exit $s
            """)
        #expect(run.status == .code(0), "\(run.errors)")
        #expect(run.text.hasSuffix("  only\n"))
    }

    @Test("A WebSocket over which nothing comes says how long it stood; where none was opened yet, that is said")
    func silentSocket() async throws {
        let echo = try await EchoSocketServer.start()
        let quiet = try await ScriptRun.martlet(["request", "--stream", "--for", "300ms", "\(echo.url)/quiet"])
        #expect(quiet.status == .code(0) && quiet.text.isEmpty)
        #expect(quiet.errors.contains(/martlet request: the WebSocket was open for [0-9.]+ m?s, and nothing came\n/))
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.wait()
        }
        let none = try await ScriptRun.martlet(["request", "--stream", "--for", "200ms", Self.socket(server)])
        #expect(none.errors.contains("the time was over before the WebSocket was there"), "\(none.errors)")
        // What was asked for came: nothing is to be said.
        let greeted = try await ScriptRun.martlet(["request", "--stream", "--for", "300ms", echo.url])
        #expect(greeted.status == .code(0) && greeted.errors.isEmpty, "\(greeted.errors)")
    }

    @Test("Letters that a WebSocket cannot obey are refused with the reason; -v tells the handshake")
    func lettersOfASocket() async throws {
        let echo = try await EchoSocketServer.start()
        for (letters, word) in [
            (["-X", "POST"], "GET alone"), (["-L"], "a redirect is not followed"), (["-C", "5"], "gone on from"),
        ] {
            let run = try await ScriptRun.martlet(["request", "--stream", "--count", "1"] + letters + [echo.url])
            #expect(run.status == .code(2) && run.errors.contains(word), "\(run.errors)")
        }
        let told = try await ScriptRun.martlet(
            ["request", "--stream", "-v", "-X", "GET", "-u", "me:secret", "--count", "1", "\(echo.url)/here"])
        #expect(told.status == .code(0))
        for words in ["> GET /here HTTP/1.1\n", "> Upgrade: websocket\n", "< HTTP/1.1 101 "] {
            #expect(told.errors.contains(words), "\(told.errors)")
        }
        #expect(!told.errors.contains("secret") && !told.errors.contains("bWU6c2VjcmV0"))
    }

    @Test("What a refusal says is no line of JSON: it goes to standard error where lines of JSON are asked for")
    func refusedAsJSON() async throws {
        let server = try await Self.server()
        for url in ["\(server.url)/none", Self.socket(server) + "/none"] {
            let run = try await ScriptRun.martlet(["request", "--stream-json", url])
            #expect(run.status == .code(22) && run.text.isEmpty, "\(run.text)")
            #expect(run.errors.contains("gone\n") && run.errors.contains("404 Not Found"), "\(run.errors)")
        }
    }

    /// The same server as one that is asked for a WebSocket.
    private static func socket(_ server: ScriptedServer) -> String { "ws" + server.url.dropFirst(4) }
}
